package widgets

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
)

// Button is a button as wide as its place, with words that wrap rather than be cut.
type Button struct {
	press
	kind   ButtonKind
	tall   float32
	busy   bool
	ground plate
	words  *Text
	spin   *spinner
}

var _ fyne.Disableable = (*Button)(nil)

const buttonPad = 14

// NewButton makes a button.
func NewButton(kind ButtonKind, label string, tapped func()) *Button {
	b := &Button{kind: kind, tall: look.ButtonHeight, ground: newPlate(look.ButtonRadius, look.Line)}
	how := buttonText
	switch kind {
	case TextOnly:
		b.tall, how.Size, how.Line = look.TextHeight, look.SizeText, 22
	case Glass:
		how.Size = look.SizeText
	case Yes, No:
		b.tall, how.Size, how.Line = look.AnswerHeight, 20, 26
		b.pale = true
	}
	b.words = NewText(how, label).Centered()
	b.spin = newSpinner(buttonLooks[kind].text)
	b.begin(b, label, look.ButtonRadius, tapped)
	b.tone = buttonLooks[kind].text
	b.parts = append(b.ground.parts(), b.veil, b.words, b.spin, b.ring)
	b.ExtendBaseWidget(b)
	b.style()
	return b
}

// Tall sets the height at text scale 1 and the size of the words.
func (b *Button) Tall(height float32, size look.Size) *Button {
	b.tall, b.words.how.Size, b.words.how.Line = height, size, float32(size)*1.3
	return b
}

// circle makes it round: a key.
func (b *Button) circle(diameter float32) {
	b.ground.radius, b.veil.CornerRadius, b.ring.CornerRadius = diameter/2, diameter/2, diameter/2+2
	b.words.how.Size, b.words.how.Line = 28, 34
	b.tall = diameter
}

// Early has f called with each key that comes while it is off: it may be held.
func (b *Button) Early(f func()) *Button {
	b.early = f
	return b
}

// Set changes what it says.
func (b *Button) Set(label string) {
	b.label = label
	b.words.Set(label)
	changed(b)
}

// SetBusy shows that its work is under way. It takes no tap meanwhile.
func (b *Button) SetBusy(busy bool) {
	if b.busy != busy {
		b.busy = busy
		b.spin.run(busy)
		changed(b)
	}
}

// SetEnabled lets it be tapped, or not.
func (b *Button) SetEnabled(on bool) {
	if b.off == on {
		b.off, b.came = !on, false
		changed(b)
	}
}

// Enable implements fyne.Disableable.
func (b *Button) Enable() { b.SetEnabled(true) }

// Disable implements fyne.Disableable.
func (b *Button) Disable() { b.SetEnabled(false) }

// Disabled implements fyne.Disableable; a busy button is as good as one that is off.
func (b *Button) Disabled() bool { return b.off || b.busy }

// Tapped implements fyne.Tappable.
func (b *Button) Tapped(e *fyne.PointEvent) {
	if !b.busy {
		b.press.Tapped(e)
	}
}

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer { return render(b) }

func (b *Button) heightFor(width float32) float32 {
	return max(b.tall, b.words.heightFor(width-2*b.pad())+2*buttonPad)
}

// minWidth keeps the words whole, on a line as wide as a small phone at most.
func (b *Button) minWidth() float32 { return min(b.natural(), 280) }

func (b *Button) natural() float32 { return b.words.natural() + 2*b.pad() + 2 }

// pad is the room beside the words; words without a ground need little.
func (b *Button) pad() float32 {
	if b.kind == TextOnly {
		return 4
	}
	return buttonPad
}

func (b *Button) style() {
	l := buttonLooks[b.kind]
	text, fill := l.text, l.fill
	if b.off && !b.pale {
		text = look.Muted
		if fill != "" && fill != look.Glass {
			fill = look.Stroke
		}
		if l.line != "" {
			fill, l.line = look.Surface, look.Stroke
		}
	}
	b.ground.paint(fill, l.line)
	b.words.In(text)
	b.spin.tone = text
	b.spin.style()
	b.feel()
}

func (b *Button) place(s fyne.Size) {
	b.ground.place(0, 0, s.Width, s.Height)
	b.cover(s)
	x, w := b.pad(), s.Width-2*b.pad()
	if b.busy {
		w = min(b.words.natural()+1, w-spinSize-10)
		x = (s.Width-w-spinSize-10)/2 + spinSize + 10
		put(b.spin, x-spinSize-10, (s.Height-spinSize)/2, spinSize, spinSize)
	}
	high := b.words.heightFor(w)
	put(b.words, x, (s.Height-high)/2, w, high)
}
