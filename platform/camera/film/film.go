// Package film is a camera that plays pictures, and fails when it is told to: for tests,
// and for builds that are made for testing. No release holds it.
package film

import (
	"context"
	"sync"
	"time"

	"kauth/core"
	"kauth/platform/camera"
)

// Source has the cameras that it is given, in their order.
type Source []*Device

var _ camera.Source = Source{}

// Device is a camera. Its fields are set before it is used.
type Device struct {
	camera.Device
	Lamp bool                     // it has a light
	Rate time.Duration            // from one picture to the next; 0: 1/15 s
	Play func(n int) camera.Frame // the nth picture since it was opened; without Y it is damaged
	Mood func() core.Kind         // asked for each picture, besides Fault; may be nil

	mu    sync.Mutex
	fault core.Kind
	lit   bool
	used  bool
	shift chan struct{} // closed at each change of fault
}

// Fault has the camera fail with a kind of camera's list from now on; "" ends that.
// With core.CameraSilent it sends nothing, with core.CameraGone it is not listed.
func (d *Device) Fault(k core.Kind) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fault = k
	close(d.changed())
	d.shift = nil
}

// Lit tells whether its light is on.
func (d *Device) Lit() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.lit
}

// Used tells whether somebody has it open.
func (d *Device) Used() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.used
}

// changed is called with the lock held.
func (d *Device) changed() chan struct{} {
	if d.shift == nil {
		d.shift = make(chan struct{})
	}
	return d.shift
}

func (d *Device) mood() (core.Kind, <-chan struct{}) {
	d.mu.Lock()
	k, shift := d.fault, d.changed()
	d.mu.Unlock()
	if k == "" && d.Mood != nil {
		k = d.Mood()
	}
	return k, shift
}

// Devices implements camera.Source.
func (s Source) Devices(context.Context) ([]camera.Device, error) {
	var there []camera.Device
	var refused core.Kind
	for _, d := range s {
		switch k, _ := d.mood(); k {
		case core.CameraGone, core.NoCamera:
		case core.CameraBarred:
			refused = k
		default:
			there = append(there, d.Device)
		}
	}
	switch {
	case len(there) > 0:
		return there, nil
	case refused != "":
		return nil, core.E("film.Devices", refused, nil)
	}
	return nil, core.E("film.Devices", core.NoCamera, nil)
}

// Open implements camera.Source.
func (s Source) Open(ctx context.Context, id string) (camera.Camera, error) {
	for _, d := range s {
		if d.ID != id {
			continue
		}
		if ctx.Err() != nil {
			return nil, core.E("film.Open", core.Cancelled, ctx.Err())
		}
		return d.open()
	}
	return nil, core.E("film.Open", core.CameraGone, nil)
}

func (d *Device) open() (camera.Camera, error) {
	switch k, _ := d.mood(); k {
	case "", core.CameraSilent: // silent is found out later
	default:
		return nil, core.E("film.Open", k, nil)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.used {
		return nil, core.E("film.Open", core.CameraBusy, nil)
	}
	d.used = true
	rate := d.Rate
	if rate == 0 {
		rate = time.Second / 15
	}
	return &running{d: d, rate: rate, since: time.Now(), last: -1, over: make(chan struct{})}, nil
}
