package push

import (
	"context"

	"kauth/core"
)

// Receiver stands where that of APNs will be: it needs an entitlement, and a hook in the
// app delegate, neither of which can be tried without a phone.
type Receiver struct{}

// Possible is false.
func Possible() bool { return false }

// New receives nothing yet.
func New(Options) *Receiver { return &Receiver{} }

// Services answers core.Unsupported, as do Register and Unregister.
func (*Receiver) Services(context.Context) ([]string, error) {
	return nil, core.E("push.Services", core.Unsupported, nil)
}

// Register answers core.Unsupported.
func (*Receiver) Register(context.Context, string, core.WakeAsk) error {
	return core.E("push.Register", core.Unsupported, nil)
}

// Unregister answers core.Unsupported.
func (*Receiver) Unregister(context.Context, string, string) error {
	return core.E("push.Unregister", core.Unsupported, nil)
}

// News never has any.
func (*Receiver) News() <-chan core.WakeNews { return nil }

// Owns is false: nothing is delivered here.
func (*Receiver) Owns(context.Context) bool { return false }

// Release has nothing to give back.
func (*Receiver) Release() {}

// Close has nothing to close.
func (*Receiver) Close() {}
