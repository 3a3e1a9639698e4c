package comfort

import (
	"context"

	"kauth/platform/android"
)

// Follow calls f with the wishes as they are and after each change, until ctx ends:
// Comfort.java reads them. Android's display size needs nothing here: it is the density
// of the screen, by which Fyne scales all.
func Follow(ctx context.Context, f func(Wishes)) {
	changes := make(chan Wishes, 1)
	android.Listen("comfort.changed", func(e android.Event) { newest(changes, heard(e.Text)) })
	now, err := android.Call("comfort.read", "", nil)
	if err != nil {
		return
	}
	each(ctx, heard(string(now)), changes, f)
}
