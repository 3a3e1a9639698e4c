package notify

import (
	"context"

	"kauth/core"
)

// Notices stands where iOS notifications, which need a permission and a delegate in
// Objective-C, will be.
type Notices struct{}

// New shows nothing yet.
func New(Options) *Notices { return &Notices{} }

// Show shows nothing.
func (*Notices) Show(core.Notice) {}

// Withdraw has nothing to take back.
func (*Notices) Withdraw(string) {}

// Facts answers core.Unsupported.
func (*Notices) Facts(context.Context) (core.NoticeFacts, error) {
	return core.NoticeFacts{}, core.E("notify.Facts", core.Unsupported, nil)
}

// Close has nothing to close.
func (*Notices) Close() {}
