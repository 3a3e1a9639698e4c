// Package keyboard hears what Fyne leaves to the system of a keyboard that is plugged into
// a phone. All else that is typed comes by the window.
package keyboard
