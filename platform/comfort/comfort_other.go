//go:build ios || windows || darwin || js

package comfort

import "context"

// Follow has nobody to ask here yet: an iPhone’s settings need code of their own, and
// there is no Windows or macOS here to see it on. The app's own settings have both.
func Follow(context.Context, func(Wishes)) {}
