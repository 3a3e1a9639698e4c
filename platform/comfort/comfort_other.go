//go:build windows || (darwin && !ios) || js

package comfort

import "context"

// Follow has nobody to ask here yet: there is no Windows or macOS here to see it on. The
// app's own settings have both.
func Follow(context.Context, func(Wishes)) {}
