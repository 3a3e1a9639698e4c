package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kauth/app/look"
)

// The sizes of avatars.
const (
	SmallAvatar = 44
	LargeAvatar = 72
)

// Avatar is an account's letters on its color.
type Avatar struct {
	control
	size           float32
	identity, text string
	ground         *canvas.Rectangle
	letters        *canvas.Text
}

// NewAvatar makes one: the color comes from the identity.
func NewAvatar(size float32, identity, letters string) *Avatar {
	a := &Avatar{size: size, identity: identity, text: letters, ground: canvas.NewRectangle(color.Transparent), letters: canvas.NewText("", nil)}
	a.parts = []fyne.CanvasObject{a.ground, a.letters}
	a.ExtendBaseWidget(a)
	return a
}

// Set shows another account.
func (a *Avatar) Set(identity, letters string) {
	if identity != a.identity || letters != a.text {
		a.identity, a.text = identity, letters
		changed(a)
	}
}

// CreateRenderer implements fyne.Widget.
func (a *Avatar) CreateRenderer() fyne.WidgetRenderer { return render(a) }

func (a *Avatar) heightFor(float32) float32 { return a.size }
func (a *Avatar) minWidth() float32         { return a.size }

// style leaves the letters at their size at any text scale: they are a picture.
func (a *Avatar) style() {
	a.ground.FillColor = look.AvatarColor(a.identity)
	a.ground.CornerRadius = a.size * look.AvatarRadius / SmallAvatar
	a.letters.Text, a.letters.TextSize, a.letters.Color = a.text, a.size*17/SmallAvatar, color.White
	a.letters.TextStyle, a.letters.FontSource = look.Font(look.Bold, a.text)
}

func (a *Avatar) place(s fyne.Size) {
	put(a.ground, (s.Width-a.size)/2, (s.Height-a.size)/2, a.size, a.size)
	m := a.letters.MinSize()
	put(a.letters, (s.Width-m.Width)/2, (s.Height-m.Height)/2, m.Width, m.Height)
}
