//go:build window

package e2e

import (
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"kauth/app/text"
	"kauth/core/api"
	"kauth/core/coretest/computer"
)

// mover is a person at a computer who changes phones: one for the windows, one for their
// twins.
type mover struct {
	*computer.Computer
	old string // the old phone's vault
}

func newMover(t *testing.T, s served, who person) *mover {
	t.Helper()
	m := &mover{computer.New(t, s.URL), t.TempDir()}
	m.Redeem(m.Login(who.User, who.Password))
	offer := m.Offer()
	m.cli(m.old, "link", offer.Link)
	m.cli(m.old, "confirm", who.User, m.Registered(offer).Digits)
	m.cli(m.old, "codes", who.User)
	return m
}

// begins chooses on the page that a new phone takes the place of the one that is there,
// and has one without a window scan: the digits in a window's picture cannot be read.
func (m *mover) begins() (vault, digits string) {
	m.T.Helper()
	var methods api.MethodsReply
	m.Must(200, "GET", api.PathMethods, nil, &methods)
	var offer api.LinkReply
	m.Must(201, "POST", api.PathLinks, api.LinkRequest{Move: methods.Methods[0].ID}, &offer)
	vault = m.T.(*testing.T).TempDir()
	out := m.cli(vault, "link", offer.Link)
	if digits = sixInARow.FindString(out); digits == "" {
		m.T.Fatalf("no digits in %s", out)
	}
	return vault, strings.ReplaceAll(digits, " ", "")
}

var sixInARow = regexp.MustCompile(`\b[0-9]{3} ?[0-9]{3}\b`)

// TestAMoveToANewPhoneInTwoRealWindows has the old phone in one window and the new one in
// another.
func TestAMoveToANewPhoneInTwoRealWindows(t *testing.T) {
	for _, of := range [][]string{{"light", "en", "1"}, {"dark", "de", "2"}} {
		t.Run(strings.Join(of, "-"), func(t *testing.T) { moveInWindows(t, of[0], of[1], of[2]) })
	}
}

func moveInWindows(t *testing.T, theme, lang, scale string) {
	s, says := serve(t), text.New(lang)
	mine, twins := newMover(t, s, s.without(t, 0)), newMover(t, s, s.without(t, 1))
	open := func(vault, twin, name string) *desk {
		d := openWindowOn(t, made(t, "kauth"), vault, twin, "--theme", theme, "--lang", lang, "--text-scale", scale, "--phone-name", name)
		if scale == "2" {
			d.large = 6
		}
		return d
	}
	old := open(mine.old, twins.old, "Pixel 9")
	old.step("home", "The old phone has the account.")
	here, digits := mine.begins()
	twin, others := twins.begins()
	next := open(here, twin, "Pixel 10")
	next.log, next.steps = old.log, 10
	next.step("moving", "The new phone shows six digits to type on the old one.")

	old.twin.see("challenge", says.T("move.ask", "to", "Pixel 10"))
	old.twin.enabled("challenge", "1")
	old.step("challenge", "The old phone asks whether to move.")
	old.dials(digits, others)
	old.step("moved", "It says where the account went.")
	next.step("result", "The new phone says that it has moved here.")
	next.reach(says.T("action.done"))
	next.step("home", "The account with its live code.")
	old.reach(says.T("action.done"))
	old.step("welcome", "Nothing is left on the old phone.")
}

// dials types digits on the window's keypad, and others on the twin's.
func (d *desk) dials(mine, twins string) {
	d.t.Helper()
	d.say("   type %q", mine)
	at := map[string]item{}
	for _, it := range d.twin.tree().Items {
		if it.Kind == "button" {
			at[it.Text] = it
		}
	}
	d.ready(at[mine[:1]])
	for _, digit := range mine {
		it := at[string(digit)]
		d.click(it.X+it.W/2, it.Y+it.H/2)
	}
	for _, digit := range twins {
		d.twin.tap(string(digit))
	}
}

func (m *mover) cli(vault string, args ...string) string {
	t := m.T.(*testing.T)
	t.Helper()
	name := "Pixel 10"
	if vault == m.old {
		name = "Pixel 9"
	}
	all := append([]string{"--vault", vault, "--passphrase-file", passphrase(t), "--phone-name", name}, args...)
	out, err := exec.Command(made(t, "kauth-cli"), all...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", args, err, out)
	}
	return string(out)
}
