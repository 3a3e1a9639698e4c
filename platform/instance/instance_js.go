package instance

import (
	"context"

	"kauth/core"
)

// Instance is the one process for a vault.
type Instance struct{}

func claim(context.Context, string, *string, func(string)) (*Instance, bool, error) {
	return nil, false, core.E("instance.Claim", core.Unsupported, nil)
}

// Quiet has nothing to end.
func (*Instance) Quiet() {}

// Close has nothing to close.
func (*Instance) Close() {}
