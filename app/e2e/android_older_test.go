//go:build harness

package e2e

import (
	"strings"
	"testing"

	"kauth/core/api"
)

// Android 7 and 8 have no prompt for a finger: the phone's own lock page stands in its
// place (KeyguardManager), before the app, and what it said comes back by the activity.
func TestAndroidBelow9OpensByThePhonesOwnLockPage(t *testing.T) {
	t.Parallel()
	a, s, _ := locked.begin(t)
	who := locked.who
	a.api = 24
	a.start()
	a.act("create")
	a.digits(androidPIN)
	a.find(who.User)
	a.setsLock()
	a.turnsOn("pin")
	a.tap("Ask before each YES")
	if all, ok := a.seen(func(all []node) bool {
		n, _ := with(all, "Ask before each YES")
		return strings.HasSuffix(n.text, "On")
	}); !ok {
		t.Fatalf("it does not ask: %v", all)
	}
	a.pageOver(a.left)
	a.prompted("pin")
	a.find("Copy the code")
	a.pageOver(a.left)
	a.prompted("cancel")
	a.find("Enter your PIN")
	a.digits(androidPIN)
	a.find("Copy the code")
	a.pageOver(a.left) // and nobody answers it

	a.api = 26                                   // an update of the system ends all processes
	a.pageOver(func() { a.again("stray 7701") }) // what the person said to the page of before opens nothing
	a.prompted("pin")
	a.find(who.User)

	pc, l := a.asks(s, who)
	a.pageOver(func() { a.tapUntil("YES", a.prompts) })
	a.prompted("cancel")
	a.find("To answer YES")
	var now api.LoginState
	if pc.Must(200, "GET", api.Path(api.PathLogin, l.ID), nil, &now); now.State != "waiting" {
		t.Errorf("without the phone's lock: %s", now.State)
	}
	a.pageOver(func() { a.tap("Unlock with fingerprint or face") })
	a.prompted("pin")
	a.find("Signed in")
	ends(t, pc, l, "approved")

	a.leave("Done")
	a.act("secure no") // the person has taken the phone's lock off
	a.act("rest")
	a.left()
	a.find("Enter your PIN")
	a.digits(androidPIN)
	a.find("Copy the code")
	if a.act("prompt") == "yes" {
		t.Error("a phone without a lock asks for it")
	}
}

// pageOver waits until the system's page stands before the app, which has heard of it:
// nobody reads one faster.
func (a *android) pageOver(after func()) {
	a.t.Helper()
	a.act("rest")
	after()
	a.asksWho()
	a.act("rest")
}

// prompts tells whether the system asks who the person is, whatever the window shows.
func (a *android) prompts([]node) bool { return a.act("prompt") == "yes" }

// left leaves the app, which locks at once, and comes back.
func (a *android) left() {
	a.act("pause")
	a.act("resume")
}
