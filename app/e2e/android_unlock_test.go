//go:build harness

package e2e

import (
	"slices"
	"strings"
	"testing"
	"time"

	"kauth/core/api"
)

const androidPIN = "480213"

// digits types a PIN.
func (a *android) digits(pin string) {
	a.t.Helper()
	a.find("Digits typed: 0")
	for _, d := range pin {
		a.tap(string(d))
	}
}

// prompted waits for the system's prompt, and answers it.
func (a *android) prompted(word string) {
	a.t.Helper()
	a.asksWho()
	a.act("rest") // nobody answers before they have seen it
	a.act("unlock %s", word)
}

// asksWho waits until the system asks who the person is.
func (a *android) asksWho() {
	a.t.Helper()
	for end := time.Now().Add(patience); a.act("prompt") != "yes"; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			a.t.Fatalf("nobody is asked: %v", a.nodes())
		}
	}
}

// locked is linked, with a PIN.
var locked = &place{name: "locked", after: linked, walk: func(_ *testing.T, a *android, _ served, who person) {
	a.act("create")
	a.find(who.User)
	a.choosesPIN()
	a.find("Ask before each YES")
}}

// fingered is locked, with a finger that was turned on.
var fingered = &place{name: "fingered", after: locked, walk: func(_ *testing.T, a *android, _ served, who person) {
	a.act("create")
	a.digits(androidPIN)
	a.find(who.User)
	a.setsLock()
	a.turnsOn("finger")
	a.keep("60-lock-settings-finger")
}}

// fingeredAndroid is a phone that a finger has opened, on its accounts.
func fingeredAndroid(t *testing.T) (*android, served, person) {
	t.Helper()
	t.Parallel()
	a, s, who := at(t, fingered)
	a.prompted("finger")
	a.find(who.User)
	return a, s, who
}

// setsLock goes from the accounts to the settings of the lock.
func (a *android) setsLock() {
	a.t.Helper()
	a.tap("Settings")
	a.tap("App lock")
}

// choosesPIN goes from the accounts to the settings of the lock, and sets one.
func (a *android) choosesPIN() {
	a.t.Helper()
	a.setsLock()
	a.tap("PIN")
	a.find("Choose a PIN")
	a.digits(androidPIN)
	a.tap("The PIN is complete")
	a.find("The same PIN again")
	a.digits(androidPIN)
	a.tap("I have written it down")
	a.leave("Done")
}

// turnsOn has the phone's own way open the app as well, from the settings of the lock.
func (a *android) turnsOn(way string) {
	a.t.Helper()
	a.tap("Unlock with fingerprint or face")
	a.find("To change the app lock")
	a.digits(androidPIN)
	a.prompted(way)
	a.tap("At once when you leave")
	if all, ok := a.seen(func(all []node) bool { // what is chosen is no button any more
		n, there := with(all, "At once when you leave")
		return there && !n.button()
	}); !ok {
		a.t.Fatalf("nothing was chosen: %v", all)
	}
}

// lock leaves the app, which locks at once, and comes back.
func (a *android) lock() {
	a.t.Helper()
	a.act("pause")
	a.act("resume")
	a.find("Enter your PIN")
}

func TestAndroidOpensByAFingerAndByThePINBeside(t *testing.T) {
	a, _, who := fingeredAndroid(t)
	a.lock()
	a.keep("61-lock-finger")
	a.prompted("finger")
	a.find(who.User)
	a.lock()
	a.prompted("cancel")
	a.digits(androidPIN)
	a.find(who.User)
	a.lock()
	a.prompted("locked out")
	a.find("Too many attempts")
	a.keep("62-lock-finger-locked-out")
	a.digits(androidPIN)
	a.find(who.User)
	a.lock()
	a.prompted("false") // a system that is made to say yes
	a.find("The security chip did not answer")
	a.digits(androidPIN)
	a.find(who.User)
	if refused := a.said("! keystore refuses"); len(refused) != 1 {
		t.Errorf("the chip refused %d times", len(refused))
	}
}

func TestAndroidKilledIsOpenedByAFinger(t *testing.T) {
	a, _, who := fingeredAndroid(t)
	a.lock()
	a.until("! unlock asked", 1) // after that of the start; and nobody answers it
	a.again()
	a.find("Enter your PIN")
	if asked := a.until("! unlock asked", 0); asked != ": Unlock kAuth | Use PIN" {
		t.Errorf("the prompt says %q", asked)
	}
	a.prompted("finger")
	a.find(who.User)
}

func TestAndroidNewFingerLeavesThePINAndSaysSo(t *testing.T) {
	a, _, who := fingeredAndroid(t)
	a.act("fingers new")
	a.lock()
	a.find("Fingerprint and face no longer open kAuth")
	a.keep("63-lock-new-finger")
	a.digits(androidPIN)
	a.find(who.User)
	a.kill()
	a.start()
	a.act("create")
	a.find("Enter your PIN")
	if slices.ContainsFunc(a.nodes(), func(n node) bool { return strings.Contains(n.text, "fingerprint") }) {
		t.Error("the finger is still offered")
	}
	if a.act("prompt") != "no" {
		t.Error("the finger is still asked for")
	}
	a.digits(androidPIN)
	a.find(who.User)
}

func TestAndroidAnswersYesBehindAFinger(t *testing.T) {
	a, s, who := fingeredAndroid(t)
	a.setsLock()
	a.tap("Ask before each YES")
	c, l := a.asks(s, who)
	a.leave("YES")
	a.find("To answer YES")
	a.keep("64-yes-finger")
	a.prompted("cancel")
	var now api.LoginState
	if c.Must(200, "GET", api.Path(api.PathLogin, l.ID), nil, &now); now.State != "waiting" {
		t.Errorf("without a finger: %s", now.State)
	}
	a.tap("Unlock with fingerprint or face")
	a.prompted("finger")
	a.find("Signed in")
	if got := c.State(l); got != "approved" {
		t.Errorf("YES: %s", got)
	}
}
