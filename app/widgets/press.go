package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/driver/mobile"

	"kauth/app/look"
)

// press is a control that can be pressed: with a finger, the mouse, Enter or the space
// bar. A veil over its ground shows the hover and the press, a ring the keyboard.
type press struct {
	control
	self    drawn
	label   string // for people who do not see it
	tapped  func()
	tone    look.Token // what the veil is made of
	veil    *canvas.Rectangle
	ring    *canvas.Rectangle
	off     bool
	pale    bool // off is the same color at less strength: it changes without a flash
	hovered bool
	down    bool
	focused bool
	deaf    bool   // the finger came down while it was off: what it lets go is no tap
	came    bool   // a finger came down on it, and has been neither taken away nor answered
	early   func() // a key came while it was off; may be nil
}

var (
	_ fyne.Tappable      = (*press)(nil)
	_ fyne.Focusable     = (*press)(nil)
	_ desktop.Hoverable  = (*press)(nil)
	_ desktop.Mouseable  = (*press)(nil)
	_ desktop.Cursorable = (*press)(nil)
	_ mobile.Touchable   = (*press)(nil)
	_ fyne.Accessible    = (*press)(nil)
)

func (p *press) begin(self drawn, label string, radius float32, tapped func()) {
	p.self, p.label, p.tapped, p.tone = self, label, tapped, look.Ink
	p.veil, p.ring = canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent)
	p.veil.CornerRadius, p.ring.CornerRadius = radius, radius
	p.ring.StrokeWidth = 2
	p.feel()
}

// feel shows the state on the veil and the ring.
func (p *press) feel() {
	c := look.Color(p.tone)
	switch {
	case p.off && p.pale:
		c = look.Color(look.Bg)
		c.A = 0x59
	case p.off:
		c.A = 0
	case p.down:
		c.A = 0x24
	case p.hovered:
		c.A = 0x0E
	default:
		c.A = 0
	}
	p.veil.FillColor = c
	if c.A == 0 {
		p.veil.FillColor = color.Transparent // the painter leaves only this one out
	}
	p.ring.StrokeColor = look.Color(look.Primary)
	p.veil.Refresh()
	if p.ring.Hidden = !p.focused || p.off; !p.ring.Hidden {
		p.ring.Refresh()
	}
}

func (p *press) set(field *bool, to bool) {
	if *field != to {
		*field = to
		p.feel()
		canvas.Refresh(p.self)
	}
}

// cover puts the veil over the control, and the ring around it.
func (p *press) cover(s fyne.Size) {
	put(p.veil, 0, 0, s.Width, s.Height)
	put(p.ring, -2, -2, s.Width+4, s.Height+4)
}

// Tapped implements fyne.Tappable.
func (p *press) Tapped(*fyne.PointEvent) {
	deaf := p.deaf
	p.deaf, p.came = false, false
	if !p.off && !deaf && p.tapped != nil {
		p.tapped()
	}
}

// touched is a finger that comes down. Where it takes nothing then, it takes nothing
// when that finger goes up: it was meant for what was there before.
func (p *press) touched() {
	p.deaf, p.came = p.off, !p.off
	p.set(&p.down, true)
}

// FocusGained implements fyne.Focusable.
func (p *press) FocusGained() {
	p.set(&p.focused, true)
	reveal(p.self)
}

// FocusLost implements fyne.Focusable.
func (p *press) FocusLost() { p.set(&p.focused, false) }

// TypedRune implements fyne.Focusable: what a button has no use for goes to the page,
// so that digits reach a keypad and Escape goes back wherever the keyboard is.
func (p *press) TypedRune(r rune) {
	if c := canvasOf(p.self); r != ' ' && c != nil && c.OnTypedRune() != nil {
		c.OnTypedRune()(r)
	}
}

// TypedKey implements fyne.Focusable.
func (p *press) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if p.off && p.early != nil {
			p.early()
		}
		p.deaf = false
		p.self.(fyne.Tappable).Tapped(&fyne.PointEvent{})
	default:
		if c := canvasOf(p.self); c != nil && c.OnTypedKey() != nil {
			c.OnTypedKey()(e)
		}
	}
}

func canvasOf(o fyne.CanvasObject) fyne.Canvas { return fyne.CurrentApp().Driver().CanvasForObject(o) }

// MouseIn implements desktop.Hoverable.
func (p *press) MouseIn(*desktop.MouseEvent) { p.set(&p.hovered, true) }

// MouseMoved implements desktop.Hoverable.
func (p *press) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (p *press) MouseOut() { p.hovered = false; p.set(&p.down, false); p.feel() }

// MouseDown implements desktop.Mouseable.
func (p *press) MouseDown(*desktop.MouseEvent) { p.touched() }

// MouseUp implements desktop.Mouseable.
func (p *press) MouseUp(*desktop.MouseEvent) { p.set(&p.down, false) }

// TouchDown implements mobile.Touchable.
func (p *press) TouchDown(*mobile.TouchEvent) { p.touched() }

// TouchUp implements mobile.Touchable.
func (p *press) TouchUp(*mobile.TouchEvent) { p.set(&p.down, false) }

// TouchCancel implements mobile.Touchable.
func (p *press) TouchCancel(*mobile.TouchEvent) {
	p.came = false
	p.set(&p.down, false)
}

// Cursor implements desktop.Cursorable.
func (p *press) Cursor() desktop.Cursor {
	if p.off || p.tapped == nil {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// AccessibilityLabel implements fyne.Accessible.
func (p *press) AccessibilityLabel() string { return p.label }

// AccessibilityRole implements fyne.Accessible.
func (p *press) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }
