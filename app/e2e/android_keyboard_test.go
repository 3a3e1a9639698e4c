//go:build harness

package e2e

import "testing"

// What the keyboard of the simulated phone covers: fake.World.
const keyboardHigh = 320

// Keys of a keyboard that is plugged in: android/keycodes.h.
const (
	keyTab, keyEnter, keyEscape = 61, 66, 111
	keyX                        = 52
	key0                        = 7
)

// sees waits until a field stands whole above the keyboard, with its name.
func (a *android) sees(field string) {
	a.t.Helper()
	all, ok := a.seen(func(all []node) bool {
		whole := 0
		for _, n := range all {
			if n.text == field && n.y >= 0 && n.y+n.h <= a.high-keyboardHigh {
				whole++
			}
		}
		return whole == 2
	})
	if !ok {
		a.t.Fatalf("%q is not whole above the keyboard: %v", field, all)
	}
}

func TestAndroidIsTypedOnByBothKeyboards(t *testing.T) {
	a := welcomed(t)
	a.tap("Log in from a computer")
	a.tap("Enter the code by hand")
	a.write("Service", "GitHub")
	for i, then := range []struct{ field, text string }{{"Account", "anna"}, {"Setup key", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"}} {
		a.act("enter") // leads to the next field
		a.until("! keyboard shown", i+1)
		a.sees(then.field)
		a.act("type %s", then.text)
	}
	a.keep("70-keyboard")
	hidden := len(a.said("! keyboard hidden"))
	a.act("back") // closes the keyboard first
	a.until("! keyboard hidden", hidden)
	a.fits("Add this key", 0)

	a.act("key %d", keyTab) // to the button, where the other keyboard had been
	a.act("key %d", keyEnter)
	a.find("Add this account")
	a.act("key %d", keyEscape)
	a.find("Setup key")
	a.tap("Add this key")
	a.tap("Add")
	a.find("Copy the code")
	a.act("key %d", keyX) // goes on as a search
	a.find("No account fits “x”")
	a.act("key %d", key0+2) // once, though the field on the screen and the page both could
	a.find("No account fits “x2”")
	a.keep("71-search")
	a.act("key %d", keyEscape)
	a.find("Copy the code")
}
