package comfort

import (
	"context"

	"kauth/platform/android"
)

// Follow calls f with the wishes as they are and after each change, until ctx ends:
// Comfort.java reads them. Android's display size needs nothing here: it is the density
// of the screen, by which Fyne scales all.
func Follow(ctx context.Context, f func(Wishes)) {
	listen := func(what string, f func(string)) { android.Listen(what, func(e android.Event) { f(e.Text) }) }
	phone{android.Call, listen}.follow(ctx, f)
}
