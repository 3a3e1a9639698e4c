//go:build !android && !ios

package privacy

// native: X11 and Wayland have no such thing. macOS and Windows do, by calls of their own
// that nobody has tried here.
func native() system { return absent{} }
