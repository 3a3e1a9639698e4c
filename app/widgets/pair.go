package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kauth/app/look"
)

// WideFrom is the width of a window with room for two pages side by side.
const WideFrom = 720

// Pair is a list beside what is open of it. Where there is no room it is the latter
// alone.
type Pair struct {
	control
	list, open fyne.CanvasObject
	line       *canvas.Rectangle
}

// NewPair puts two pages side by side.
func NewPair(list, open fyne.CanvasObject) *Pair {
	p := &Pair{list: list, open: open, line: canvas.NewRectangle(color.Transparent)}
	p.parts = []fyne.CanvasObject{list, open, p.line}
	p.ExtendBaseWidget(p)
	return p
}

// CreateRenderer implements fyne.Widget.
func (p *Pair) CreateRenderer() fyne.WidgetRenderer { return render(p) }
func (p *Pair) heightFor(float32) float32           { return 240 }
func (p *Pair) minWidth() float32                   { return 280 }
func (p *Pair) style()                              { p.line.FillColor = look.Color(look.Stroke) }

func (p *Pair) place(s fyne.Size) {
	hide(p.list, s.Width < WideFrom)
	hide(p.line, s.Width < WideFrom)
	if s.Width < WideFrom {
		put(p.open, 0, 0, s.Width, s.Height)
		return
	}
	list := min(max(s.Width*0.4, 340), 420)
	put(p.list, 0, 0, list, s.Height)
	put(p.line, list, 0, look.Line, s.Height)
	put(p.open, list+look.Line, 0, s.Width-list-look.Line, s.Height)
}

// NewAccountHead names an account at the top of a sheet.
func NewAccountHead(identity, title, label string) *AccountHead {
	h := &AccountHead{
		avatar: NewAvatar(SmallAvatar, identity, look.AccountInitials(title, label)),
		title:  NewLine(Style{look.SizeText, 22, look.SemiBold, look.Ink}, title), label: NewLine(rowLabel, label),
	}
	h.parts = []fyne.CanvasObject{h.avatar, h.title, h.label}
	h.ExtendBaseWidget(h)
	return h
}

// AccountHead is an account's letters and names.
type AccountHead struct {
	control
	avatar       *Avatar
	title, label *Line
}

// Set shows another account.
func (h *AccountHead) Set(identity, title, label string) {
	h.avatar.Set(identity, look.AccountInitials(title, label))
	h.title.Set(title)
	h.label.Set(label)
	changed(h)
}

// CreateRenderer implements fyne.Widget.
func (h *AccountHead) CreateRenderer() fyne.WidgetRenderer { return render(h) }
func (h *AccountHead) minWidth() float32                   { return 200 }
func (h *AccountHead) style()                              {}

func (h *AccountHead) heightFor(float32) float32 {
	high := h.title.heightFor(0)
	if h.label.text != "" {
		high += h.label.heightFor(0)
	}
	return max(SmallAvatar, high)
}

func (h *AccountHead) place(s fyne.Size) {
	put(h.avatar, 0, (s.Height-SmallAvatar)/2, SmallAvatar, SmallAvatar)
	x, one, two := float32(SmallAvatar+12), h.title.heightFor(0), float32(0)
	if h.label.text != "" {
		two = h.label.heightFor(0)
	}
	y := (s.Height - one - two) / 2
	put(h.title, x, y, s.Width-x, one)
	put(h.label, x, y+one, s.Width-x, two)
}
