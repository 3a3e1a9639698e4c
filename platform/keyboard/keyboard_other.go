//go:build !android

package keyboard

// Digits has nothing to tell: Fyne gives them to the window.
func Digits(func(rune)) {}
