package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// trashed says what can be done with a removed account, and asks before it goes for ever.
type trashed struct {
	c           context
	page        *widgets.Page
	title, name *widgets.Text
	days, more  *widgets.Text
	notice      *notice
	back, ask   *widgets.Button
	keep, gone  *widgets.Button
}

func newTrashed(c context, in *viewmodel.Trashed) page {
	t := c.t
	p := &trashed{c: c, notice: newNotice(c)}
	p.title = widgets.NewText(widgets.Title, "").Centered()
	p.name = widgets.NewText(widgets.Body, "").In(look.Ink).Centered()
	p.days, p.more = widgets.NewText(widgets.Body, "").Centered(), widgets.NewText(widgets.Body, "").Centered()
	p.back = widgets.NewButton(widgets.Primary, t.T("trashed.back"), in.PutBack)
	p.ask = widgets.NewButton(widgets.Secondary, t.T("trashed.ask"), in.Ask)
	p.keep = widgets.NewButton(widgets.Primary, t.T("trashed.keep"), in.Keep)
	p.gone = widgets.NewButton(widgets.No, t.T("trashed.forever"), in.Forever).Tall(look.ButtonHeight, look.SizeButton)
	p.page = widgets.NewPage(widgets.PageSpec{
		Bar: widgets.NewBackBar(t.T("trash.bar"), t.T("action.back"), c.app.Back),
		Body: []fyne.CanvasObject{
			widgets.Spring(), widgets.Centered(widgets.NewBigIcon(widgets.Neutral, "trash")), p.title, p.name, p.days, p.more,
			p.notice.object(), widgets.Spring(),
		},
		Foot:   []fyne.CanvasObject{p.back, p.ask, p.keep, p.gone},
		Margin: look.WideMargin, Gap: 16,
	})
	return p
}

func (p *trashed) object() fyne.CanvasObject { return p.page }

func (p *trashed) update(st viewmodel.State) {
	s, t := st.(viewmodel.TrashedState), p.c.t
	title, name := s.Title, s.Label
	if title == "" {
		title = t.T("unread.nameless")
	}
	if name == title {
		name = ""
	}
	p.days.Set(t.N("trashed.days", s.Days))
	p.more.Set(t.T(trashedMore(s)))
	p.days.Hidden, p.more.Hidden = s.Sure, trashedMore(s) == ""
	if s.Sure && s.Count > 1 {
		title, name = t.N("trashed.all", s.Count), ""
	} else if s.Sure {
		title, name = t.T("trashed.sure"), dotted(title, name)
		if s.Label == "" || s.Label == s.Title {
			name = s.Title
		}
	}
	p.title.Set(title)
	p.name.Set(name)
	p.name.Hidden = name == ""
	p.back.Hidden, p.ask.Hidden, p.keep.Hidden, p.gone.Hidden = s.Sure, s.Sure, !s.Sure, !s.Sure
	p.back.SetBusy(s.Busy && !s.Sure)
	p.gone.SetBusy(s.Busy && s.Sure)
	p.notice.set(s.Problem)
	p.page.Settle()
}

// trashedMore is what else there is to know.
func trashedMore(s viewmodel.TrashedState) string {
	switch {
	case s.Sure:
		return "trashed.sure.sentence"
	case s.Revoked:
		return "trashed.revoked"
	case s.Linked:
		return "trashed.linked"
	}
	return ""
}
