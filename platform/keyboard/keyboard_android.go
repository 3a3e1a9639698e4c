package keyboard

import (
	"unicode/utf8"

	"kauth/platform/android"
)

// Digits calls f with each digit that no text field of Android's has taken, on a thread
// that must not wait: MainActivity.java. Fyne keeps none of them, since some keyboards on
// the screen type them a second time as text.
func Digits(f func(rune)) {
	android.Listen("keyboard.digit", func(e android.Event) {
		if r, _ := utf8.DecodeRuneInString(e.Text); r >= '0' && r <= '9' {
			f(r)
		}
	})
}
