package viewmodel

import "context"

// Fingers opens the lock by a finger or a face, which the phone's hardware knows. Each of
// its calls that asks waits for the person, or until its context ends.
type Fingers interface {
	// FingerReady says whether it can be used: nil, core.Unsupported (no such hardware),
	// core.UnlockNone (no finger on file) or core.UnlockBusy.
	FingerReady(ctx context.Context) error
	// AddFinger asks, and has it open the vault beside the PIN.
	AddFinger(ctx context.Context) error
	DropFinger(ctx context.Context) error
	// UnlockFinger asks, and opens the vault. core.Cancelled: the person would rather
	// type the PIN. core.UnlockWait, core.UnlockBarred: it was not known too often.
	// core.UnlockGone: another finger came to the phone; the PIN alone opens it now.
	UnlockFinger(ctx context.Context) error
}
