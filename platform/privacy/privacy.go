// Package privacy keeps the app's window out of screenshots, recordings, mirrored screens
// and the pictures of the list of recent apps, where the system can do that.
//
// A phone's window is hidden from its first frame on, until Hide is told otherwise. It
// does not hide anything from a camera before the screen, nor from an accessibility
// service that the person has turned on.
package privacy

// Guard is the window's. Its methods may be called from any goroutine but the window's.
type Guard struct{ sys system }

// system is what a platform does.
type system interface {
	possible() bool
	hide(yes bool) error
}

// New gives the window's guard.
func New() *Guard { return &Guard{native()} }

// Possible tells whether this system can hide a window. No desktop can.
func (g *Guard) Possible() bool { return g.sys.possible() }

// Hide hides the window, or shows it again: core.Unsupported where Possible is false. An
// error leaves it as it was. It holds for windows that the system makes later, too.
func (g *Guard) Hide(yes bool) error { return g.sys.hide(yes) }
