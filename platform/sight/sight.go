// Package sight tells when nobody can see the app's window: it is minimized, the screen
// is locked or saved, or the machine goes to sleep. It knows no lock of the app's own.
//
// On Linux the screen's lock is heard on the session's bus (the ScreenSaver interfaces
// of freedesktop.org, GNOME and those like it) and from systemd's login1; a minimized
// window by ICCCM 4.1.3.1, WM_STATE, on X11. Wayland tells nobody that a window is
// minimized. Elsewhere nothing is heard: on a phone leaving the app says it all.
package sight

import "sync"

// sum brings several reasons together: the window is seen when none holds.
type sum struct {
	mu   sync.Mutex
	hide map[string]bool
	seen func(bool)
}

func newSum(seen func(bool)) *sum { return &sum{hide: map[string]bool{}, seen: seen} }

// set tells the first reason that comes and the last one that goes.
func (s *sum) set(reason string, hides bool) {
	s.mu.Lock()
	before := len(s.hide) > 0
	delete(s.hide, reason)
	if hides {
		s.hide[reason] = true
	}
	after := len(s.hide) > 0
	s.mu.Unlock()
	if before != after {
		s.seen(!after)
	}
}
