// Package clipboard does what the toolkit's clipboard cannot: it gets a picture, so
// that a screenshot of a QR code can be pasted, and offers text that is marked as
// secret, so that no clipboard history keeps it. Other text is the toolkit's to copy
// and paste.
//
// Pictures come from X11 (and from a Wayland desktop that has XWayland, which
// shares them). Elsewhere the answer is core.Unsupported: choose or drop the picture.
package clipboard

import "time"

// MaxPicture is the most that is taken, in bytes.
const MaxPicture = 20 << 20

// timeout bounds the wait for the program that owns the clipboard.
const timeout = 3 * time.Second
