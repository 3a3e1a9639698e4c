package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// newPIN takes a new PIN, twice.
type newPIN struct {
	c           context
	page        *widgets.Page
	head        *fyne.Container
	title, more *widgets.Text
	dots        *widgets.Dots
	said        *widgets.Text
	busy        *widgets.Busy
	notice      *notice
	keypad      *widgets.Keypad
	is          viewmodel.NewPINState
	begun       bool
}

func newNewPIN(c context, in *viewmodel.NewPIN) page {
	t := c.t
	n := &newPIN{c: c, dots: widgets.NewDots(viewmodel.MinPIN), notice: newNotice(c), busy: widgets.NewBusy(t.T("newpin.busy"))}
	n.head = widgets.Centered(widgets.NewLogo(64))
	n.title = widgets.NewText(widgets.Title, "").Centered()
	n.more = widgets.NewText(widgets.Body, "").Centered()
	n.said = widgets.NewText(widgets.Body, "").Centered().In(look.Danger)
	n.keypad = widgets.NewKeypad(t.T("action.delete"), in.Digit, in.Delete).Round(t.T("lock.enter"), in.Enter)
	n.page = widgets.NewPage(widgets.PageSpec{
		Bar:    widgets.NewBackBar(t.T("lock.bar"), t.T("action.back"), c.app.Back),
		Body:   []fyne.CanvasObject{n.head, n.title, n.more, n.dots, n.said, n.busy, n.notice.object()},
		Foot:   []fyne.CanvasObject{n.keypad},
		Margin: 32, Gap: 18, Bottom: 40, Beside: true,
	})
	return n
}

func (n *newPIN) object() fyne.CanvasObject { return n.page }

func (n *newPIN) update(st viewmodel.State) {
	s, t := st.(viewmodel.NewPINState), n.c.t
	n.dots.Set(s.Typed, s.Digits, s.Differ || s.Weak != "", t.T("lock.dots", "count", s.Typed))
	n.keypad.SetEnabled(!s.Busy)
	n.keypad.ShowEnter(true, s.Ready && !s.Busy)
	was := n.is
	was.Typed, was.Digits, was.Ready = s.Typed, s.Digits, s.Ready
	if n.begun && was == s {
		n.is = s
		return
	}
	n.begun, n.is = true, s
	said := ""
	switch {
	case s.Differ:
		said = t.T("newpin.differ")
	case s.Weak != "":
		said = t.T("newpin.weak." + string(s.Weak))
	}
	key := "newpin"
	if s.Again {
		key = "newpin.again"
	}
	n.head.Hidden = look.Scale() > wordsFirst
	n.keypad.Sized(widgets.RoundKey)
	if look.Scale() > wordsFirst || s.Problem != nil {
		n.keypad.Sized(widgets.SmallRoundKey)
	}
	n.title.Set(t.T(key + ".title"))
	n.more.Set(t.T(key + ".sentence"))
	n.said.Set(said)
	n.said.Hidden = said == ""
	n.busy.Run(s.Busy)
	n.notice.set(s.Problem)
	n.page.Settle()
}
