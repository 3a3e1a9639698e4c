package widgets

import (
	"slices"

	"fyne.io/fyne/v2"

	"kauth/app/look"
)

// Bar is the top of a page: its title, a way back, actions.
type Bar struct {
	control
	title   *Text
	back    *IconButton // nil on a root page
	actions []*IconButton
}

// NewBar makes the bar of a root page.
func NewBar(title string, actions ...*IconButton) *Bar {
	return newBar(NewText(barRoot, title), nil, actions)
}

// NewBackBar makes the bar of a page that is gone back from.
func NewBackBar(title, backLabel string, back func(), actions ...*IconButton) *Bar {
	return newBar(NewText(BarText, title), NewIconButton("back", backLabel, back), actions)
}

func newBar(title *Text, back *IconButton, actions []*IconButton) *Bar {
	b := &Bar{title: title, back: back, actions: actions}
	if back != nil {
		b.parts = append(b.parts, back)
	}
	b.parts = append(b.parts, title)
	for _, a := range actions {
		b.parts = append(b.parts, a)
	}
	b.ExtendBaseWidget(b)
	return b
}

// Set changes the title.
func (b *Bar) Set(title string) { b.title.Set(title) }

// Closing puts a cross in the arrow's place: the page is left, not gone back from.
func (b *Bar) Closing() *Bar {
	b.back.Set("x", b.back.label)
	return b
}

// In gives all of it another color.
func (b *Bar) In(c look.Token) *Bar {
	b.title.In(c)
	if b.back != nil {
		b.back.In(c)
	}
	for _, a := range b.actions {
		a.In(c)
	}
	return b
}

// CreateRenderer implements fyne.Widget.
func (b *Bar) CreateRenderer() fyne.WidgetRenderer { return render(b) }

// left is where the title begins, right what the actions take.
func (b *Bar) edges() (left, right float32) {
	left, right = 20, 20
	if b.back != nil {
		left = 20 + look.Touch + 8
	}
	if n := len(b.there()); n > 0 {
		right = 12 + float32(n)*look.Touch + float32(n)*8
	}
	return left, right
}

// there are the actions that are not hidden.
func (b *Bar) there() (all []*IconButton) {
	for _, a := range b.actions {
		if a.Visible() {
			all = append(all, a)
		}
	}
	return all
}

func (b *Bar) heightFor(width float32) float32 {
	left, right := b.edges()
	return max(look.BarHeight, b.title.heightFor(width-left-right)+16)
}

func (b *Bar) minWidth() float32 {
	left, right := b.edges()
	return left + right + b.title.minWidth()
}

func (b *Bar) style() {}

func (b *Bar) place(s fyne.Size) {
	left, right := b.edges()
	w := s.Width - left - right
	high := b.title.heightFor(w)
	// icons stand beside the title's first line
	y := max((s.Height-high)/2+b.title.how.lineHeight()/2-look.Touch/2, 0)
	if b.back != nil {
		put(b.back, 20, y, look.Touch, look.Touch)
	}
	put(b.title, left, (s.Height-high)/2, w, high)
	x := s.Width - 12 - look.Touch
	for _, a := range slices.Backward(b.there()) {
		put(a, x, y, look.Touch, look.Touch)
		x -= look.Touch + 8
	}
}
