package widgets

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
)

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
