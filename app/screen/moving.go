package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/text"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// moving is the new phone while it waits for the other one: the six digits to type there.
type moving struct {
	c             context
	page          *widgets.Page
	label, prompt *widgets.Text
	digits        *widgets.CodeText
	where         *widgets.Text
	progress      *widgets.Progress
	expires       *widgets.Text
	busy, leaving *widgets.Busy
	late          *widgets.Banner
	notice        *notice
	cancel        *widgets.Button
	fixed         viewmodel.MovingState // what the words were made from
	begun         bool
}

func newMoving(c context, in *viewmodel.Moving, s viewmodel.MovingState) page {
	t := c.t
	m := &moving{c: c, notice: newNotice(c), progress: widgets.NewProgress()}
	m.label = widgets.NewText(widgets.Body, "").Centered()
	m.prompt = widgets.NewText(widgets.Title, "").Sized(20, 26).Centered()
	m.digits = widgets.NewCodeText(look.SizeBigCode, "").Centered()
	m.where = widgets.NewText(widgets.Body, "").Centered()
	m.expires = widgets.NewText(widgets.Label, "").Centered()
	m.busy, m.leaving = widgets.NewBusy(t.T("moving.waits", "from", otherPhone(t, s.From))), widgets.NewBusy(t.T("moving.leaving"))
	m.late = widgets.NewBanner(widgets.Warn, "phone", "", "", nil)
	m.cancel = widgets.NewButton(widgets.TextOnly, t.T("moving.cancel"), in.Cancel)
	m.page = widgets.NewPage(widgets.PageSpec{
		Bar: widgets.NewBackBar(t.T("moving.bar"), t.T("action.back"), c.app.Back),
		Body: []fyne.CanvasObject{
			m.label, widgets.Space(4), m.prompt, m.digits, widgets.VStack(4, m.progress, m.expires),
			m.busy, m.leaving, m.notice.object(), m.where, m.late, widgets.Spring(),
		},
		Foot:   []fyne.CanvasObject{widgets.NewButton(widgets.Secondary, t.T("moving.help"), in.Help), m.cancel},
		Margin: look.TextMargin, Gap: 16,
	})
	return m
}

func (m *moving) object() fyne.CanvasObject { return m.page }

func (m *moving) update(st viewmodel.State) {
	s, t := st.(viewmodel.MovingState), m.c.t
	m.progress.Set(s.Fraction, s.Left.Seconds() <= 60)
	m.expires.Set(t.T("moving.expires", "time", text.Span(s.Left)))
	fixed := s
	fixed.Left, fixed.Fraction = 0, 0
	if m.begun && fixed == m.fixed {
		return
	}
	m.begun, m.fixed = true, fixed
	from, known := otherPhone(t, s.From), s.Digits != ""
	m.label.Set(s.Label)
	m.prompt.Set(t.T("moving.type", "from", from))
	m.digits.Set(s.Digits)
	m.where.Set(t.T("moving.where", "from", from, "to", newerPhone(t, s.To)))
	m.late.Set(widgets.Warn, "phone", t.T("moving.late.title", "from", from), t.T("moving.late"))
	m.prompt.Hidden, m.digits.Hidden, m.progress.Hidden, m.expires.Hidden = !known, !known, !known, !known
	m.where.Hidden = !known || s.Late
	m.late.Hidden = !s.Late || !known
	m.busy.Run(s.Problem == nil && !s.Leaving)
	m.leaving.Run(s.Leaving)
	m.cancel.SetEnabled(!s.Leaving)
	m.notice.set(s.Problem)
	m.page.Settle()
}

// otherPhone and newerPhone name a phone, or say which it is where it has no name.
func otherPhone(t *text.Catalog, name string) string {
	if name == "" {
		return t.T("move.theother")
	}
	return text.Phone(name)
}

func newerPhone(t *text.Catalog, name string) string {
	if name == "" {
		return t.T("move.thenew")
	}
	return text.Phone(name)
}
