//go:build ios || !(linux || darwin || windows)

package memory

// keep has nothing to do: iOS gives an app's memory to nobody but who develops it.
func keep(bool) {}
