package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// rename takes a name of the person's own.
type rename struct {
	c      context
	page   *widgets.Page
	field  *widgets.Field
	notice *notice
}

func newRename(c context, in *viewmodel.Rename, s viewmodel.RenameState) page {
	t := c.t
	r := &rename{c: c, notice: newNotice(c), field: widgets.NewField(t.T("rename.field"), s.Default)}
	r.field.SetText(s.Name)
	submit := func() { in.Submit(r.field.Text()) }
	r.field.OnSubmit = func(string) { submit() }
	r.page = widgets.NewPage(widgets.PageSpec{
		Bar:    widgets.NewBackBar(t.T("rename.bar"), t.T("action.back"), c.app.Back),
		Body:   []fyne.CanvasObject{r.notice.object(), r.field, widgets.NewText(widgets.Label, t.T("rename.note"))},
		Foot:   []fyne.CanvasObject{widgets.NewButton(widgets.Primary, t.T("action.save"), submit)},
		Margin: look.TextMargin, Gap: look.Gap,
	})
	return r
}

func (r *rename) object() fyne.CanvasObject { return r.page }

func (r *rename) focus() fyne.Focusable { return r.field.Entry() }

func (r *rename) update(st viewmodel.State) {
	s := st.(viewmodel.RenameState)
	r.notice.set(s.Problem)
	r.page.Settle()
}
