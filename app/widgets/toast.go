package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kauth/app/look"
)

// toast is a short word at the foot of a page, and what can be done about it.
type toast struct {
	control
	ground *canvas.Rectangle
	words  *Text
	said   string

	frame  plate // around the action
	action *Text
	tap    *area
	do     func()
}

const (
	toastSide   = 20 // beside the words
	toastHigh   = 12 // above and below
	actionSide  = 14 // beside the words of the action
	toastRadius = 22
)

func newToast() *toast {
	how := Style{look.SizeBanner, 20, look.SemiBold, look.OnToast}
	t := &toast{ground: canvas.NewRectangle(color.Transparent), words: NewText(how, "").Centered()}
	t.frame, t.action = newPlate(look.Touch/2, 1.5), NewText(how, "").Centered()
	t.tap = newArea("", look.Touch/2, func() { t.do() })
	t.list()
	t.ExtendBaseWidget(t)
	t.Hide()
	return t
}

func (t *toast) list() {
	t.parts = []fyne.CanvasObject{t.ground, t.words}
	if t.action.text != "" {
		t.parts = append(append(t.parts, t.frame.parts()...), t.action, t.tap)
	}
}

// set says whether that changes anything.
func (t *toast) set(words, action string, do func()) bool {
	t.do = do
	if words == t.said && action == t.action.text {
		return false
	}
	t.said = words
	hide(t, words == "")
	if words != "" {
		t.words.Set(words)
		t.action.Set(action)
		t.tap.label = action
		t.list()
		changed(t)
	}
	return true
}

// CreateRenderer implements fyne.Widget.
func (t *toast) CreateRenderer() fyne.WidgetRenderer { return render(t) }

func (t *toast) natural() float32 {
	wide := t.words.natural() + 2*toastSide + 2
	if t.action.text != "" {
		wide += t.actionWidth() - toastSide + 16
	}
	return wide
}

func (t *toast) actionWidth() float32 {
	return max(look.Touch, t.action.natural()+2*actionSide+2) + 6
}

// below tells whether the action stands under the words: beside them there is no room.
func (t *toast) below(width float32) bool { return t.action.text != "" && t.natural() > width+0.5 }

func (t *toast) heightFor(width float32) float32 {
	switch {
	case t.action.text == "":
		return t.words.heightFor(width-2*toastSide) + 2*toastHigh
	case t.below(width):
		return t.words.heightFor(width-2*toastSide) + 2*toastHigh + t.actionHeight(width-2*toastSide) + 6
	}
	return max(t.words.heightFor(t.words.natural()+2)+2*toastHigh, t.actionHeight(t.actionWidth())+12)
}

func (t *toast) actionHeight(width float32) float32 {
	return max(look.Touch, t.action.heightFor(width-2*actionSide)+8)
}

func (t *toast) minWidth() float32 { return 80 }

func (t *toast) style() {
	t.ground.FillColor = look.Color(look.Toast)
	t.frame.paint(look.Toast, look.OnToast)
}

func (t *toast) place(s fyne.Size) {
	t.ground.CornerRadius = min(s.Height/2, toastRadius)
	put(t.ground, 0, 0, s.Width, s.Height)
	if t.action.text == "" {
		put(t.words, toastSide, toastHigh, s.Width-2*toastSide, s.Height-2*toastHigh)
		return
	}
	if t.below(s.Width) {
		wide := s.Width - 2*toastSide
		words, act := t.words.heightFor(wide), t.actionHeight(wide)
		put(t.words, toastSide, toastHigh, wide, words)
		t.placeAction(toastSide, s.Height-toastHigh-act, wide, act)
		return
	}
	wide := t.actionWidth()
	act := t.actionHeight(wide)
	words := s.Width - toastSide - 10 - wide
	high := t.words.heightFor(words)
	put(t.words, toastSide, (s.Height-high)/2, words, high)
	t.placeAction(s.Width-wide-toastHigh/2, (s.Height-act)/2, wide, act)
}

func (t *toast) placeAction(x, y, w, h float32) {
	t.frame.radius = min(h/2, toastRadius)
	t.frame.place(x, y, w, h)
	high := t.action.heightFor(w - 2*actionSide)
	put(t.action, x+actionSide, y+(h-high)/2, w-2*actionSide, high)
	put(t.tap, x, y, w, h)
}
