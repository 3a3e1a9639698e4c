package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kauth/app/look"
)

// IconButton is an icon that can be tapped, with words for who does not see it.
type IconButton struct {
	press
	icon  string
	color look.Token
	image *Picture
}

// NewIconButton makes one.
func NewIconButton(icon, label string, tapped func()) *IconButton {
	b := &IconButton{icon: icon, color: look.Ink, image: newIcon(icon, look.Ink, look.IconSize)}
	b.begin(b, label, look.Touch/2, tapped)
	b.parts = []fyne.CanvasObject{b.veil, b.image, b.ring}
	b.ExtendBaseWidget(b)
	return b
}

// In gives it another color.
func (b *IconButton) In(c look.Token) *IconButton {
	b.color, b.tone = c, c
	b.image.toIcon(b.icon, c)
	return b
}

// Set changes the icon and the words.
func (b *IconButton) Set(icon, label string) {
	b.icon, b.label = icon, label
	b.image.toIcon(icon, b.color)
}

// CreateRenderer implements fyne.Widget.
func (b *IconButton) CreateRenderer() fyne.WidgetRenderer { return render(b) }

func (b *IconButton) heightFor(float32) float32 { return look.Touch }
func (b *IconButton) minWidth() float32         { return look.Touch }
func (b *IconButton) style()                    { b.feel() }

func (b *IconButton) place(s fyne.Size) {
	x, y := (s.Width-look.Touch)/2, (s.Height-look.Touch)/2
	put(b.veil, x, y, look.Touch, look.Touch)
	put(b.ring, x, y, look.Touch, look.Touch)
	put(b.image, 0, 0, s.Width, s.Height)
}

// FAB is the round-cornered button that adds, over a list's lower right corner.
type FAB struct {
	press
	ground *canvas.Rectangle
	image  *Picture
}

// NewFAB makes one.
func NewFAB(label string, tapped func()) *FAB {
	f := &FAB{ground: canvas.NewRectangle(color.Transparent)}
	f.ground.CornerRadius = look.FABRadius
	f.image = newPicture(fyne.NewSquareSize(28), func() look.Drawing {
		return look.IconStroke("plus", look.Color(look.OnPrimary), 2.4)
	})
	f.begin(f, label, look.FABRadius, tapped)
	f.tone = look.OnPrimary
	f.parts = []fyne.CanvasObject{f.ground, f.veil, f.image, f.ring}
	f.ExtendBaseWidget(f)
	return f
}

// CreateRenderer implements fyne.Widget.
func (f *FAB) CreateRenderer() fyne.WidgetRenderer { return render(f) }

func (f *FAB) heightFor(float32) float32 { return look.FABSize }
func (f *FAB) minWidth() float32         { return look.FABSize }

func (f *FAB) style() {
	f.ground.FillColor = look.Color(look.Primary)
	f.feel()
}

func (f *FAB) place(s fyne.Size) {
	put(f.ground, 0, 0, s.Width, s.Height)
	f.cover(s)
	put(f.image, 0, 0, s.Width, s.Height)
}
