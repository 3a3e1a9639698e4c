package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// unreadable says what can be done with an account that cannot be read.
type unreadable struct {
	c           context
	page        *widgets.Page
	title, name *widgets.Text
	notice      *notice
}

func newUnreadable(c context, in *viewmodel.Unreadable) page {
	t := c.t
	u := &unreadable{c: c, notice: newNotice(c)}
	u.title = widgets.NewText(widgets.Title, t.T("unread.title")).Centered()
	u.name = widgets.NewText(widgets.Body, "").In(look.Ink).Centered()
	u.page = widgets.NewPage(widgets.PageSpec{
		Bar: widgets.NewBackBar(t.T("unread.bar"), t.T("action.back"), c.app.Back),
		Body: []fyne.CanvasObject{
			widgets.Spring(), widgets.Centered(widgets.NewBigIcon(widgets.Warn, "warn")), u.title, u.name,
			widgets.NewText(widgets.Body, t.T("unread.sentence")).Centered(),
			widgets.NewText(widgets.Body, t.T("unread.delete.sentence")).Centered(), u.notice.object(), widgets.Spring(),
		},
		Foot: []fyne.CanvasObject{
			widgets.NewButton(widgets.Primary, t.T("unread.add"), in.Add),
			widgets.NewButton(widgets.Secondary, t.T("unread.keep"), in.Keep),
			widgets.NewButton(widgets.No, t.T("unread.delete"), in.Delete).Tall(look.ButtonHeight, look.SizeButton),
		},
		Margin: look.WideMargin, Gap: 16,
	})
	return u
}

func (u *unreadable) object() fyne.CanvasObject { return u.page }

func (u *unreadable) update(st viewmodel.State) {
	s := st.(viewmodel.UnreadableState)
	u.name.Set(unreadName(u.c.t, s.Title, s.Label))
	u.notice.set(s.Problem)
	u.page.Settle()
}
