package film

import (
	"context"
	"sync"
	"time"

	"kauth/core"
	"kauth/platform/camera"
)

// running is a camera that somebody has open.
type running struct {
	d     *Device
	rate  time.Duration
	since time.Time
	last  int // the picture that was given last

	once sync.Once
	over chan struct{}
}

// Next implements camera.Camera.
func (r *running) Next(ctx context.Context) (camera.Frame, error) {
	for late := time.Now().Add(camera.Patience); ; {
		fault, shift := r.d.mood()
		if r.done(ctx) {
			return camera.Frame{}, core.E("film.Next", core.Cancelled, nil)
		}
		silent := fault == core.CameraSilent
		if fault != "" && !silent || !time.Now().Before(late) {
			if fault == "" {
				fault = core.CameraSilent
			}
			return camera.Frame{}, core.E("film.Next", fault, nil)
		}
		n := int(time.Since(r.since) / r.rate)
		if n > r.last && !silent {
			r.last = n
			if f := r.d.Play(n); f.Y != nil {
				return f, nil
			}
		}
		r.rest(ctx, shift, n)
	}
}

func (r *running) done(ctx context.Context) bool {
	select {
	case <-r.over:
		return true
	default:
		return ctx.Err() != nil
	}
}

// rest waits for what comes next: the picture after n, a fault, or the end.
func (r *running) rest(ctx context.Context, shift <-chan struct{}, n int) {
	next := time.NewTimer(time.Until(r.since.Add(time.Duration(n+1) * r.rate)))
	defer next.Stop()
	select {
	case <-next.C:
	case <-shift:
	case <-r.over:
	case <-ctx.Done():
	}
}

// Release implements camera.Camera.
func (r *running) Release() {}

// Torch implements camera.Camera.
func (r *running) Torch() bool { return r.d.Lamp }

// Light implements camera.Camera.
func (r *running) Light(on bool) error {
	if !r.d.Lamp {
		return core.E("film.Light", core.Unsupported, nil)
	}
	r.d.mu.Lock()
	defer r.d.mu.Unlock()
	r.d.lit = on
	return nil
}

// Close implements camera.Camera.
func (r *running) Close() {
	r.once.Do(func() {
		close(r.over)
		r.d.mu.Lock()
		defer r.d.mu.Unlock()
		r.d.lit, r.d.used = false, false
	})
}
