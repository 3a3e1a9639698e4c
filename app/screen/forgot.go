package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// forgot says what opens the app for who does not know the PIN.
type forgot struct {
	c           context
	page        *widgets.Page
	title       *widgets.Text
	first, rest *widgets.Text
	recover     *widgets.Button
}

func newForgot(c context, in *viewmodel.Forgot) page {
	t := c.t
	f := &forgot{c: c}
	f.title = widgets.NewText(widgets.Headline, "")
	f.first = widgets.NewText(widgets.Body, "")
	f.rest = widgets.NewText(widgets.Body, "")
	f.recover = widgets.NewButton(widgets.Primary, t.T("lock.recovery.title"), in.Recover)
	f.page = widgets.NewPage(widgets.PageSpec{
		Bar:    widgets.NewBackBar("", t.T("action.back"), c.app.Back),
		Body:   []fyne.CanvasObject{f.title, f.first, f.rest, widgets.Spring()},
		Foot:   []fyne.CanvasObject{f.recover},
		Margin: look.WideMargin, Gap: 16,
	})
	return f
}

func (f *forgot) object() fyne.CanvasObject { return f.page }

func (f *forgot) update(st viewmodel.State) {
	s, t := st.(viewmodel.ForgotState), f.c.t
	f.title.Set(t.T("forgot.title." + s.Ask))
	f.first.Set(t.T("forgot.first." + s.Ask))
	f.rest.Set(t.T("forgot.rest"))
	f.recover.Hidden = s.Ask != viewmodel.AskPIN
	f.page.Settle()
}
