package viewmodel

import (
	"context"
	"image"
	"io"
	"time"

	"kauth/core/qr"
)

// Cameras are the ones of this device. Their errors have the kinds that
// platform/camera lists.
type Cameras interface {
	Devices(ctx context.Context) ([]CameraDevice, error)
	// Open starts one. It may wait for the person to allow it.
	Open(ctx context.Context, id string) (Camera, error)
}

// CameraDevice is one of them.
type CameraDevice struct {
	ID, Name string
	Mirror   bool // it looks at who holds it: what it shows is turned around, as people expect
}

// Camera is one that runs. It serves one goroutine.
type Camera interface {
	// Next waits for the newest picture, which is valid until Release.
	Next(ctx context.Context) (qr.Luma, error)
	Release()
	Torch() bool
	Light(on bool) error
	Close()
}

// Scanner reads the frames of one camera.
type Scanner interface {
	Frame(l qr.Luma, until time.Time) []qr.Code
}

// Screen takes a picture of all that the screen shows. It may ask the person, who may
// say no: core.ScreenRefused.
type Screen func(ctx context.Context) (image.Image, error)

// File is a picture that somebody chose or dropped.
type File struct {
	Name string
	Open func() (io.ReadCloser, error)
}
