//go:build !android

package bars

// Behind does nothing: a desktop has no such bars, and iOS draws its signs by the
// system's theme until somebody has seen another one on an iPhone.
func Behind(bool) {}
