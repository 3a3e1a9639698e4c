package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kauth/app/look"
)

// Dots show how many digits of a PIN were typed, and never which.
type Dots struct {
	control
	label string
	typed int
	wrong bool
	dots  []*canvas.Circle
}

// NewDots makes an empty row of n.
func NewDots(n int) *Dots {
	d := &Dots{}
	d.ExtendBaseWidget(d)
	d.Set(0, n, false, "")
	return d
}

// Set fills typed dots of n. wrong draws their edges in the danger color, for a moment in
// which words say it too. label says it to who does not see them.
func (d *Dots) Set(typed, n int, wrong bool, label string) {
	d.label = label
	if typed == d.typed && n == len(d.dots) && wrong == d.wrong {
		return
	}
	d.typed, d.wrong = typed, wrong
	for len(d.dots) < n {
		d.dots = append(d.dots, canvas.NewCircle(color.Transparent))
	}
	d.dots, d.parts = d.dots[:n], nil
	for _, c := range d.dots {
		d.parts = append(d.parts, c)
	}
	changed(d)
}

// AccessibilityLabel says how many there are.
func (d *Dots) AccessibilityLabel() string { return d.label }

// AccessibilityRole is text.
func (d *Dots) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (d *Dots) CreateRenderer() fyne.WidgetRenderer { return render(d) }

const (
	dotSize = 16
	dotGap  = 18
)

func (d *Dots) heightFor(float32) float32 { return dotSize }
func (d *Dots) minWidth() float32         { return float32(len(d.dots)) * (dotSize + 6) }

func (d *Dots) style() {
	for i, c := range d.dots {
		line := look.Muted
		c.FillColor = color.Transparent
		if i < d.typed {
			line = look.Primary
			c.FillColor = look.Color(line)
		}
		if d.wrong {
			line = look.Danger
		}
		c.StrokeColor, c.StrokeWidth = look.Color(line), 2
	}
}

func (d *Dots) place(s fyne.Size) {
	n := float32(len(d.dots))
	if n == 0 {
		return
	}
	gap := float32(dotGap)
	if n > 1 {
		gap = min(gap, (s.Width-n*dotSize)/(n-1))
	}
	x := (s.Width - n*dotSize - (n-1)*gap) / 2
	for _, c := range d.dots {
		// Fyne draws a circle's stroke across its edge: half of it outside.
		put(c, x+1, 1, dotSize-2, dotSize-2)
		x += dotSize + gap
	}
}
