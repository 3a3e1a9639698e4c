package widgets

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
)

// Keypad has the keys 1 to 9, 0, and one that takes the last digit back.
type Keypad struct {
	control
	keys  []*Button // 1 to 9, then 0
	del   *cornerKey
	enter *cornerKey // nil: the last digit sends
	face  *cornerKey // nil: digits alone
	round float32    // the diameter of round keys; 0: keys as wide as there is room
	tight bool       // rows as low as a finger allows
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
	k.del = newCornerKey("del", deleteLabel, del)
	k.parts = append(k.parts, k.del)
	k.ExtendBaseWidget(k)
	return k
}

// The diameters of round keys: the usual one, and one that leaves room for more.
const (
	RoundKey      = 72
	SmallRoundKey = 58
)

// Round makes the keys circles. One in the lower left corner says that the digits are
// complete, where their number does not say it: see ShowEnter.
func (k *Keypad) Round(enterLabel string, enter func()) *Keypad {
	k.enter = newCornerKey("check", enterLabel, enter)
	k.enter.Hide()
	k.del.In(look.Ink)
	k.parts = append(k.parts, k.enter)
	return k.Sized(RoundKey)
}

// Face adds a key in the lower left corner that a finger or a face takes the digits'
// place by: see ShowFace.
func (k *Keypad) Face(label string, tapped func()) *Keypad {
	k.face = newCornerKey("face", label, tapped)
	k.face.In(look.Ink)
	k.face.Hide()
	k.parts = append(k.parts, k.face)
	diameter := k.round
	k.round = 0
	return k.Sized(diameter)
}

// ShowFace shows that key, in the place of the one that ends the digits, or not.
func (k *Keypad) ShowFace(shown, on bool) {
	k.face.Hidden = !shown
	k.face.SetEnabled(on)
}

// Sized gives round keys another diameter.
func (k *Keypad) Sized(diameter float32) *Keypad {
	if k.round == diameter {
		return k
	}
	k.round = diameter
	for _, key := range k.keys {
		key.circle(diameter)
	}
	for _, key := range []*cornerKey{k.del, k.enter, k.face} {
		if key == nil {
			continue
		}
		key.veil.CornerRadius, key.ring.CornerRadius = diameter/2, diameter/2+2
	}
	changed(k)
	return k
}

// Tight makes the rows as low as a finger allows, where there is little room.
func (k *Keypad) Tight(on bool) {
	k.tight = on
	for _, key := range k.keys {
		if on {
			key.Tall(look.Touch, 18)
		} else {
			key.Tall(look.KeyHeight, 24)
		}
	}
	changed(k)
}

// ShowEnter shows the key that ends the digits, and lets it be tapped, or not.
func (k *Keypad) ShowEnter(shown, ready bool) {
	k.enter.Hidden = !shown
	k.enter.SetEnabled(ready)
	k.enter.image.toIcon("check", map[bool]look.Token{true: look.Primary, false: look.Muted}[ready])
}

// SetEnabled lets all digits be tapped, or none.
func (k *Keypad) SetEnabled(on bool) {
	for _, key := range k.keys {
		key.SetEnabled(on)
	}
	k.del.SetEnabled(on)
}

// CreateRenderer implements fyne.Widget.
func (k *Keypad) CreateRenderer() fyne.WidgetRenderer { return render(k) }

const keyGap = 8

// key is the size of a key's place, and the gap between two rows.
func (k *Keypad) key(width float32) (w, h, gap float32) {
	w = (width - 2*keyGap) / 3
	if k.round > 0 {
		return w, k.round, k.round / 4
	}
	line := k.keys[0].words.how.lineHeight()
	if k.tight {
		return w, max(look.Touch, line+2), keyGap - 2
	}
	return w, max(look.KeyHeight, line+12), keyGap
}

func (k *Keypad) heightFor(width float32) float32 {
	_, h, gap := k.key(width)
	return 4*h + 3*gap
}

func (k *Keypad) minWidth() float32 { return 3*max(look.Touch, k.round) + 2*keyGap }
func (k *Keypad) style()            {}

func (k *Keypad) place(s fyne.Size) {
	w, h, gap := k.key(s.Width)
	at := func(o fyne.CanvasObject, column, row int, wide float32) {
		put(o, float32(column)*(w+keyGap)+(w-wide)/2, float32(row)*(h+gap), wide, h)
	}
	wide := w
	if k.round > 0 {
		wide = k.round
	}
	for i, key := range k.keys[:9] {
		at(key, i%3, i/3, wide)
	}
	at(k.keys[9], 1, 3, wide)
	at(k.del, 2, 3, wide)
	if k.enter != nil {
		at(k.enter, 0, 3, wide)
	}
	if k.face != nil {
		at(k.face, 0, 3, wide)
	}
}

// cornerKey is an icon button that can be off and is as wide as a key.
type cornerKey struct{ IconButton }

var _ fyne.Disableable = (*cornerKey)(nil)

func newCornerKey(icon, label string, tapped func()) *cornerKey {
	d := &cornerKey{IconButton{icon: icon, color: look.Muted, image: newIcon(icon, look.Muted, 28)}}
	d.begin(d, label, look.ButtonRadius, tapped)
	d.parts = []fyne.CanvasObject{d.veil, d.image, d.ring}
	d.ExtendBaseWidget(d)
	return d
}

// SetEnabled lets it be tapped, or not.
func (d *cornerKey) SetEnabled(on bool) {
	d.off, d.came = !on, false
	d.feel()
}

// Enable implements fyne.Disableable.
func (d *cornerKey) Enable() { d.SetEnabled(true) }

// Disable implements fyne.Disableable.
func (d *cornerKey) Disable() { d.SetEnabled(false) }

// Disabled implements fyne.Disableable.
func (d *cornerKey) Disabled() bool { return d.off }

// CreateRenderer implements fyne.Widget.
func (d *cornerKey) CreateRenderer() fyne.WidgetRenderer { return render(d) }

func (d *cornerKey) place(s fyne.Size) {
	d.cover(s)
	put(d.image, 0, 0, s.Width, s.Height)
}
