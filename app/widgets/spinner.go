package widgets

import (
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kauth/app/look"
)

// spinner turns while work is under way.
type spinner struct {
	control
	arc  *canvas.Arc
	tone look.Token
	anim *fyne.Animation
}

const spinSize = 20

func newSpinner(c look.Token) *spinner {
	s := &spinner{arc: canvas.NewArc(0, 270, 0.74, nil), tone: c}
	s.arc.CornerRadius = 1.5
	s.parts = []fyne.CanvasObject{s.arc}
	s.ExtendBaseWidget(s)
	s.style()
	s.Hide()
	return s
}

// CreateRenderer implements fyne.Widget.
func (s *spinner) CreateRenderer() fyne.WidgetRenderer { return render(s) }

func (s *spinner) heightFor(float32) float32 { return spinSize }
func (s *spinner) minWidth() float32         { return spinSize }
func (s *spinner) style()                    { s.arc.FillColor = look.Color(s.tone) }
func (s *spinner) place(z fyne.Size)         { put(s.arc, 0, 0, z.Width, z.Height) }

// spinTime bounds how long one turns: each frame repaints the window, and a page that
// is left while busy must not go on costing for ever.
const spinTime = 60 * time.Second

func (s *spinner) run(on bool) {
	if s.anim != nil {
		s.anim.Stop()
		s.anim = nil
	}
	if !on {
		s.Hide()
		return
	}
	s.Show()
	if look.Still() {
		return // the words beside it say that something is under way
	}
	s.anim = fyne.NewAnimation(spinTime, func(f float32) {
		start := float32(math.Mod(float64(f)*spinTime.Seconds(), 1) * 360)
		s.arc.StartAngle, s.arc.EndAngle = start, start+270
		s.arc.Refresh()
	})
	s.anim.Curve = fyne.AnimationLinear
	s.anim.Start()
}

// Busy is a spinner with words, for work that has no button.
type Busy struct {
	control
	spin  *spinner
	words *Text
}

// NewBusy makes one that is at rest and takes no room.
func NewBusy(words string) *Busy {
	b := &Busy{spin: newSpinner(look.Primary), words: NewText(Value, words).In(look.Muted)}
	b.parts = []fyne.CanvasObject{b.spin, b.words}
	b.ExtendBaseWidget(b)
	b.Hide()
	return b
}

// In gives it another color.
func (b *Busy) In(c look.Token) *Busy {
	b.spin.tone = c
	b.spin.style()
	b.words.In(c)
	return b
}

// Run shows it turning, or hides it.
func (b *Busy) Run(on bool) {
	if on == b.Visible() {
		return
	}
	b.spin.run(on)
	b.Hidden = !on
	b.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (b *Busy) CreateRenderer() fyne.WidgetRenderer { return render(b) }

func (b *Busy) heightFor(width float32) float32 {
	return max(spinSize+4, b.words.heightFor(width-spinSize-12))
}
func (b *Busy) minWidth() float32 { return spinSize + 12 + b.words.minWidth() }
func (b *Busy) style()            {}

func (b *Busy) place(s fyne.Size) {
	w := min(b.words.natural()+1, s.Width-spinSize-12)
	x := (s.Width - w - spinSize - 12) / 2
	put(b.spin, x, (s.Height-spinSize)/2, spinSize, spinSize)
	high := b.words.heightFor(w)
	put(b.words, x+spinSize+12, (s.Height-high)/2, w, high)
}
