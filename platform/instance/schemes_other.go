//go:build !windows

package instance

// Register has nothing to do: the package, or the system's own list, says who opens
// addresses of the app.
func Register() error { return nil }
