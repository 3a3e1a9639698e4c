package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kauth/app/look"
)

// Line is one line of text, shortened in the middle where it is too wide.
type Line struct {
	control
	how      Style
	text     string
	centered bool
	shown    *canvas.Text
}

// NewLine makes a line.
func NewLine(how Style, text string) *Line {
	l := &Line{how: how, text: text, shown: canvas.NewText("", nil)}
	l.parts = []fyne.CanvasObject{l.shown}
	l.ExtendBaseWidget(l)
	return l
}

// Set shows another text.
func (l *Line) Set(text string) {
	if text != l.text {
		l.text = text
		l.Refresh()
	}
}

// In gives it another color.
func (l *Line) In(c look.Token) *Line {
	if l.how.Color != c {
		l.how.Color = c
		l.Refresh()
	}
	return l
}

// Centered aligns it to the middle.
func (l *Line) Centered() *Line { l.centered = true; return l }

// AccessibilityLabel is the whole text.
func (l *Line) AccessibilityLabel() string { return l.text }

// AccessibilityRole is text.
func (l *Line) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (l *Line) CreateRenderer() fyne.WidgetRenderer { return render(l) }

func (l *Line) heightFor(float32) float32 { return l.how.lineHeight() }
func (l *Line) minWidth() float32         { return l.how.size() }
func (l *Line) natural() float32          { return l.how.width(l.text) }
func (l *Line) style()                    { l.how.draw(l.shown, l.text) }

func (l *Line) place(size fyne.Size) {
	l.how.draw(l.shown, l.how.shorten(l.text, size.Width))
	m := l.shown.MinSize()
	x := float32(0)
	if l.centered {
		x = (size.Width - m.Width) / 2
	}
	put(l.shown, x, (size.Height-m.Height)/2, m.Width, m.Height)
}
