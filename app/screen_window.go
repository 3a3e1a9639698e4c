//go:build !ci

package main

import (
	"context"
	"image"
	"time"

	"fyne.io/fyne/v2"

	"kauth/app/viewmodel"
	"kauth/platform/screenshot"
)

// asideTime is what a desktop needs to draw what our window stood before.
const asideTime = 400 * time.Millisecond

// screenBehind takes a picture of the screen with our own window out of the way; nil
// where that is not possible.
func screenBehind(window func() fyne.Window) viewmodel.Screen {
	if !screenshot.Possible() {
		return nil
	}
	return func(ctx context.Context) (image.Image, error) {
		w := window()
		fyne.DoAndWait(w.Hide)
		defer fyne.Do(func() { w.Show(); w.RequestFocus() })
		select {
		case <-time.After(asideTime):
		case <-ctx.Done():
		}
		return screenshot.Take(ctx)
	}
}
