package screen

import (
	"bytes"
	"image"
	"image/png"

	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
	"kauth/core/qr"
)

// share has the QR code of an account, or of all of them in parts, after a warning.
type share struct {
	c                context
	page             *widgets.Page
	title, more      *widgets.Text
	note, left, time *widgets.Text
	warning          *widgets.Banner
	code             *widgets.QR
	said             string // the address that is drawn
	show, hide       *widgets.Button
	next, before     *widgets.Button
}

func newShare(c context, in *viewmodel.Share) page {
	t := c.t
	p := &share{c: c, code: widgets.NewQR()}
	p.title, p.more = widgets.NewText(widgets.Title, ""), widgets.NewText(widgets.Body, "")
	p.note, p.left = widgets.NewText(widgets.Body, ""), widgets.NewText(widgets.Body, "")
	p.time = widgets.NewText(widgets.Body, "").Centered()
	p.warning = widgets.NewBanner(widgets.Warn, "warn", t.T("share.warn.title"), t.T("share.warn.sentence"), nil)
	p.show = widgets.NewButton(widgets.Primary, t.T("share.show"), in.Show)
	p.next = widgets.NewButton(widgets.Primary, t.T("share.next"), func() { in.Next(1) })
	p.before = widgets.NewButton(widgets.Secondary, t.T("share.before"), func() { in.Next(-1) })
	p.hide = widgets.NewButton(widgets.Secondary, t.T("share.hide"), in.Hide)
	p.page = widgets.NewPage(widgets.PageSpec{
		Bar:    widgets.NewBackBar(t.T("share.bar"), t.T("action.back"), c.app.Back),
		Body:   []fyne.CanvasObject{p.title, p.more, p.warning, p.code, p.time, p.note, p.left},
		Foot:   []fyne.CanvasObject{p.show, p.next, p.before, p.hide},
		Margin: look.TextMargin, Gap: 14,
	})
	return p
}

func (p *share) object() fyne.CanvasObject { return p.page }

// forget lets go of the code when the page is gone.
func (p *share) forget() { p.draw("") }

func (p *share) update(st viewmodel.State) {
	s, t := st.(viewmodel.ShareState), p.c.t
	p.title.Set(shareTitle(p.c, s))
	p.more.Set(t.T("share.sentence"))
	open := s.Text != ""
	p.draw(s.Text)
	p.more.Hidden, p.warning.Hidden = open, open
	p.time.Set(t.N("share.seconds", s.Seconds))
	p.time.Hidden = !open
	p.note.Set(t.T(shareNote(s)))
	p.note.Hidden = shareNote(s) == "" || open && !s.Counter
	p.left.Set(t.N("share.left", s.Left))
	p.left.Hidden = s.Left == 0
	p.show.Hidden, p.hide.Hidden = open || s.Title+s.Label == "", !open
	p.next.Hidden, p.before.Hidden = !open || s.At >= s.Of, !open || s.At <= 1
	p.page.Settle()
}

func (p *share) draw(text string) {
	if text == p.said && text != "" {
		return
	}
	p.said = text
	p.code.Set(modules(text))
}

// modules is the code of a text, one pixel a module; nil where there is none.
func modules(text string) image.Image {
	if text == "" {
		return nil
	}
	data, err := qr.PNG(text, 1)
	if err != nil {
		return nil
	}
	code, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	return code
}

func shareTitle(c context, s viewmodel.ShareState) string {
	switch {
	case s.Of > 1:
		return c.t.T("share.part", "number", c.t.Number(s.At), "all", c.t.Number(s.Of))
	case s.Title != "" && s.Label != "" && s.Title != s.Label:
		return dotted(s.Title, s.Label)
	case s.Title+s.Label != "":
		return s.Title
	}
	return c.t.T("share.all")
}

func shareNote(s viewmodel.ShareState) string {
	switch {
	case s.Counter:
		return "share.counter"
	case s.Linked:
		return "share.linked"
	}
	return ""
}
