package hardware

import (
	"context"
	"errors"

	"kauth/core"
)

// ask calls f apart and waits for it no longer than ctx and patience allow.
func ask[T any](ctx context.Context, k *Keys, f func() (T, error)) (none T, err error) {
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	select {
	case k.turn <- struct{}{}:
	case <-ctx.Done():
		return none, late(ctx)
	}
	type answer struct {
		value T
		err   error
	}
	done := make(chan answer, 1)
	go func() {
		defer func() { <-k.turn }()
		v, err := f()
		done <- answer{v, err}
	}()
	select {
	case a := <-done:
		return a.value, a.err
	case <-ctx.Done():
		return none, late(ctx)
	}
}

// late says why ctx ended: the caller stopped it, or nobody answered.
func late(ctx context.Context) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return context.Canceled
	}
	return errSilent
}

// named gives what the hardware says its Kind, where no key is expected to be there.
func named(op string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled):
		return core.E(op, core.Cancelled, err)
	case errors.Is(err, errAbsent):
		return core.E(op, core.Unsupported, err)
	}
	return core.E(op, core.SignerBusy, err)
}

// found is named for a key that was there. Only a clear word says that it is gone: who
// takes a failure of the chip for that makes a person link all accounts again.
func found(op string, err error) error {
	if errors.Is(err, errNone) || errors.Is(err, errGone) || errors.Is(err, errAbsent) {
		return core.E(op, core.SignerGone, err)
	}
	return named(op, err)
}
