package e2e

import (
	"regexp"
	"syscall"
	"testing"

	"kauth/core/api"
	"kauth/core/coretest/computer"
)

// TestAScriptMovesAnAccountToANewPhone has both phones and the server as programs; the
// new phone is killed while it waits.
func TestAScriptMovesAnAccountToANewPhone(t *testing.T) {
	s := serve(t)
	who := s.without(t, 0)
	c := computer.New(t, s.URL)
	c.Redeem(c.Login(who.User, who.Password))
	old := newPhone(t, t.TempDir())
	link(t, old, c)
	var methods api.MethodsReply
	c.Must(200, "GET", api.PathMethods, nil, &methods)
	var offer api.LinkReply
	c.Must(201, "POST", api.PathLinks, api.LinkRequest{Move: methods.Methods[0].ID}, &offer)

	vault := t.TempDir()
	next := newPhone(t, vault, "--phone-name", "Pixel 10")
	next.see("welcome")
	next.post("/open", "text/plain", []byte(offer.Link))
	next.see("confirm")
	next.tap("Authorize")
	digits := sixDigits(t, next.see("moving", "Type these six digits on Pixel 9"))
	next.run.stop(syscall.SIGKILL)
	next = newPhone(t, vault, "--phone-name", "Pixel 10")
	if again := sixDigits(t, next.see("moving", "Type these six digits on Pixel 9")); again != digits {
		t.Errorf("after a kill it shows %s instead of %s", again, digits)
	}

	old.see("challenge", "Move to Pixel 10?", "Type the six digits that Pixel 10 shows")
	old.enabled("challenge", "1")
	for _, d := range digits {
		if d != ' ' {
			old.tap(string(d))
		}
	}
	old.see("moved", "Moved to Pixel 10", "Codes of this phone no longer work")
	next.see("result", "Moved to this phone")
	old.tap("Done")
	old.see("welcome")
	next.tap("Done")
	next.see("home", who.User)

	l := c.Login(who.User, who.Password)
	a := c.Ask(l)
	next.see("challenge")
	say(next, a, "YES")
	next.see("result", "Signed in")
	if got := c.State(l); got != "approved" {
		t.Errorf("after its YES the page says %q", got)
	}
}

var six = regexp.MustCompile(`^[0-9]{3} [0-9]{3}$`)

// sixDigits are those that stand on a page.
func sixDigits(t *testing.T, on tree) string {
	t.Helper()
	for _, text := range on.texts() {
		if six.MatchString(text) {
			return text
		}
	}
	t.Fatalf("no six digits among %q", on.texts())
	return ""
}
