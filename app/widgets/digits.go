package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kauth/app/look"
)

// DigitBoxes shows digits as they are typed, one to a box.
type DigitBoxes struct {
	control
	label  string
	typed  string
	wrong  bool
	low    bool // where keys need the room
	boxes  []plate
	digits []*canvas.Text
}

// NewDigitBoxes makes n empty boxes.
func NewDigitBoxes(n int) *DigitBoxes {
	d := &DigitBoxes{}
	for range n {
		box, digit := newPlate(look.ButtonRadius, 2), canvas.NewText("", nil)
		d.boxes, d.digits = append(d.boxes, box), append(d.digits, digit)
		d.parts = append(append(d.parts, box.parts()...), digit)
	}
	d.ExtendBaseWidget(d)
	return d
}

// Set shows what is typed; wrong draws the boxes in the danger color.
func (d *DigitBoxes) Set(typed string, wrong bool) {
	if typed != d.typed || wrong != d.wrong {
		d.typed, d.wrong = typed, wrong
		changed(d)
	}
}

// Say gives the words for who does not see the boxes.
func (d *DigitBoxes) Say(label string) { d.label = label }

// AccessibilityLabel is what Say was given.
func (d *DigitBoxes) AccessibilityLabel() string { return d.label }

// AccessibilityRole is text.
func (d *DigitBoxes) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// Low makes the boxes as high as a digit needs, where there is little room.
func (d *DigitBoxes) Low(on bool) {
	d.low = on
	changed(d)
}

// CreateRenderer implements fyne.Widget.
func (d *DigitBoxes) CreateRenderer() fyne.WidgetRenderer { return render(d) }

// digitBox is the side of a box, lowBox its height where there is little room.
const (
	digitBox = 64
	lowBox   = 46
)

// fit is the side of a box and the gap between two.
func (d *DigitBoxes) fit(width float32) (side, gap float32) {
	n := float32(len(d.boxes))
	gap = 12
	if n > 4 {
		gap = 8
	}
	return min(digitBox, (width-gap*(n-1))/n), gap
}

func (d *DigitBoxes) heightFor(width float32) float32 {
	side, _ := d.fit(width)
	if d.low {
		return lowBox
	}
	return max(side, min(digitBox, side*1.2))
}

func (d *DigitBoxes) minWidth() float32 { return float32(len(d.boxes)) * 36 }

func (d *DigitBoxes) style() {
	how := Style{Size: look.SizeCode, Weight: look.Bold, Color: look.Ink}
	for i, box := range d.boxes {
		line, digit := look.Stroke, ""
		switch {
		case d.wrong:
			line = look.Danger
		case i == len(d.typed):
			line = look.Primary
		}
		if i < len(d.typed) {
			digit = d.typed[i : i+1]
		}
		box.paint(look.Surface, line)
		how.draw(d.digits[i], digit)
	}
}

func (d *DigitBoxes) place(s fyne.Size) {
	side, gap := d.fit(s.Width)
	n := float32(len(d.boxes))
	x := (s.Width - n*side - (n-1)*gap) / 2
	for i, box := range d.boxes {
		box.place(x, 0, side, s.Height)
		t := d.digits[i]
		t.TextSize = min(look.Scaled(look.SizeCode), side*0.75, s.Height*0.75)
		m := t.MinSize()
		put(t, x+(side-m.Width)/2, (s.Height-m.Height)/2, m.Width, m.Height)
		x += side + gap
	}
}
