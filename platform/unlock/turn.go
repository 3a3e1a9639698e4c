package unlock

import (
	"context"
	"time"

	"kauth/core"
)

// again is how long a prompt that was not there yet is left before it is taken away.
const again = 100 * time.Millisecond

// turn has one person asked at a time, so that whoever gives up takes no prompt away but
// their own.
type turn chan struct{}

// ask waits for f. When ctx ends it calls stop until f has ended: a chip that still makes
// a key shows its prompt after that, and it would stand there with nobody behind it.
func (t turn) ask(ctx context.Context, f func() ([]byte, error), stop func()) ([]byte, error) {
	select {
	case t <- struct{}{}:
		defer func() { <-t }()
	case <-ctx.Done():
	}
	if err := ctx.Err(); err != nil {
		return nil, core.E("unlock", core.Cancelled, err)
	}
	over, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		select {
		case <-over:
		case <-ctx.Done():
			until(over, stop)
		}
	}()
	out, err := f()
	close(over)
	<-stopped
	return out, err
}

func until(over <-chan struct{}, stop func()) {
	for {
		stop()
		select {
		case <-over:
			return
		case <-time.After(again):
		}
	}
}
