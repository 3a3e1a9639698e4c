package widgets

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
)

// Chip is one of a few things to choose from.
type Chip struct {
	Label  string
	Chosen bool
	Said   string // with Chosen: that it is, for who does not see it
	Tapped func()
}

// Chips is a row of them, in more lines where one is too short.
type Chips struct {
	control
	chips []*chip
}

// NewChips makes an empty row.
func NewChips() *Chips {
	c := &Chips{}
	c.ExtendBaseWidget(c)
	return c
}

// Set shows other chips.
func (c *Chips) Set(chips ...Chip) {
	for i, is := range chips {
		if i == len(c.chips) {
			c.chips = append(c.chips, newChip())
		}
		c.chips[i].set(is)
	}
	c.chips, c.parts = c.chips[:len(chips)], nil
	for _, o := range c.chips {
		c.parts = append(c.parts, o)
	}
	changed(c)
}

// CreateRenderer implements fyne.Widget.
func (c *Chips) CreateRenderer() fyne.WidgetRenderer { return render(c) }

const chipGap = 6

// flow gives each chip its place, and the height of all.
func (c *Chips) flow(width float32, f func(o *chip, x, y, w, h float32)) float32 {
	x, y, high := float32(0), float32(0), float32(0)
	for _, o := range c.chips {
		w := min(o.minWidth(), width)
		h := o.heightFor(w)
		if x > 0 && x+w > width {
			x, y, high = 0, y+high, 0
		}
		f(o, x, y, w, h)
		x, high = x+w+chipGap, max(high, h)
	}
	return y + high
}

func (c *Chips) heightFor(width float32) float32 {
	return c.flow(width, func(*chip, float32, float32, float32, float32) {})
}

func (c *Chips) minWidth() float32 { return 200 }
func (c *Chips) style()            {}

func (c *Chips) place(s fyne.Size) {
	c.flow(s.Width, func(o *chip, x, y, w, h float32) { put(o, x, y, w, h) })
}

// chip draws one. It is less high than a finger needs; what can be tapped is not.
type chip struct {
	press
	is     Chip
	ground plate
	mark   *Picture
	words  *Text
}

var chipText = Style{look.SizeLabel, 18, look.SemiBold, look.Ink}

const (
	chipPad  = 12
	chipEdge = 4 // above and below its ground
	chipMark = 16
)

func newChip() *chip {
	c := &chip{ground: newPlate(18, look.Line), mark: newIcon("check", look.Primary, chipMark), words: NewText(chipText, "")}
	c.begin(c, "", 18, func() {
		if c.is.Tapped != nil {
			c.is.Tapped()
		}
	})
	c.parts = append(c.ground.parts(), c.veil, c.mark, c.words, c.ring)
	c.ExtendBaseWidget(c)
	return c
}

func (c *chip) set(is Chip) {
	if c.is, c.label = is, is.Label; is.Chosen && is.Said != "" {
		c.label += ", " + is.Said
	}
	c.words.Set(is.Label)
	changed(c)
}

// CreateRenderer implements fyne.Widget.
func (c *chip) CreateRenderer() fyne.WidgetRenderer { return render(c) }

func (c *chip) left() float32 {
	if c.is.Chosen {
		return chipPad + chipMark + 6
	}
	return chipPad
}

func (c *chip) heightFor(width float32) float32 {
	return max(look.Touch, c.words.heightFor(width-c.left()-chipPad)+16+2*chipEdge)
}

func (c *chip) minWidth() float32 { return max(look.Touch, c.natural()) }

func (c *chip) natural() float32 { return c.left() + c.words.natural() + 1 + chipPad }

func (c *chip) style() {
	c.mark.Hidden = !c.is.Chosen
	if c.is.Chosen {
		c.ground.paint(look.PrimarySoft, look.Primary)
		c.words.In(look.Primary)
	} else {
		c.ground.paint(look.Surface, look.Stroke)
		c.words.In(look.Ink)
	}
	c.mark.style()
	c.feel()
}

func (c *chip) place(s fyne.Size) {
	high := s.Height - 2*chipEdge
	c.ground.radius = min(high/2, 18)
	c.ground.place(0, chipEdge, s.Width, high)
	put(c.veil, 0, chipEdge, s.Width, high)
	put(c.ring, -2, chipEdge-2, s.Width+4, high+4)
	put(c.mark, chipPad, 0, chipMark, s.Height)
	w := s.Width - c.left() - chipPad
	lines := c.words.heightFor(w)
	put(c.words, c.left()+max(s.Width-c.natural(), 0)/2, (s.Height-lines)/2, w, lines)
}
