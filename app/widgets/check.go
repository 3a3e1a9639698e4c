package widgets

import (
	"strings"

	"fyne.io/fyne/v2"

	"kauth/app/look"
)

// Check is a box to tick, with words. All of it can be tapped.
type Check struct {
	press
	on     bool
	box    plate
	mark   *Picture
	words  *Text
	change func(bool)
	said   [2]string // how it stands in words, not ticked and ticked
}

const checkBox = 26

// NewCheck makes a box that is not ticked.
func NewCheck(label string, changed func(bool)) *Check {
	c := &Check{box: newPlate(8, 2), change: changed}
	c.words = NewText(Style{look.SizeText, 22, look.Regular, look.Ink}, label)
	c.mark = newPicture(fyne.NewSquareSize(18), func() look.Drawing {
		return look.IconStroke("check", look.Color(look.OnPrimary), 3)
	})
	c.begin(c, label, 8, c.flip)
	c.parts = append([]fyne.CanvasObject{c.veil}, append(c.box.parts(), c.mark, c.words, c.ring)...)
	c.ExtendBaseWidget(c)
	return c
}

// Say has it tell in words how it stands, for who does not see it.
func (c *Check) Say(ticked, not string) *Check {
	c.said = [2]string{not, ticked}
	return c
}

// Shown is its words as they are drawn.
func (c *Check) Shown() string { return c.label }

// AccessibilityLabel is its words, and how it stands.
func (c *Check) AccessibilityLabel() string {
	said := c.said[0]
	if c.on {
		said = c.said[1]
	}
	return strings.TrimSpace(c.label + " " + said)
}

func (c *Check) flip() {
	c.SetChecked(!c.on)
	if c.change != nil {
		c.change(c.on)
	}
}

// IsChecked tells whether it is ticked.
func (c *Check) IsChecked() bool { return c.on }

// SetChecked ticks it or not, and calls nobody.
func (c *Check) SetChecked(on bool) {
	if c.on != on {
		c.on = on
		changed(c)
	}
}

// CreateRenderer implements fyne.Widget.
func (c *Check) CreateRenderer() fyne.WidgetRenderer { return render(c) }

func (c *Check) heightFor(width float32) float32 {
	return max(look.Touch, c.words.heightFor(width-checkBox-12)+8)
}

func (c *Check) minWidth() float32 { return checkBox + 12 + c.words.minWidth() }

func (c *Check) style() {
	if c.on {
		c.box.paint(look.Primary, "")
	} else {
		c.box.paint(look.Surface, look.Muted)
	}
	c.mark.Hidden = !c.on
	c.feel()
}

func (c *Check) place(s fyne.Size) {
	c.cover(s)
	c.box.place(0, (s.Height-checkBox)/2, checkBox, checkBox)
	put(c.mark, 0, (s.Height-checkBox)/2, checkBox, checkBox)
	w := s.Width - checkBox - 12
	high := c.words.heightFor(w)
	put(c.words, checkBox+12, (s.Height-high)/2, w, high)
}
