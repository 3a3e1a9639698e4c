//go:build android || ios

package camera

import (
	"context"
	"encoding/binary"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"kauth/core"
	"kauth/platform/bridge"
)

// System is the cameras of the phone: Camera2 (android.hardware.camera2) by Frames.java,
// AVFoundation by camera_ios.m.
func System() Source { return phone{} }

type phone struct{}

// Devices lists them, those that look away from the person first: a code is over there.
func (phone) Devices(ctx context.Context) ([]Device, error) {
	out, err := waited(ctx, "camera.list", "")
	if err != nil {
		return nil, named("camera.Devices", err)
	}
	var world, rest []Device
	for line := range strings.Lines(string(out)) {
		part := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(part) != 3 {
			continue
		}
		d := Device{ID: part[0] + "\t" + part[2], Name: part[0]}
		switch part[1] {
		case "world":
			d.Facing = World
			world = append(world, d)
		case "user":
			d.Facing = User
			rest = append(rest, d)
		default:
			rest = append(rest, d)
		}
	}
	return append(world, rest...), nil
}

// Settings shows the system's page of this app, where a camera that was refused for good
// can be allowed.
func (phone) Settings() error {
	_, err := call("camera.settings", "", nil)
	return named("camera.Settings", err)
}

// running is the camera that is open: there is one at a time.
type running struct {
	torch bool
	once  sync.Once
	over  atomic.Bool
}

// turn is held while a camera is being opened, also by somebody who no longer waits for
// it: the person may be thinking about the permission.
var turn = make(chan struct{}, 1)

// now is the camera that is open; nil: none.
var now atomic.Pointer[running]

// Open asks for the permission where it has not been given.
func (phone) Open(ctx context.Context, id string) (Camera, error) {
	select {
	case turn <- struct{}{}:
	case <-ctx.Done():
		return nil, core.E("camera.Open", core.Cancelled, ctx.Err())
	}
	kind := core.Kind("")
	switch {
	case ctx.Err() != nil:
		kind = core.Cancelled
	case now.Load() != nil:
		kind = core.CameraBusy
	}
	if kind != "" {
		<-turn
		return nil, core.E("camera.Open", kind, ctx.Err())
	}
	name, torch, _ := strings.Cut(id, "\t")
	done := make(chan error, 1)
	go func() {
		_, err := call("camera.open", name, nil)
		done <- err
	}()
	select {
	case err := <-done:
		defer func() { <-turn }()
		if err != nil {
			return nil, named("camera.Open", err)
		}
		c := &running{torch: torch != ""}
		now.Store(c)
		return c, nil
	case <-ctx.Done():
		go func() {
			if <-done == nil { // opened for nobody
				_, _ = call("camera.close", "", nil)
			}
			<-turn
		}()
		return nil, core.E("camera.Open", core.Cancelled, ctx.Err())
	}
}

// Next passes over damaged pictures, and ones that were taken already.
func (c *running) Next(ctx context.Context) (Frame, error) {
	for end := time.Now().Add(Patience); ; {
		left := max(time.Until(end), 0)
		if c.over.Load() {
			return Frame{}, core.E("camera.Next", core.Cancelled, nil)
		}
		out, err := waited(ctx, "camera.next", strconv.FormatInt(left.Milliseconds()+1, 10))
		if bridge.Kind(err) == "moment" && left > 0 && ctx.Err() == nil {
			continue
		}
		if err != nil {
			return Frame{}, named("camera.Next", err)
		}
		return frame(out)
	}
}

// frame reads what both write: width, height, stride and rotation, big-endian,
// and the rows.
func frame(out []byte) (Frame, error) {
	if len(out) < 8 {
		return Frame{}, core.E("camera.Next", core.CameraSilent, nil)
	}
	n := func(i int) int { return int(binary.BigEndian.Uint16(out[i:])) }
	f := Frame{Width: n(0), Height: n(2), Stride: n(4), Rotation: n(6), Y: out[8:]}
	if f.Width == 0 || f.Width > f.Stride || f.Stride*f.Height > len(f.Y) {
		return Frame{}, core.E("camera.Next", core.CameraSilent, nil)
	}
	return f, nil
}

// Release has nothing to give back: the picture was copied.
func (*running) Release() {}

func (c *running) Torch() bool { return c.torch }

func (c *running) Light(on bool) error {
	how := map[bool]string{true: "on", false: "off"}[on]
	_, err := call("camera.light", how, nil)
	return named("camera.Light", err)
}

func (c *running) Close() {
	c.once.Do(func() {
		c.over.Store(true)
		_, _ = call("camera.close", "", nil)
		now.CompareAndSwap(c, nil)
	})
}

// waited gives up with ctx; the call itself ends later, by its own patience.
func waited(ctx context.Context, what, text string) ([]byte, error) {
	type answer struct {
		out []byte
		err error
	}
	done := make(chan answer, 1)
	go func() {
		out, err := call(what, text, nil)
		done <- answer{out, err}
	}()
	select {
	case a := <-done:
		return a.out, a.err
	case <-ctx.Done():
		return nil, bridge.Trouble{Kind: "cancelled", Words: what}
	}
}

var kinds = map[string]core.Kind{
	"none": core.NoCamera, "refused": core.CameraRefused, "barred": core.CameraBarred, "busy": core.CameraBusy,
	"lost": core.CameraGone, "silent": core.CameraSilent, "cancelled": core.Cancelled, "unsupported": core.Unsupported,
}

func named(op string, err error) error {
	if err == nil {
		return nil
	}
	kind := kinds[bridge.Kind(err)]
	if kind == "" {
		kind = core.CameraSilent
	}
	return core.E(op, kind, err)
}
