package widgets

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
)

// Keypad has the keys 1 to 9, 0, and one that takes the last digit back.
type Keypad struct {
	control
	keys []*Button // 1 to 9, then 0
	del  *deleteKey
}

// NewKeypad makes a keypad.
func NewKeypad(deleteLabel string, digit func(rune), del func()) *Keypad {
	k := &Keypad{}
	for _, d := range "1234567890" {
		key := NewButton(Secondary, string(d), func() { digit(d) }).Tall(look.KeyHeight, 24)
		key.words.how.Weight = look.Medium
		k.keys = append(k.keys, key)
		k.parts = append(k.parts, key)
	}
	k.del = newDeleteKey(deleteLabel, del)
	k.parts = append(k.parts, k.del)
	k.ExtendBaseWidget(k)
	return k
}

// SetEnabled lets all keys be tapped, or none.
func (k *Keypad) SetEnabled(on bool) {
	for _, key := range k.keys {
		key.SetEnabled(on)
	}
	k.del.SetEnabled(on)
}

// CreateRenderer implements fyne.Widget.
func (k *Keypad) CreateRenderer() fyne.WidgetRenderer { return render(k) }

const keyGap = 8

func (k *Keypad) key(width float32) (w, h float32) {
	w = (width - 2*keyGap) / 3
	return w, max(look.KeyHeight, k.keys[0].words.how.lineHeight()+12)
}

func (k *Keypad) heightFor(width float32) float32 {
	_, h := k.key(width)
	return 4*h + 3*keyGap
}

func (k *Keypad) minWidth() float32 { return 3*look.Touch + 2*keyGap }
func (k *Keypad) style()            {}

func (k *Keypad) place(s fyne.Size) {
	w, h := k.key(s.Width)
	at := func(o fyne.CanvasObject, column, row int) {
		put(o, float32(column)*(w+keyGap), float32(row)*(h+keyGap), w, h)
	}
	for i, key := range k.keys[:9] {
		at(key, i%3, i/3)
	}
	at(k.keys[9], 1, 3)
	at(k.del, 2, 3)
}

// deleteKey is an icon button that can be off and is as wide as a key.
type deleteKey struct{ IconButton }

var _ fyne.Disableable = (*deleteKey)(nil)

func newDeleteKey(label string, tapped func()) *deleteKey {
	d := &deleteKey{IconButton{icon: "del", color: look.Muted, image: newIcon("del", look.Muted, 28)}}
	d.begin(d, label, look.ButtonRadius, tapped)
	d.parts = []fyne.CanvasObject{d.veil, d.image, d.ring}
	d.ExtendBaseWidget(d)
	return d
}

// SetEnabled lets it be tapped, or not.
func (d *deleteKey) SetEnabled(on bool) {
	d.off = !on
	d.feel()
}

// Enable implements fyne.Disableable.
func (d *deleteKey) Enable() { d.SetEnabled(true) }

// Disable implements fyne.Disableable.
func (d *deleteKey) Disable() { d.SetEnabled(false) }

// Disabled implements fyne.Disableable.
func (d *deleteKey) Disabled() bool { return d.off }

// CreateRenderer implements fyne.Widget.
func (d *deleteKey) CreateRenderer() fyne.WidgetRenderer { return render(d) }

func (d *deleteKey) place(s fyne.Size) {
	d.cover(s)
	put(d.image, 0, 0, s.Width, s.Height)
}
