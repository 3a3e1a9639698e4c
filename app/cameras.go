package main

import (
	"context"

	"kauth/app/viewmodel"
	"kauth/core/qr"
	"kauth/platform/camera"
)

// cameras lends the system's cameras to the view-model.
type cameras struct{ s camera.Source }

// lendCameras is nil where there is no code for this system's.
func lendCameras(s camera.Source) viewmodel.Cameras {
	if s == nil {
		return nil
	}
	return cameras{s}
}

// cameraSettings is nil where the system has no page on which a camera is allowed.
func cameraSettings(s camera.Source) func() error {
	if s, ok := s.(interface{ Settings() error }); ok {
		return s.Settings
	}
	return nil
}

func newScanner() viewmodel.Scanner { return qr.NewScanner() }

func (c cameras) Devices(ctx context.Context) (all []viewmodel.CameraDevice, err error) {
	found, err := c.s.Devices(ctx)
	for _, d := range found {
		// One that does not say stands beside the screen: who moves a code in front of
		// it expects a mirror.
		all = append(all, viewmodel.CameraDevice{ID: d.ID, Name: d.Name, Mirror: d.Facing != camera.World})
	}
	return all, err
}

func (c cameras) Open(ctx context.Context, id string) (viewmodel.Camera, error) {
	opened, err := c.s.Open(ctx, id)
	if err != nil {
		return nil, err
	}
	return running{opened}, nil
}

// running gives a camera's frames as the reader of codes takes them.
type running struct{ camera.Camera }

func (r running) Next(ctx context.Context) (qr.Luma, error) {
	f, err := r.Camera.Next(ctx)
	return qr.Luma{Pix: f.Y, Stride: f.Stride, Width: f.Width, Height: f.Height, Rotation: f.Rotation}, err
}
