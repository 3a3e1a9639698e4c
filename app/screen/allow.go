package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// allow says why the app wants to show notices, before the system asks.
type allow struct {
	c           context
	page        *widgets.Page
	title, more *widgets.Text
	goOn        *widgets.Button
	notice      *notice
}

func newAllow(c context, in *viewmodel.Allow) page {
	p := &allow{c: c, notice: newNotice(c)}
	p.title = widgets.NewText(widgets.Headline, "").Centered()
	p.more = widgets.NewText(widgets.Body, "").Centered()
	p.goOn = widgets.NewButton(widgets.Primary, "", in.Go)
	p.page = widgets.NewPage(widgets.PageSpec{
		Bar: widgets.NewBackBar(c.t.T("notices.bar"), c.t.T("action.back"), c.app.Back),
		Body: []fyne.CanvasObject{
			widgets.Spring(), widgets.Centered(widgets.NewBigIcon(widgets.Info, "bell")), p.title, p.more, p.notice.object(), widgets.Spring(),
		},
		Foot:   []fyne.CanvasObject{p.goOn, widgets.NewButton(widgets.TextOnly, c.t.T("allow.later"), in.Later)},
		Margin: look.WideMargin, Gap: 16,
	})
	return p
}

func (p *allow) object() fyne.CanvasObject { return p.page }

func (p *allow) update(st viewmodel.State) {
	s, t := st.(viewmodel.AllowState), p.c.t
	key := "allow."
	if s.Barred {
		key = "allow.barred."
	}
	p.title.Set(t.T(key + "title"))
	p.more.Set(t.T(key + "sentence"))
	p.goOn.Set(t.T(key + "go"))
	p.goOn.SetBusy(s.Busy)
	p.notice.set(s.Problem)
	p.page.Settle()
}
