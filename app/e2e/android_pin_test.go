//go:build harness

package e2e

import (
	"slices"
	"strings"
	"testing"
)

// TestAndroidAsksForThePINBeforeYES: a locked phone refuses without it, tells nobody who
// asks, and approves behind it.
func TestAndroidAsksForThePINBeforeYES(t *testing.T) {
	a, s, who := linkedAndroid(t)
	a.tap("Settings")
	a.tap("App lock")
	a.tap("PIN")
	a.find("Choose a PIN")
	a.digits(androidPIN)
	a.tap("The PIN is complete")
	a.find("The same PIN again")
	a.digits(androidPIN)
	a.tap("I have written it down")
	a.leave("Done")
	a.find("Ask before each YES")

	a.again()
	a.find("Enter your PIN")
	c, l, _ := asked(t, s, who)
	a.find("A sign-in is waiting")
	a.keep("30-locked")
	if slices.ContainsFunc(a.nodes(), func(n node) bool {
		return n.text == "YES" || strings.Contains(n.text, "Go-http-client") || strings.Contains(n.text, who.User)
	}) {
		t.Errorf("a locked phone shows %v", a.nodes())
	}
	a.leave("NO")
	ends(t, c, l, "denied")
	c, l, ask := asked(t, s, who)
	a.find("A sign-in is waiting")
	a.act("recreate")
	a.find("Enter your PIN")
	a.digits(androidPIN[:5])
	a.tap(androidPIN[5:])
	a.find("Type the number")
	a.number(*ask.Match)
	ends(t, c, l, "approved")
}
