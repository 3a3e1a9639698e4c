package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kauth/app/look"
)

// CodeText is a code. It is never shortened: where it is too wide it gets smaller.
type CodeText struct {
	control
	how      Style
	centered bool
	text     *canvas.Text
	said     string // instead of the digits; "": they are read one by one
}

// NewCodeText makes one of grouped digits.
func NewCodeText(size look.Size, grouped string) *CodeText {
	c := &CodeText{how: codeStyle(size), text: canvas.NewText(grouped, nil)}
	c.parts = []fyne.CanvasObject{c.text}
	c.ExtendBaseWidget(c)
	return c
}

func codeStyle(size look.Size) Style {
	return Style{Size: size, Line: float32(size) * 1.2, Weight: look.Mono, Color: look.Ink}
}

// Set shows another code.
func (c *CodeText) Set(grouped string) {
	if grouped != c.text.Text {
		c.text.Text = grouped
		changed(c)
	}
}

// In gives it another color.
func (c *CodeText) In(t look.Token) *CodeText {
	if c.how.Color != t {
		c.how.Color = t
		changed(c)
	}
	return c
}

// Centered puts it in the middle of its width.
func (c *CodeText) Centered() *CodeText { c.centered = true; return c }

// Shown is the code as it is drawn.
func (c *CodeText) Shown() string { return c.text.Text }

// Say has words heard instead of the digits: that they are hidden. "" ends that.
func (c *CodeText) Say(words string) { c.said = words }

// AccessibilityLabel has it read digit by digit.
func (c *CodeText) AccessibilityLabel() string {
	if c.said != "" {
		return c.said
	}
	return Spell(c.text.Text)
}

// AccessibilityRole is text.
func (c *CodeText) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (c *CodeText) CreateRenderer() fyne.WidgetRenderer { return render(c) }

func (c *CodeText) heightFor(float32) float32 { return c.how.lineHeight() }
func (c *CodeText) minWidth() float32         { return 60 }
func (c *CodeText) natural() float32          { return c.how.width(c.text.Text) }
func (c *CodeText) style()                    { c.how.draw(c.text, c.text.Text) }

func (c *CodeText) place(s fyne.Size) {
	c.text.TextSize = c.how.size()
	m := c.text.MinSize()
	if m.Width > s.Width && s.Width > 0 {
		c.text.TextSize *= s.Width / m.Width * 0.99
		m = c.text.MinSize()
	}
	x := float32(0)
	if c.centered {
		x = (s.Width - m.Width) / 2
	}
	put(c.text, x, (s.Height-m.Height)/2, m.Width, m.Height)
}
