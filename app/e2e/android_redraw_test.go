//go:build harness

package e2e

import "testing"

// Android holds the thread of the window until it has a picture, and Fyne may tell it of
// one before it listens (race.c). It would wait for ever, and the system would end the app
// as one that does not answer: so the next picture comes by itself, though nothing changes.
func TestAndroidDrawsAgainWhileTheSystemWaitsForAPicture(t *testing.T) {
	t.Parallel()
	a := newAndroid(t)
	a.start()
	for n, drawn := range []string{"create", "redraw", "surface"} { // a window that is new, that others lay on, and another one
		a.act("race")
		a.act("%s", drawn)
		a.until("! picture seen", n)
		a.find("Log in from a computer")
		a.act("rest") // nothing else would be drawn
	}
}
