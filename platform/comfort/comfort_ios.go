package comfort

import (
	"context"

	"kauth/platform/ios"
)

// Follow calls f with the wishes as they are and after each change, until ctx ends:
// comfort_ios.m reads them. Display Zoom needs nothing here: it is the size of the screen.
func Follow(ctx context.Context, f func(Wishes)) {
	listen := func(what string, f func(string)) { ios.Listen(what, func(e ios.Event) { f(e.Text) }) }
	phone{ios.Call, listen}.follow(ctx, f)
}
