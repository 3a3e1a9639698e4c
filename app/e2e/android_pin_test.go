//go:build harness

package e2e

import (
	"slices"
	"strings"
	"testing"

	"kauth/core/api"
)

// TestAndroidAsksForThePINBeforeYES: a locked phone refuses without it, tells nobody who
// asks, and approves behind it.
func TestAndroidAsksForThePINBeforeYES(t *testing.T) {
	t.Parallel()
	a, s, who := at(t, locked)
	a.find("Enter your PIN")
	c, l, _ := asked(t, s, who)
	a.find("A sign-in is waiting")
	a.keep("65-locked")
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
	for _, digit := range androidPIN[:5] { // by a keyboard that is plugged in: there is no field on this page
		a.act("key %d", key0+digit-'0')
	}
	a.tap(androidPIN[5:])
	a.find("Type the number")
	a.number(*ask.Match)
	ends(t, c, l, "approved")
}

// TestAndroidYesFromANoticeCountsBehindThePIN: a notice of a locked phone tells nobody who
// asks, and has no YES. One that was shown before, by a process that was killed meanwhile,
// opens the lock; what it asked is asked again behind it.
func TestAndroidYesFromANoticeCountsBehindThePIN(t *testing.T) {
	t.Parallel()
	a, p, s, who := wokenAt(t, locked, func(a *android) { a.digits(androidPIN) })
	a.again("distributor yes")
	a.find("Enter your PIN")
	a.act("pause")
	c, l, _ := asked(t, s, who)
	p.deliver()
	a.until("! notice shown ", 0)
	if got := a.act("notices"); strings.Contains(got, who.User) || strings.Contains(got, "Go-http-client") || strings.Contains(got, "YES") {
		t.Errorf("a locked phone's notice reads %q", got)
	}
	id := a.act("notice-ids")
	a.kill()
	a.start()
	a.act("distributor yes")
	a.act("forge-open %s %s yes", id, strings.Repeat("0", 32)) // no process but its own knows its word
	a.find("Enter your PIN")
	var now api.LoginState
	if c.Must(200, "GET", api.Path(api.PathLogin, l.ID), nil, &now); now.State != "waiting" {
		t.Errorf("before the PIN: %s", now.State)
	}
	for _, link := range []string{"kauth://link?v=1&u=http://evil.example", "otpauth://totp/a?secret=%00", "javascript:alert(1)"} {
		a.act("intent %s", link)
	}
	a.act("poison")
	a.find("A sign-in is waiting") // it moves the keys
	a.digits(androidPIN)           // nothing stands over the lock
	a.find(question)
	if c.Must(200, "GET", api.Path(api.PathLogin, l.ID), nil, &now); now.State != "waiting" {
		t.Errorf("behind the PIN: %s", now.State)
	}
	a.leave("YES")
	ends(t, c, l, "approved")
}
