// Command empty is a Fyne window with nothing in it: what the app's own costs are
// measured from.
package main

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/canvas"
)

func main() {
	w := app.NewWithID("kauth.bench.empty").NewWindow("empty")
	w.SetContent(canvas.NewRectangle(color.NRGBA{0xF4, 0xF6, 0xFA, 0xFF}))
	w.Resize(fyne.NewSize(390, 844))
	w.ShowAndRun()
}
