package bars

import (
	"sync"

	"kauth/platform/android"
	"kauth/platform/bridge"
)

var (
	grounds = make(chan bool, 1)
	begin   = sync.OnceFunc(func() { go tell() })
)

// Behind says whether the ground behind the bars is dark: their signs are light then, by
// Bars.java. It does not wait, and may be called on the window's goroutine, one call
// after the other.
func Behind(dark bool) {
	begin()
	bridge.Newest(grounds, dark)
}

func tell() {
	for dark := range grounds {
		what := "bars.light"
		if dark {
			what = "bars.dark"
		}
		_, _ = android.Call(what, "", nil) // the signs stay as the system's theme wants them
	}
}
