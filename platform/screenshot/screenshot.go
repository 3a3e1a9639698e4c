// Package screenshot takes one picture of all that the screen shows, when a person has
// asked for it. It keeps none, and looks for nothing in it.
//
// On Linux and the BSDs it asks the desktop portal (org.freedesktop.portal.Screenshot,
// version 2 or earlier), which may ask the person; where there is no portal, an X server
// is read directly (core protocol, GetImage). An X server inside of a Wayland desktop
// shows nothing of the others' windows, so it is not asked. Elsewhere the answer is
// core.Unsupported.
//
// Errors are core.ScreenRefused (the person or the desktop said no), core.Unsupported,
// core.NotPicture and core.Cancelled.
package screenshot

import "time"

// maxPixels is more than three screens of 4K have.
const maxPixels = 40_000_000

// patience is how long a person may take to answer the portal's question.
const patience = 2 * time.Minute
