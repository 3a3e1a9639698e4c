//go:build window

package e2e

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"testing"

	"kauth/core/coretest/computer"
)

// linkedVault makes a vault that is linked to a server, by the command line. Its
// passphrase is what locks it: there is no keyring.
func linkedVault(t *testing.T, s served, who person) string {
	t.Helper()
	dir := t.TempDir()
	run := func(args ...string) {
		t.Helper()
		all := append([]string{"--vault", dir, "--passphrase-file", passphrase(t), "--phone-name", "Pixel 9 · kAuth"}, args...)
		if out, err := exec.Command(made(t, "kauth-cli"), all...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
	}
	c := computer.New(t, s.URL)
	c.Redeem(c.Login(who.User, who.Password))
	offer := c.Offer()
	run("link", offer.Link)
	run("confirm", who.User, c.Registered(offer).Digits)
	run("codes", who.User)
	return dir
}

// enter types into the field that has the keyboard, in the window and its twin.
func (d *desk) enter(text string) {
	d.t.Helper()
	d.say("   type %q and Enter", text)
	d.typing(text)
	d.do("xdotool", "key", "Return")
	d.twin.typing(text)
	d.twin.post("/key", "application/json", []byte(`{"key":"Return"}`))
}

func TestTheLockInARealWindow(t *testing.T) {
	s := serve(t)
	who := []person{s.without(t, 0), s.without(t, 1)}
	d := openWindowOn(t, made(t, "kauth"), linkedVault(t, s, who[0]), linkedVault(t, s, who[1]))
	d.step("home", "Two phones with an account each.")
	d.tap("Settings")
	d.step("settings", "The settings have the app lock.")
	d.tap("App lock Passphrase")
	d.twin.see("locksettings") // a phone's has one choice less than a desktop's
	d.say("   Ctrl+L")
	d.do("xdotool", "key", "ctrl+l")
	d.twin.tap("Lock now")
	d.step("lock", "The passphrase is asked for.")

	var states []func() string
	for _, p := range who {
		c := computer.New(t, s.URL)
		l := c.Login(p.User, p.Password)
		c.Ask(l)
		states = append(states, func() string { return c.State(l) })
	}
	d.twin.see("lock", "A sign-in is waiting")
	d.step("lock", "A sign-in waits: NO needs no unlock.")
	d.tap("NO")
	d.twin.see("lock", "Sign-in refused")
	d.step("lock", "It was refused.")
	for _, state := range states {
		if got := state(); got != "denied" {
			t.Errorf("the server has %s", got)
		}
	}
	for _, p := range who {
		c := computer.New(t, s.URL)
		c.Ask(c.Login(p.User, p.Password))
	}
	d.twin.see("lock", "A sign-in is waiting")
	d.focus()
	d.enter("not the passphrase")
	d.twin.see("lock", "That is not the passphrase. Your accounts stay locked and safe.")
	d.step("lock", "A wrong one.")
	d.focus()
	d.enter("a passphrase for tests")
	d.step("challenge", "Unlocked, the request opens by itself.")
}

// focus gives the keyboard to the page's field.
func (d *desk) focus() {
	d.t.Helper()
	for _, it := range d.twin.tree().Items {
		if it.Kind == "field" {
			d.click(it.X+20, it.Y+it.H/2)
			at, _ := json.Marshal(map[string]string{"x": fmt.Sprint(it.X + 20), "y": fmt.Sprint(it.Y + it.H/2)})
			d.twin.post("/tap", "application/json", at)
			return
		}
	}
	d.t.Fatal("no field")
}
