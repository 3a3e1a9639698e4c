//go:build !ci

package main

import (
	"context"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kauth/platform/redraw"
)

// showsAgain has Fyne draw the window again while the system still waits to see it. What
// is refreshed is nowhere in the window, so no texture is made anew for it.
func showsAgain(ctx context.Context, w fyne.Window) {
	nothing := canvas.NewRectangle(color.Transparent)
	redraw.Follow(ctx, func() {
		fyne.Do(func() { w.Canvas().Refresh(nothing) })
	})
}
