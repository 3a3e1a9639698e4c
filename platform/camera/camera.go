// Package camera gives the live pictures of a camera as planes of brightness, which is
// all that reading a QR code takes. It looks for nothing in them and keeps none.
//
// On Linux it is V4L2 (the kernel's userspace API guide, part I), spoken to the kernel
// directly: docs/decisions/027. On a phone it is Camera2 or AVFoundation, over the bridge
// to native code: a plane, its stride and its rotation are what ImageReader and
// AVCaptureVideoDataOutput give.
//
// What goes wrong is one of these kinds, and no other: core.NoCamera (none is there),
// core.CameraRefused (a person may be asked again), core.CameraBarred
// (refused until the system's settings change), core.CameraBusy (another program has
// it), core.CameraGone (unplugged, or no longer there), core.CameraSilent (it sends no picture that can be
// used), core.Unsupported (it speaks no format of ours), and core.Cancelled where ctx
// ended or the camera was closed.
package camera

import (
	"context"
	"time"
)

// Width and Height are the size that is asked for, in pixels: enough for a dense code
// that fills half of the picture, and four times less work than what cameras offer.
const (
	Width  = 1280
	Height = 720
)

// Patience is how long a camera may take for a picture before it counts as silent. The
// slowest start of a USB camera that its driver waits for is 5 s (uvcvideo's own
// timeout for a control).
const Patience = 6 * time.Second

// Facing is where a camera looks.
type Facing int

// The ways it may look. A camera that does not say is one beside a screen.
const (
	Unknown Facing = iota
	User           // at who holds it: people expect a mirror
	World          // away
)

// Device is one camera.
type Device struct {
	ID     string // to open it by; the same until it is unplugged
	Name   string // for a person
	Facing Facing
}

// Frame is one picture: Width times Height bytes of brightness, each row Stride bytes
// after the one above. 0 is black. It belongs to the camera.
type Frame struct {
	Y             []byte
	Stride        int
	Width, Height int
	Rotation      int // degrees clockwise that make it upright: 0, 90, 180 or 270
}

// Source has the cameras of a system.
type Source interface {
	// Devices lists the cameras that are there now; none is core.NoCamera.
	Devices(ctx context.Context) ([]Device, error)
	// Open starts one. It may wait for a person to allow it.
	Open(ctx context.Context, id string) (Camera, error)
}

// Camera is one that runs.
type Camera interface {
	// Next waits for a picture that is newer than all before: what nobody had time
	// for is dropped. It is valid until Release, which comes before the next Next.
	Next(ctx context.Context) (Frame, error)
	// Release gives the last picture back; a second time is nothing.
	Release()
	// Torch tells whether there is a light, and Light switches it.
	Torch() bool
	Light(on bool) error
	// Close stops the camera and puts its light out. It may be called at any time,
	// also while Next waits, and twice; a picture that is out stays valid until
	// Release.
	Close()
}
