package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/widgets"
)

// over puts a sheet over the window, where the keyboard stays in it, or takes it away.
func (s *Shell) over(sheet fyne.CanvasObject) {
	if s.sight.sheet == sheet {
		return
	}
	c := s.w.Canvas()
	if s.sight.sheet != nil {
		c.Overlays().Remove(s.sight.sheet)
	}
	s.sight.sheet = sheet
	s.echo.through(sheet)
	if sheet != nil {
		c.Overlays().Add(sheet)
		at, size := c.InteractiveArea()
		sheet.Move(at)
		sheet.Resize(size)
	}
}

// keyboard puts it where a page wants it, and takes it off what has gone.
func (s *Shell) keyboard(another bool) {
	c := s.w.Canvas()
	if f, ok := c.Focused().(fyne.CanvasObject); ok && s.sight.sheet == nil && !widgets.Holds(s.sight.main, f) {
		c.Unfocus()
	}
	if !another || fyne.CurrentDevice().IsMobile() {
		return
	}
	if f, ok := s.page.(interface{ focus() fyne.Focusable }); ok {
		if wanted := f.focus(); wanted != nil {
			c.Focus(wanted)
		}
	}
}

// nothingOpen is what stands where no account is open beside the list.
func nothingOpen(c context) fyne.CanvasObject {
	return widgets.NewPage(widgets.PageSpec{
		Body: []fyne.CanvasObject{
			widgets.Spring(), widgets.Centered(widgets.NewBigIcon(widgets.Neutral, "key")),
			widgets.NewText(widgets.Body, c.t.T("home.choose")).Centered(), widgets.Spring(),
		},
		Margin: look.WideMargin, Gap: 16,
	})
}
