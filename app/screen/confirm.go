package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// confirm is the last look at an account before it is added.
type confirm struct {
	c             context
	page          *widgets.Page
	avatar        *widgets.Avatar
	title, issuer *widgets.Text
	rows          *widgets.Rows
	warning       *widgets.Banner
	other         *widgets.Banner // it is not the account that was to be linked again
	notice        *notice
	goOn, again   *widgets.Button
	cancel        *widgets.Button
}

func newConfirm(c context, in *viewmodel.Add) page {
	t := c.t
	p := &confirm{c: c, avatar: widgets.NewAvatar(72, "", ""), rows: widgets.NewRows(), notice: newNotice(c)}
	p.title = widgets.NewText(widgets.Title, "").Centered()
	p.issuer = widgets.NewText(widgets.Body, "").Centered()
	p.warning = widgets.NewBanner(widgets.Warn, "shield", "", t.T("confirm.warning"), nil)
	p.other = widgets.NewBanner(widgets.Warn, "face", "", "", nil)
	p.other.Hide()
	p.goOn = widgets.NewButton(widgets.Primary, t.T("confirm.go"), in.Authorize)
	p.again = widgets.NewButton(widgets.Primary, t.T("confirm.again"), in.Cancel)
	p.cancel = widgets.NewButton(widgets.TextOnly, t.T("action.cancel"), in.Cancel)
	p.page = widgets.NewPage(widgets.PageSpec{
		Bar: widgets.NewBackBar(t.T("confirm.bar"), t.T("action.back"), c.app.Back),
		Body: []fyne.CanvasObject{
			widgets.Space(4), widgets.Centered(p.avatar), widgets.VStack(2, p.title, p.issuer),
			p.other, p.rows, p.warning, p.notice.object(),
		},
		Foot:   []fyne.CanvasObject{p.goOn, p.again, p.cancel},
		Margin: look.TextMargin, Gap: 16,
	})
	return p
}

func (p *confirm) object() fyne.CanvasObject { return p.page }

func (p *confirm) update(st viewmodel.State) {
	s, t := st.(viewmodel.ConfirmState), p.c.t
	p.avatar.Set(s.Identity, look.AccountInitials(s.Issuer, s.Title))
	p.title.Set(s.Title)
	p.issuer.Set(s.Issuer)
	if s.Server == "" {
		p.rows.Set(widgets.Row{Icon: "key", Value: t.T("confirm.code"), Key: t.T("confirm.code.more"), ValueFirst: true})
		p.goOn.Set(t.T("confirm.add"))
	} else {
		p.rows.Set(
			widgets.Row{Icon: "net", Key: t.T("confirm.server"), Value: s.Server},
			widgets.Row{Icon: "phone", Key: t.T("confirm.phone"), Value: s.Phone},
			widgets.Row{Icon: "key", Key: t.T("confirm.key"), Value: t.T("confirm.key.more")},
		)
	}
	if p.other.Hidden = s.Other == ""; s.Other != "" {
		p.other.Set(widgets.Warn, "face", t.T("other.title"), t.T("other.confirm", "account", s.Other))
		p.goOn.Set(t.T("other.add"))
	}
	p.warning.Hidden = s.Problem != nil || s.Server == ""
	p.notice.set(s.Problem)
	p.goOn.SetBusy(s.Busy)
	p.goOn.Hidden = s.Final
	p.again.Hidden, p.cancel.Hidden = !s.Final, s.Final
	p.page.Settle()
}
