// Package clipboard gets a picture from the system's clipboard, so that a
// screenshot of a QR code can be pasted. Text is the toolkit's to copy and paste.
//
// Pictures come from X11 (and from a Wayland desktop that has XWayland, which
// shares them). Elsewhere the answer is core.Unsupported: choose or drop the picture.
package clipboard

import "time"

// MaxPicture is the most that is taken, in bytes.
const MaxPicture = 20 << 20

// timeout bounds the wait for the program that owns the clipboard.
const timeout = 3 * time.Second
