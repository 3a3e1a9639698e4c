package main

import (
	"strings"
	"testing"

	"kauth/core"
	"kauth/core/coretest"
)

// with gives the flags that open the vault by a secret.
func with(t *testing.T, secret string, args ...string) []string {
	t.Helper()
	return append([]string{"--passphrase-file", file(t, "opens", []byte(secret+"\n"))}, args...)
}

func setLock(t *testing.T, kind, secret string) []string {
	t.Helper()
	return []string{"lock", kind, "--secret-file", file(t, "new", []byte(secret+"\n"))}
}

func TestLockIsSetAndTakenOff(t *testing.T) {
	p := newPhone(t)
	const address = "otpauth://totp/Example:bob?secret=GEZDGNBVGY3TQOJQ&issuer=Example"
	p.do(done, "add", address)
	if s := p.do(done, "lock", "status"); s["kind"] != "none" || s["keyring"] != true {
		t.Fatal(s)
	}
	s := p.do(done, setLock(t, "pin", "482913")...)
	recovery := s.text("recovery")
	if s["kind"] != "pin" || len(recovery) != 29 {
		t.Fatal(s)
	}
	if s := p.do(refused, "list"); s.problem() != core.Locked {
		t.Fatal(s)
	}
	for _, secret := range []string{"482913", strings.ToLower(recovery)} {
		if all := p.lines(done, with(t, secret, "list")...); len(all) != 1 {
			t.Fatal(all)
		}
	}
	p.do(done, with(t, "482913", setLock(t, "passphrase", "correct horse")...)...)
	if s := p.do(refused, with(t, "482913", "list")...); s.problem() != core.WrongPass {
		t.Fatal(s)
	}
	p.do(done, with(t, "correct horse", "lock", "off")...)
	if all := p.lines(done, "list"); len(all) != 1 {
		t.Fatal(all)
	}
}

func TestLockStatusTellsWhatWrongPINsHaveCost(t *testing.T) {
	p := newPhone(t)
	p.do(done, setLock(t, "pin", "482913")...)
	for range 5 {
		if s := p.do(refused, with(t, "000000", "list")...); s.problem() != core.WrongPass {
			t.Fatal(s)
		}
	}
	s := p.do(done, "lock", "status")
	if wait, _ := s["wait"].(float64); s["wrong"] != 5.0 || wait < 1 || wait > 30 {
		t.Fatal(s)
	}
	if s := p.do(refused, with(t, "482913", "list")...); s.problem() != core.RateLimited {
		t.Fatal(s)
	}
	if _, errs, _ := p.text(with(t, "482913", "list")...); strings.Contains(errs, "server") || !strings.Contains(errs, "can be tried in") {
		t.Fatal(errs)
	}
	out, _, _ := p.text("lock", "status")
	if !strings.Contains(out, "5 wrong PINs") || !strings.Contains(out, "can be tried in") {
		t.Fatal(out)
	}
}

func TestShutVaultRefusesByCommandAndDoesNotApprove(t *testing.T) {
	co := newCompany(t)
	p, _ := co.linked(t)
	p.do(done, setLock(t, "pin", "482913")...)
	l, _ := co.ask("confirm")
	s := p.do(done, "requests")
	if s.text("label") != anna {
		t.Fatal(s)
	}
	id := s.text("id")
	if s := p.do(refused, "approve", id); s.problem() != core.Locked {
		t.Fatal(s)
	}
	if s := p.do(done, "deny", id); s["outcome"] != string(core.Refused) {
		t.Fatal(s)
	}
	if got := co.state(l); got != "denied" {
		t.Fatal(got)
	}
}

func TestLockIsTypedTwiceAtATerminal(t *testing.T) {
	p := newPhone(t)
	var typed []string
	p.ask = func(string) ([]byte, error) {
		next := typed[0]
		typed = typed[1:]
		return []byte(next), nil
	}
	typed = []string{"482913", "482914"}
	if s := p.do(misused, "lock", "pin"); s.problem() != wrongUse {
		t.Fatal(s)
	}
	typed = []string{"1234", "1234"}
	p.do(misused, "lock", "pin")
	typed = []string{"482913", "482913"}
	p.do(done, "lock", "pin")
	typed = []string{"482913"}
	p.lines(done, "list")
	p.ask = nil
	if s := p.do(misused, with(t, "482913", "lock", "passphrase")...); s.problem() != wrongUse {
		t.Fatal(s)
	}
	p.do(misused, "lock", "sideways")
}

func TestNoPINByCommandWithoutAKeyring(t *testing.T) {
	p := newPhone(t)
	p.keyring.(*coretest.Keyring).Fail(core.E("test", core.Unsupported, nil))
	p.lines(done, with(t, "correct horse", "list")...)
	if s := p.do(refused, with(t, "correct horse", setLock(t, "pin", "482913")...)...); s.problem() != core.Unsupported {
		t.Fatal(s)
	}
	if s := p.do(done, "lock", "status"); s["kind"] != "passphrase" || s["keyring"] != false {
		t.Fatal(s)
	}
}
