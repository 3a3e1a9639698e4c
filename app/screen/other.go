package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// other says that another account was signed in to than the one to be linked again.
type other struct {
	c      context
	page   *widgets.Page
	head   *widgets.AccountHead
	more   *widgets.Text
	notice *notice
	add    *widgets.Button
	leave  *widgets.Button
}

func newOther(c context, in *viewmodel.Other) page {
	t := c.t
	p := &other{c: c, head: widgets.NewAccountHead("", "", ""), more: widgets.NewText(widgets.Body, ""), notice: newNotice(c)}
	p.add = widgets.NewButton(widgets.Primary, t.T("other.add"), in.Add)
	p.leave = widgets.NewButton(widgets.Secondary, t.T("other.leave"), in.Leave)
	p.page = widgets.NewPage(widgets.PageSpec{
		Bar: widgets.NewBackBar(t.T("again.bar"), t.T("action.back"), c.app.Back),
		Body: []fyne.CanvasObject{
			widgets.Space(4), widgets.Centered(widgets.NewBigIcon(widgets.Warn, "face")),
			widgets.NewText(widgets.Title, t.T("other.title")).Centered(), widgets.NewCard(p.head), p.more, p.notice.object(),
		},
		Foot:   []fyne.CanvasObject{p.add, p.leave},
		Margin: look.TextMargin, Gap: 16,
	})
	return p
}

func (p *other) object() fyne.CanvasObject { return p.page }

func (p *other) update(st viewmodel.State) {
	s := st.(viewmodel.OtherState)
	p.head.Set(s.Identity, s.Title, s.Label)
	p.more.Set(p.c.t.T("other.sentence", "account", s.Label, "wanted", s.Wanted))
	p.notice.set(s.Problem)
	p.add.SetBusy(s.Busy)
	p.page.Settle()
}
