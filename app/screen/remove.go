package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// remove asks before an account leaves this phone.
type remove struct {
	c           context
	page        *widgets.Page
	title, more *widgets.Text
	notice      *notice
	manager     *widgets.Button
	goOn        *widgets.Button
}

func newRemove(c context, in *viewmodel.Remove) page {
	t := c.t
	r := &remove{c: c, notice: newNotice(c)}
	r.title = widgets.NewText(widgets.Title, "").Centered()
	r.more = widgets.NewText(widgets.Body, "").Centered()
	r.manager = widgets.NewButton(widgets.Primary, t.T("remove.manager"), in.Manager)
	r.goOn = widgets.NewButton(widgets.No, t.T("remove.go"), in.Confirm).Tall(look.ButtonHeight, look.SizeButton)
	r.page = widgets.NewPage(widgets.PageSpec{
		Bar: widgets.NewBackBar(t.T("remove.bar"), t.T("action.back"), c.app.Back),
		Body: []fyne.CanvasObject{
			widgets.Spring(), widgets.Centered(widgets.NewBigIcon(widgets.Danger, "trash")), r.title, r.more, r.notice.object(), widgets.Spring(),
		},
		Foot:   []fyne.CanvasObject{r.manager, r.goOn, widgets.NewButton(widgets.TextOnly, t.T("remove.keep"), in.Cancel)},
		Margin: look.WideMargin, Gap: 16,
	})
	return r
}

func (r *remove) object() fyne.CanvasObject { return r.page }

func (r *remove) update(st viewmodel.State) {
	s, t := st.(viewmodel.RemoveState), r.c.t
	name := s.Label
	if name == "" {
		name = s.Title
	}
	r.title.Set(t.T("remove.title", "account", name))
	r.more.Set(t.T("remove.code"))
	if s.Linked {
		r.more.Set(t.T("remove.linked"))
	}
	r.manager.Hidden = !s.Linked
	r.goOn.SetBusy(s.Busy)
	r.notice.set(s.Problem)
	r.page.Settle()
}
