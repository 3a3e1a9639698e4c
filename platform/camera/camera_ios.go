package camera

import (
	"context"

	"kauth/core"
)

// System is none yet: pictures come from the gallery.
func System() Source { return none{} }

type none struct{}

func (none) Devices(context.Context) ([]Device, error) {
	return nil, core.E("camera.Devices", core.Unsupported, nil)
}

func (none) Open(context.Context, string) (Camera, error) {
	return nil, core.E("camera.Open", core.Unsupported, nil)
}
