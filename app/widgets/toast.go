package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kauth/app/look"
)

// toast is a short word at the foot of a page.
type toast struct {
	control
	ground *canvas.Rectangle
	words  *Text
	said   string
}

func newToast() *toast {
	how := Style{look.SizeBanner, 20, look.SemiBold, look.OnToast}
	t := &toast{ground: canvas.NewRectangle(color.Transparent), words: NewText(how, "").Centered()}
	t.parts = []fyne.CanvasObject{t.ground, t.words}
	t.ExtendBaseWidget(t)
	t.Hide()
	return t
}

// set says whether that changes anything.
func (t *toast) set(words string) bool {
	if words == t.said {
		return false
	}
	t.said = words
	hide(t, words == "")
	if words != "" {
		t.words.Set(words)
	}
	return true
}

// CreateRenderer implements fyne.Widget.
func (t *toast) CreateRenderer() fyne.WidgetRenderer { return render(t) }

func (t *toast) natural() float32 { return t.words.natural() + 42 }

func (t *toast) heightFor(width float32) float32 { return t.words.heightFor(width-40) + 24 }
func (t *toast) minWidth() float32               { return 80 }
func (t *toast) style()                          { t.ground.FillColor = look.Color(look.Toast) }

func (t *toast) place(s fyne.Size) {
	t.ground.CornerRadius = min(s.Height/2, 22)
	put(t.ground, 0, 0, s.Width, s.Height)
	put(t.words, 20, 12, s.Width-40, s.Height-24)
}
