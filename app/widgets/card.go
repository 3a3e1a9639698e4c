package widgets

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
)

// Card is a surface with a border around content.
type Card struct {
	control
	ground  plate
	content fyne.CanvasObject
	padding float32
}

// NewCard makes a card.
func NewCard(content fyne.CanvasObject) *Card {
	c := &Card{ground: newPlate(look.CardRadius, look.Line), content: content, padding: look.CardPadding}
	c.parts = append(c.ground.parts(), content)
	c.ExtendBaseWidget(c)
	return c
}

// Padding sets the room between the border and the content.
func (c *Card) Padding(all float32) *Card { c.padding = all; return c }

// CreateRenderer implements fyne.Widget.
func (c *Card) CreateRenderer() fyne.WidgetRenderer { return render(c) }

func (c *Card) heightFor(width float32) float32 {
	return heightFor(c.content, width-2*c.padding) + 2*c.padding
}

func (c *Card) minWidth() float32 { return minWidth(c.content) + 2*c.padding }

func (c *Card) style() {
	c.ground.paint(look.Surface, look.Stroke)
}

func (c *Card) place(s fyne.Size) {
	c.ground.place(0, 0, s.Width, s.Height)
	put(c.content, c.padding, c.padding, s.Width-2*c.padding, s.Height-2*c.padding)
}
