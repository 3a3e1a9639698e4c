//go:build harness

package e2e

import (
	"strings"
	"testing"
	"time"
)

// noLeave is a system on which the person has not allowed notices yet.
const noLeave = "revoke android.permission.POST_NOTIFICATIONS"

// checks goes from the accounts to what the check finds.
func (a *android) checks(verdict string) {
	a.t.Helper()
	a.tap("Settings")
	a.find("Protection")
	a.reach("Requests don’t arrive?")
	a.tap("Requests don’t arrive?")
	a.find(verdict)
}

// linkedTo is a phone that was linked in a world that was made so before its app started.
func linkedTo(t *testing.T, world ...string) (*android, served, person) {
	t.Helper()
	s, who, c := demo(t)
	a := newAndroid(t)
	a.start()
	for _, is := range world {
		a.act("%s", is)
	}
	o := c.Offer()
	a.act("first %s", o.Link)
	a.act("create")
	a.adds(c, o)
	return a, s, who
}

// reach pushes the page up until it shows the text. The finger stops before it leaves:
// else the page would go on for a moment.
func (a *android) reach(text string) {
	a.t.Helper()
	for end := time.Now().Add(patience); ; {
		a.act("rest")
		if _, there := with(a.nodes(), text); there {
			return
		}
		if time.Now().After(end) {
			a.t.Fatalf("%q is nowhere among %v", text, a.nodes())
		}
		a.act("down 195 700")
		for y := 680; y >= 300; y -= 20 {
			a.act("move 195 %d", y)
		}
		a.act("move 195 299")
		a.act("up 195 299")
	}
}

func TestAndroidAsksForNoticesOnceThereIsSomethingToBeToldOf(t *testing.T) {
	t.Parallel()
	a, _, who := linkedTo(t, noLeave)
	a.find("Hear of a sign-in at once")
	a.keep("80-allow")
	if asked := a.said("! permission asked android.permission.POST_NOTIFICATIONS"); len(asked) != 0 {
		t.Errorf("asked before the person was told why: %q", asked)
	}
	a.leave("Allow notifications")
	a.find(who.User)
	a.checks("Requests arrive while kAuth is open") // nothing else is wrong with them
}

// Refused, and refused for ever: the app says what that means and leads to the page that
// mends it.
func TestAndroidSaysWhatItMeansThatNoticesAreRefused(t *testing.T) {
	t.Parallel()
	a, _, _ := linkedTo(t, noLeave)
	a.act("permissions no")
	a.find("Hear of a sign-in at once")
	a.leave("Allow notifications")
	a.tap("Notifications are off") // on the accounts
	a.find("Hear of a sign-in at once")
	a.tap("Allow notifications")
	a.find("Open the system’s settings")
	a.keep("81-allow-barred")
	if asked := a.said("! permission asked android.permission.POST_NOTIFICATIONS"); len(asked) != 2 {
		t.Errorf("asked %d times", len(asked))
	}
	a.tap("Open the system’s settings")
	a.until("! started android.settings.APP_NOTIFICATION_SETTINGS", 0)
	a.act("pause")
	a.act("grant android.permission.POST_NOTIFICATIONS") // there
	a.act("resume")
	a.checks("Requests arrive while kAuth is open")
}

func TestAndroidNoticesWhatIsOffInTheSystemsSettings(t *testing.T) {
	t.Parallel()
	for _, off := range []struct{ set, page, back string }{
		{"silence yes", "android.settings.APP_NOTIFICATION_SETTINGS", "silence no"},
		{"channel off", "android.settings.CHANNEL_NOTIFICATION_SETTINGS", "channel on"},
	} {
		t.Run(strings.Fields(off.set)[0], func(t *testing.T) {
			a, _, _ := linkedTo(t, off.set)
			a.checks("The system lets kAuth show no notifications")
			a.keep("82-check-barred")
			a.leave("Allow notifications")
			a.tap("Open the system’s settings")
			a.until("! started "+off.page, 0)
			a.act("pause")
			a.act("%s", off.back)
			a.act("resume")
			a.find("Requests arrive while kAuth is open")
		})
	}
}

func TestAndroidSaysThatTheSystemHoldsItBack(t *testing.T) {
	a, _, _ := linkedAndroid(t)
	a.act("held battery")
	a.checks("The system holds kAuth back")
	a.keep("83-check-held")
	for i, held := range []struct{ by, page string }{
		{"battery", "android.settings.APPLICATION_DETAILS_SETTINGS package:kauth.app"},
		{"bucket", "android.settings.APPLICATION_DETAILS_SETTINGS package:kauth.app"},
		{"data", "android.settings.IGNORE_BACKGROUND_DATA_RESTRICTIONS_SETTINGS package:kauth.app"},
	} {
		a.act("held %s", held.by)
		a.find("The system holds kAuth back")
		a.tap("Open the system’s settings")
		if got := a.until("! started ", i); got != held.page {
			t.Errorf("%s leads to %s", held.by, got)
		}
		a.act("pause")
		a.act("held no")
		a.act("resume") // it looks again by itself
		a.find("Requests arrive while kAuth is open")
		if i < 2 {
			a.act("pause")
			a.act("held %s", []string{"bucket", "data"}[i])
			a.act("resume")
		}
	}
}
