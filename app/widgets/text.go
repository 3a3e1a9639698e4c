package widgets

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kauth/app/look"
)

// Text is a paragraph that wraps at its width and is never cut.
type Text struct {
	control
	how      Style
	text     string
	centered bool
	lines    []string
	last     wrapped
}

// wrapped is a text in lines, and what they depend on: a layout asks several times for
// the same width.
type wrapped struct {
	text  string
	how   Style
	width float32
	size  float32
	lines []string
}

// NewText makes a paragraph.
func NewText(how Style, text string) *Text {
	t := &Text{how: how, text: text}
	t.ExtendBaseWidget(t)
	return t
}

// Set shows another text.
func (t *Text) Set(text string) *Text {
	if text != t.text {
		t.text, t.lines = text, nil
		t.Refresh()
	}
	return t
}

// In gives it another color.
func (t *Text) In(c look.Token) *Text {
	if t.how.Color != c {
		t.how.Color = c
		t.Refresh()
	}
	return t
}

// Centered aligns its lines to the middle.
func (t *Text) Centered() *Text { t.centered = true; return t }

// Weighing gives it another weight.
func (t *Text) Weighing(w look.Weight) *Text { t.how.Weight = w; return t }

// Sized gives it another size and line height.
func (t *Text) Sized(s look.Size, line float32) *Text {
	t.how.Size, t.how.Line = s, line
	return t
}

// AccessibilityLabel is the whole text.
func (t *Text) AccessibilityLabel() string { return t.text }

// AccessibilityRole is text.
func (t *Text) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (t *Text) CreateRenderer() fyne.WidgetRenderer { return render(t) }

func (t *Text) heightFor(width float32) float32 {
	if t.text == "" {
		return 0
	}
	return float32(len(t.wrap(width))) * t.how.lineHeight()
}

func (t *Text) wrap(width float32) []string {
	l, size := &t.last, t.how.size()
	if l.lines == nil || l.text != t.text || l.width != width || l.how != t.how || l.size != size {
		*l = wrapped{t.text, t.how, width, size, t.how.wrap(t.text, width)}
	}
	return l.lines
}

func (t *Text) minWidth() float32 { return t.how.size() }

func (t *Text) natural() float32 {
	widest := float32(0)
	for line := range strings.SplitSeq(t.text, "\n") {
		widest = max(widest, t.how.width(line))
	}
	return widest
}

// longest is the width of the widest word.
func (t *Text) longest() float32 {
	widest := float32(0)
	for word := range strings.FieldsSeq(t.text) {
		widest = max(widest, t.how.width(word))
	}
	return widest
}

func (t *Text) style() { t.lines = nil }

func (t *Text) place(size fyne.Size) {
	lines := t.wrap(size.Width)
	if !slices.Equal(lines, t.lines) {
		t.lines, t.parts = lines, nil
		for _, l := range lines {
			c := canvas.NewText("", nil)
			t.how.draw(c, l)
			t.parts = append(t.parts, c)
		}
	}
	high := t.how.lineHeight()
	for i, o := range t.parts {
		m := o.MinSize()
		x := float32(0)
		if t.centered {
			x = (size.Width - m.Width) / 2
		}
		put(o, x, float32(i)*high+(high-m.Height)/2, m.Width, m.Height)
	}
}

// NewSection is the heading of a group of rows.
func NewSection(text string) fyne.CanvasObject { return Pad(NewText(Section, text), 8, 4, 0, 4) }
