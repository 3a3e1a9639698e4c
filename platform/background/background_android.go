package background

import (
	"context"

	"kauth/core"
	"kauth/platform/android"
)

// Restricted asks for the battery's setting, the app's standby bucket and Data Saver:
// Background.java.
func (System) Restricted(context.Context) (bool, error) {
	out, err := android.Call("background.restricted", "", nil)
	if err != nil {
		return false, core.E("background.Restricted", core.Unsupported, err)
	}
	return string(out) == "yes", nil
}

// Open shows the system's page about what it was.
func (System) Open() error {
	if _, err := android.Call("background.open", "", nil); err != nil {
		return core.E("background.Open", core.Unsupported, err)
	}
	return nil
}
