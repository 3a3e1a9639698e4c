package main

import (
	"context"
	"time"

	"kauth/app/viewmodel"
	"kauth/core"
)

// afterFirst is when the accounts are on the screen, with some patience for a slow
// phone. What they do not need waits for it: it would read all accounts again, on
// the cores that draw them.
const afterFirst = 300 * time.Millisecond

// soon is closed after a while.
func soon() <-chan struct{} {
	due := make(chan struct{})
	time.AfterFunc(afterFirst, func() { close(due) })
	return due
}

// lateInbox begins to listen when it is due.
type lateInbox struct {
	viewmodel.Inbox
	due <-chan struct{}
}

func (i lateInbox) Run(ctx context.Context) {
	select {
	case <-i.due:
		i.Inbox.Run(ctx)
	case <-ctx.Done():
	}
}

// Reload has nothing to do before Run: that reads the accounts itself.
func (i lateInbox) Reload() {
	select {
	case <-i.due:
		i.Inbox.Reload()
	default:
	}
}

// lateEnroller takes up what a killed app left when it is due.
type lateEnroller struct {
	viewmodel.Enroller
	due <-chan struct{}
}

func (e lateEnroller) Resume(ctx context.Context) ([]core.Account, error) {
	select {
	case <-e.due:
		return e.Enroller.Resume(ctx)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
