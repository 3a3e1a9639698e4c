//go:build harness

package e2e

import (
	"strings"
	"testing"
)

// A request that is open outlives the activity and the process, and is answered once.
func TestAndroidShowsAnOpenRequestAgainAndAnswersItOnce(t *testing.T) {
	a, s, who := linkedAndroid(t)
	c, l := a.asks(s, who)
	a.act("recreate")
	a.find(question)
	a.turn(844, 390)
	a.fits("YES", 0)
	a.keep("30-request-turned")
	a.turn(390, 844)
	a.act("memory")
	a.fits("YES", 0)

	a.again()
	a.find(question)
	a.keep("31-request-after-a-kill")
	a.leave("YES")
	if got := c.State(l); got != "approved" {
		t.Errorf("YES: %s", got)
	}
	a.find("Signed in")
	a.act("recreate")
	a.tap("Done")
	a.find(who.User)
	a.again()
	a.find(who.User)
	for _, n := range a.nodes() {
		if strings.Contains(n.text, question) {
			t.Error("it is asked again")
		}
	}
}

// Back leads from each page to the one before, and from the first one out of the app,
// which leaves the process and destroys the activity.
func TestAndroidGoesBackAndComesBack(t *testing.T) {
	a, s, who := linkedAndroid(t)
	a.tap("Settings")
	a.find("App lock")
	a.keep("11-settings")
	a.act("back")
	a.find("Copy the code")
	a.asks(s, who)
	a.act("back")
	a.find("Copy the code")
	a.find("A sign-in is waiting")
	a.keep("32-home-request-waits")
	a.act("back")
	a.until("! activity destroyed", 0)
	a.act("create")
	a.find("Copy the code")
}
