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
	more, label *widgets.Text
	boxes       *widgets.DigitBoxes
	keypad      *widgets.Keypad
	busy        *widgets.Busy
	notice      *notice
	retry       *widgets.Button
}

func newDigits(c context, in *viewmodel.Digits) page {
	t := c.t
	d := &digits{c: c, notice: newNotice(c), busy: widgets.NewBusy(t.T("digits.sending"))}
	d.label = widgets.NewText(widgets.Body, "").Centered()
	d.more = widgets.NewText(widgets.Body, "").Centered()
	d.boxes = widgets.NewDigitBoxes(6)
	d.keypad = widgets.NewKeypad(t.T("action.delete"), in.Digit, in.Delete)
	d.retry = widgets.NewButton(widgets.Primary, t.T("action.retry"), in.Retry)
	d.page = widgets.NewPage(widgets.PageSpec{
		Bar: widgets.NewBackBar(t.T("digits.bar"), t.T("action.back"), c.app.Back),
		Body: []fyne.CanvasObject{
			widgets.VStack(2, widgets.NewText(widgets.Title, t.T("digits.title")).Centered(), d.label),
			d.more, widgets.Space(4), d.boxes, d.busy, d.notice.object(), d.retry,
		},
		Foot:   []fyne.CanvasObject{d.keypad, widgets.NewButton(widgets.TextOnly, t.T("digits.cancel"), in.Cancel)},
		Margin: look.Margin, Gap: look.Gap,
	})
	return d
}

func (d *digits) object() fyne.CanvasObject { return d.page }

func (d *digits) update(st viewmodel.State) {
	s := st.(viewmodel.DigitsState)
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
