package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// door asks for the PIN or the passphrase.
type door struct {
	c           context
	in          *viewmodel.Door
	page        *widgets.Page
	visitor     *visitor
	head        *fyne.Container
	title, more *widgets.Text
	dots        *widgets.Dots
	said        *widgets.Text
	busy        *widgets.Busy
	notice      *notice
	keypad      *widgets.Keypad
	field       *widgets.Field
	written     *widgets.Field // the recovery passphrase: copied from paper, so that it is seen
	goOn        *widgets.Button
	forgot      *widgets.Button
	is          viewmodel.DoorState
	begun       bool
}

func newDoor(c context, in *viewmodel.Door, s viewmodel.DoorState) page {
	t := c.t
	d := &door{c: c, in: in, visitor: newVisitor(c, in), dots: widgets.NewDots(viewmodel.MinPIN), notice: newNotice(c)}
	d.head = widgets.Centered(widgets.NewLogo(64))
	d.title = widgets.NewText(widgets.Title, "").Centered()
	d.more = widgets.NewText(widgets.Body, "").Centered()
	d.said = widgets.NewText(widgets.Body, "").Centered()
	d.busy = widgets.NewBusy(t.T("unlock.busy"))
	d.keypad = widgets.NewKeypad(t.T("action.delete"), in.Digit, in.Delete).Round(t.T("lock.enter"), in.Enter).Face(t.T("lock.finger"), in.Finger)
	d.field = widgets.NewField(t.T("unlock.field"), "").Password(t.T("unlock.show"))
	d.written = widgets.NewField(t.T("lock.recovery.field"), "").Mono()
	d.field.OnSubmit = func(string) { d.submit() }
	d.written.OnSubmit = d.field.OnSubmit
	d.goOn = widgets.NewButton(widgets.Primary, t.T("unlock.go"), d.submit)
	d.forgot = widgets.NewButton(widgets.TextOnly, "", in.Forgot)
	spec := widgets.PageSpec{Margin: 32, Gap: 18, Top: 40, Bottom: 40, Beside: true}
	if look.Scale() > wordsFirst {
		spec.Gap, spec.Top = 10, 12 // the keys need the room
	}
	if s.Back {
		spec.Bar, spec.Top = widgets.NewBackBar(t.T("lock.bar"), t.T("action.back"), c.app.Back), 8
	}
	spec.Body = []fyne.CanvasObject{
		d.visitor.card, d.visitor.ended, d.head, d.title, d.more, d.dots, d.field, d.written, d.said, d.busy, d.notice.object(), d.forgot,
	}
	spec.Foot = []fyne.CanvasObject{d.keypad, d.goOn}
	d.page = widgets.NewPage(spec)
	return d
}

func (d *door) submit() { d.in.Submit(d.entered().Text()) }

// entered is the field that what is asked for is typed in.
func (d *door) entered() *widgets.Field {
	if d.is.Ask == viewmodel.AskRecovery {
		return d.written
	}
	return d.field
}

func (d *door) object() fyne.CanvasObject { return d.page }

// forget takes what was typed away, as do those of other pages.
func (d *door) forget() {
	d.field.SetText("")
	d.written.SetText("")
}

// focus is where a keyboard's letters go; a PIN's digits go to the page.
func (d *door) focus() fyne.Focusable {
	if d.is.Ask == viewmodel.AskPIN {
		return nil
	}
	return d.entered().Entry()
}

func (d *door) update(st viewmodel.State) {
	s := st.(viewmodel.DoorState)
	was := d.is
	d.is = s
	pin := s.Ask == viewmodel.AskPIN
	open := !s.Taken && s.Wait == 0
	d.dots.Set(s.Typed, max(s.Digits, s.Typed), s.Wrong, d.c.t.T("lock.dots", "count", s.Typed))
	d.keypad.SetEnabled(open)
	enter := pin && s.Digits == 0 && (!s.Finger || s.Typed > 0)
	d.keypad.ShowEnter(enter, open && s.Typed >= viewmodel.MinPIN)
	d.keypad.ShowFace(s.Finger && !enter, !s.Taken)
	d.goOn.SetEnabled(open)
	d.goOn.SetBusy(s.Busy && !pin)
	d.visitor.tick(s.Request)
	d.said.Set(d.words(s))
	if was.Request != nil && was.Request.Armed && (s.Request == nil || !s.Request.Armed) {
		d.regain(pin)
	}
	if d.begun && asBefore(was, s) {
		return
	}
	if was.Taken && s.Wrong {
		d.field.SetText("") // the other one is corrected, not typed anew
	}
	d.begun = true
	d.dress(s, pin)
	d.page.Settle()
}

// regain takes the keyboard off a NO that has gone: the next Enter must not refuse what
// comes then.
func (d *door) regain(pin bool) {
	if pin || fyne.CurrentDevice().IsMobile() {
		d.c.w.Canvas().Unfocus()
		return
	}
	d.c.w.Canvas().Focus(d.entered().Entry())
}

// asBefore tells that nothing changed but what is drawn in place.
func asBefore(a, b viewmodel.DoorState) bool {
	a.Typed, b.Typed, a.Taken, b.Taken = 0, 0, false, false
	if (a.Request == nil) != (b.Request == nil) || (a.Wait == 0) != (b.Wait == 0) {
		return false
	}
	if a.Request != nil {
		r, q := *a.Request, *b.Request
		r.Left, q.Left, r.Fraction, q.Fraction, r.Armed, q.Armed = 0, 0, 0, 0, false, false
		if r != q {
			return false
		}
	}
	a.Request, b.Request, a.Wait, b.Wait = nil, nil, 0, 0
	return a == b
}

// dress sets what changes the page's layout.
func (d *door) dress(s viewmodel.DoorState, pin bool) {
	t := d.c.t
	crowded := s.Request != nil || s.Ended != "" || s.Problem != nil
	d.head.Hidden = look.Scale() > wordsFirst || s.Request != nil && s.Request.Problem != nil
	title, more := doorTitle(t, s)
	d.title.Set(title)
	d.more.Set(more)
	d.more.Hidden = more == ""
	d.keypad.Hidden, d.dots.Hidden, d.goOn.Hidden = !pin, !pin, pin
	d.field.Hidden, d.written.Hidden = s.Ask != viewmodel.AskPassphrase, s.Ask != viewmodel.AskRecovery
	d.keypad.Sized(widgets.RoundKey)
	if crowded || look.Scale() > wordsFirst {
		d.keypad.Sized(widgets.SmallRoundKey)
	}
	d.said.Hidden = d.words(s) == ""
	d.said.In(look.Muted)
	if s.Wrong {
		d.said.In(look.Danger)
	}
	d.busy.Run(s.Busy && pin)
	d.notice.set(s.Problem)
	d.forgot.Set(t.T("lock.forgot." + s.Ask))
	d.forgot.Hidden = !s.Forgot
	d.visitor.set(s)
}
