package widgets

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
)

// Quiet is a line of words in the middle that can be tapped, and looks like words.
type Quiet struct {
	press
	words *Text
}

// NewQuiet makes an empty one.
func NewQuiet(how Style, tapped func()) *Quiet {
	q := &Quiet{words: NewText(how, "").Centered()}
	q.begin(q, "", look.FieldRadius, tapped)
	q.parts = []fyne.CanvasObject{q.veil, q.words, q.ring}
	q.ExtendBaseWidget(q)
	return q
}

// Set shows other words; said is what a tap does, for who does not see it.
func (q *Quiet) Set(words, said string) {
	q.label = said
	q.words.Set(words)
}

// CreateRenderer implements fyne.Widget.
func (q *Quiet) CreateRenderer() fyne.WidgetRenderer { return render(q) }

func (q *Quiet) heightFor(width float32) float32 {
	return max(look.Touch, q.words.heightFor(width)+24)
}
func (q *Quiet) minWidth() float32 { return look.Touch }
func (q *Quiet) natural() float32  { return max(look.Touch, q.words.natural()+25) }
func (q *Quiet) style()            { q.feel() }

func (q *Quiet) place(s fyne.Size) {
	q.cover(s)
	high := q.words.heightFor(s.Width)
	put(q.words, 0, (s.Height-high)/2, s.Width, high)
}
