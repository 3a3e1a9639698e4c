//go:build harness

package e2e

import (
	"testing"

	"kauth/core/coretest/computer"
)

// What can be wrong with a phone's camera. Each way out ends before the server's QR code,
// which the camera reads.

// toScan is a new phone on the page that looks for a code, after what is the case by then.
func toScan(t *testing.T, world ...string) (*android, *computer.Computer, person) {
	t.Helper()
	t.Parallel()
	_, who, c := demo(t)
	a := newAndroid(t)
	a.start()
	for _, is := range world {
		a.act("%s", is)
	}
	a.act("create")
	a.tap("Log in from a computer")
	a.find("Choose “kAuth app”")
	a.leave("Continue")
	return a, c, who
}

// reads switches the camera on by that button, holds a new code of the server's before
// it, and comes back from what it offers.
func (a *android) reads(c *computer.Computer, button string) {
	a.t.Helper()
	n := len(a.said("! camera on"))
	a.tap(button)
	a.until("! camera on", n)
	a.scene(c.Picture(c.Offer()))
	a.find("Authorize")
	a.act("camera") // nothing is before it any more
	a.act("back")
	a.until("! camera on", n+1)
}

func TestAndroidFilmsOnceItCan(t *testing.T) {
	a, c, who := toScan(t, "trouble none", "permissions no")
	a.find("No camera was found")
	a.keep("12-camera-none")
	a.act("trouble")
	a.leave("Look for a camera")
	a.find("did not let kAuth")
	a.find("Choose a picture") // what to do instead
	a.keep("13-camera-refused")
	a.act("permissions yes")
	a.reads(c, "Try the camera again")

	for _, trouble := range []struct{ is, words, again, picture string }{
		{"taken", "Another program uses the camera", "Try the camera again", "15-camera-taken"},
		{"error 1", "Another program uses the camera", "Try the camera again", ""}, // as some phones say it
		{"unplug", "The camera was unplugged", "Look for a camera", ""},
		{"error 3", "The camera is off limits", "Try the camera again", "16-camera-disabled"}, // by who administers the phone
	} {
		a.act("%s", trouble.is)
		a.find(trouble.words)
		if trouble.picture != "" {
			a.keep(trouble.picture)
		}
		if trouble.is == "taken" {
			a.tap(trouble.again)
			a.until("! camera refused", 0)
			a.find(trouble.words)
		}
		a.act("trouble")
		a.reads(c, trouble.again)
	}
	o := c.Offer()
	a.scene(c.Picture(o))
	a.find("Authorize")
	a.confirm(c, o, who)
}

func TestAndroidIsLedToWhereItsCameraIsAllowed(t *testing.T) {
	a, c, who := toScan(t, "permissions no")
	a.find("did not let kAuth")
	a.tap("Try the camera again")
	a.until("! permission asked", 1)
	a.find("The camera is off limits")
	a.keep("14-camera-barred")
	a.tap("Open the system’s settings")
	a.until("! started android.settings.APPLICATION_DETAILS_SETTINGS package:kauth.app", 0)
	a.act("pause")
	a.act("grant android.permission.CAMERA") // there
	a.act("resume")
	a.until("! camera on", 0)
	o := c.Offer()
	a.scene(c.Picture(o))
	a.find("Authorize")
	a.confirm(c, o, who)
}
