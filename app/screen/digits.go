package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// digits takes the six digits that the computer shows.
type digits struct {
	c           context
	page        *widgets.Page
	title       *widgets.Text
	more, label *widgets.Text
	boxes       *widgets.DigitBoxes
	keypad      *widgets.Keypad
	busy        *widgets.Busy
	notice      *notice
	retry       *widgets.Button
	cancel      *widgets.Button
	tight       bool // there is little room for the keys
	aside       bool // and for the way out: it scrolls along with the words
}

func newDigits(c context, in *viewmodel.Digits) page {
	t := c.t
	d := &digits{c: c, notice: newNotice(c), busy: widgets.NewBusy(t.T("digits.sending"))}
	d.label = widgets.NewText(widgets.Body, "").Centered()
	d.more = widgets.NewText(widgets.Body, "").Centered()
	d.boxes = widgets.NewDigitBoxes(6)
	d.keypad = widgets.NewKeypad(t.T("action.delete"), in.Digit, in.Delete)
	d.retry = widgets.NewButton(widgets.Primary, t.T("action.retry"), in.Retry)
	d.title = widgets.NewText(widgets.Title, t.T("digits.title")).Centered()
	d.cancel = widgets.NewButton(widgets.TextOnly, t.T("digits.cancel"), in.Cancel)
	d.page = widgets.NewPage(widgets.PageSpec{
		Bar:    widgets.NewBackBar(t.T("digits.bar"), t.T("action.back"), c.app.Back),
		Margin: look.Margin, Gap: look.Gap, Leaves: leastWords, Beside: true,
	})
	d.arrange()
	return d
}

// arrange gives the words and the keys their places. Where there is little room the boxes
// stand with the keys, and what goes wrong above what is known already.
func (d *digits) arrange() {
	whose := widgets.VStack(2, d.title, d.label)
	switch {
	case d.aside:
		d.page.SetBody(d.busy, d.notice.object(), d.retry, d.more, whose, d.cancel)
		d.page.SetFoot(d.boxes, d.keypad)
	case d.tight:
		d.page.SetBody(d.busy, d.notice.object(), d.retry, d.more, whose)
		d.page.SetFoot(d.boxes, d.keypad, d.cancel)
	default:
		d.page.SetBody(whose, d.more, widgets.Space(4), d.boxes, d.busy, d.notice.object(), d.retry)
		d.page.SetFoot(d.keypad, d.cancel)
	}
}

// fit looks at how much room there is. Large, the bar says what the title would.
func (d *digits) fit() {
	tight, large := d.c.room()
	aside := large || d.c.lying()
	if tight == d.tight && aside == d.aside {
		return
	}
	d.tight, d.aside, d.title.Hidden = tight, aside, large
	d.keypad.Tight(tight)
	d.boxes.Low(tight)
	d.page.Edge(below(tight))
	d.notice.brief = tight
	d.arrange()
}

func (d *digits) object() fyne.CanvasObject { return d.page }

func (d *digits) update(st viewmodel.State) {
	s := st.(viewmodel.DigitsState)
	d.fit()
	d.label.Set(s.Label)
	d.more.Set(d.c.t.T("digits.sentence", "phone", s.Phone))
	d.boxes.Set(s.Typed, s.Problem != nil)
	d.boxes.Say(d.c.t.T("lock.dots", "count", len(s.Typed)))
	d.keypad.SetEnabled(!s.Busy)
	d.busy.Run(s.Busy)
	d.notice.set(s.Problem)
	d.retry.Hidden = s.Problem == nil || s.Busy || len(s.Typed) < s.Digits
	d.page.Settle()
}
