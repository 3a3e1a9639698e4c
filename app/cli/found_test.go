package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kauth/core"
)

// withAccounts gives a phone with so many accounts.
func withAccounts(t *testing.T, n int) *phone {
	t.Helper()
	p := newPhone(t)
	for i := range n {
		p.do(done, "add", fmt.Sprintf("otpauth://totp/Firm%d:anna?secret=%s", i, rfc))
	}
	return p
}

// told is what a command says on standard error with --json, one notice a line.
func (p *phone) told(args ...string) (notices []problem, status int) {
	p.t.Helper()
	_, errs, status := p.text(append([]string{"--json"}, args...)...)
	for s := range strings.Lines(errs) {
		var n notice
		if err := json.Unmarshal([]byte(s), &n); err != nil {
			p.t.Fatalf("%q: %v", s, err)
		}
		notices = append(notices, n.Notice)
	}
	return notices, status
}

func (p *phone) db() string { return filepath.Join(p.vault, "vault.db") }

func (p *phone) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func TestDamageIsToldBesideEveryResultUntilItIsSeen(t *testing.T) {
	for name, harm := range map[string]func(p *phone){
		"cut":   func(p *phone) { p.must(os.Truncate(p.db(), 5000)) },
		"empty": func(p *phone) { p.must(os.Truncate(p.db(), 0)) },
		"gone":  func(p *phone) { p.must(os.Remove(p.db())) },
	} {
		t.Run(name, func(t *testing.T) {
			p := withAccounts(t, 3)
			harm(p)
			if all := p.lines(done, "list"); len(all) != 3 {
				t.Fatalf("kept: %v", all)
			}
			notices, status := p.told("list")
			if status != done || len(notices) != 1 || notices[0].Kind != core.VaultDamaged ||
				!strings.Contains(notices[0].Message, "3 accounts were restored") {
				t.Fatalf("%d %+v", status, notices)
			}
			kept := strings.Contains(notices[0].Message, "kept: "+p.db())
			if kept != (name != "gone") {
				t.Errorf("where the damaged file is: %s", notices[0].Message)
			}
			causes := map[string]bool{}
			for _, l := range p.lines(refused, "doctor") {
				causes[l.text("cause")] = true
			}
			if !causes["restored"] {
				t.Errorf("doctor: %v", causes)
			}
			p.lines(done, "doctor", "--seen")
			if notices, status := p.told("list"); status != done || len(notices) != 0 {
				t.Errorf("after it was seen: %d %+v", status, notices)
			}
			p.lines(done, "doctor")
		})
	}
}

func TestPeopleReadOneSentenceOfDamageAndWhatToType(t *testing.T) {
	p := withAccounts(t, 1)
	p.must(os.Truncate(p.db(), 5000))
	out, errs, status := p.text("list")
	if status != done || strings.Count(out, "\n") != 1 || strings.Count(errs, "\n") != 2 || !strings.Contains(errs, "doctor --seen") {
		t.Errorf("%d %q %q", status, out, errs)
	}
}

// spoil changes a byte of the first record, in the vault and in every copy of it.
func (p *phone) spoil() {
	p.t.Helper()
	b, err := os.ReadFile(p.db())
	p.must(err)
	i := bytes.Index(b, []byte("kAR\x01"))
	if i < 0 {
		p.t.Fatal("no record")
	}
	record := bytes.Clone(b[i : i+120])
	changed := bytes.Clone(record)
	changed[60] ^= 1
	files, err := filepath.Glob(filepath.Join(p.vault, "vault.*"))
	p.must(err)
	for _, f := range files {
		b, err := os.ReadFile(f)
		p.must(err)
		p.must(os.WriteFile(f, bytes.ReplaceAll(b, record, changed), 0o600))
	}
}

func TestAccountThatCannotBeReadIsNamedAndDeletedOnRequestAlone(t *testing.T) {
	p := withAccounts(t, 1)
	id := p.do(done, "list").text("account")
	p.spoil()
	if e := p.do(refused, "list"); e.problem() != core.VaultDamaged {
		t.Fatalf("%v", e)
	}
	notices, _ := p.told("list")
	if len(notices) != 1 || !strings.Contains(notices[0].Message, "Firm0 anna") {
		t.Fatalf("%+v", notices)
	}
	if kind := p.do(refused, "remove", id).problem(); kind != core.NotFound { // nothing is deleted by a slip
		t.Fatalf("without --yes: %s", kind)
	}
	if r := p.do(done, "remove", id, "--yes"); r["state"] != "removed" {
		t.Fatalf("%v", r)
	}
	p.lines(done, "list")
}

func TestVaultOfWhichNothingIsLeftSaysHowToGoOn(t *testing.T) {
	p := withAccounts(t, 1)
	files, err := filepath.Glob(filepath.Join(p.vault, "vault.[dn]*"))
	p.must(err)
	for _, f := range files {
		p.must(os.Remove(f))
	}
	e := p.do(refused, "list")
	if hint := e["error"].(map[string]any)["hint"].(string); e.problem() != core.VaultDamaged || !strings.Contains(hint, "--vault") {
		t.Fatalf("%v", e)
	}
	if _, err := os.Stat(p.db()); err == nil {
		t.Error("another vault was made over what is missing")
	}
}

func TestCodeOfAClockThatCannotBeRightSaysSo(t *testing.T) {
	p := withAccounts(t, 1)
	for _, c := range []struct {
		at      time.Time
		status  int
		notices int
	}{
		{time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC), done, 0},
		{time.Unix(59, 0), done, 1},
		{time.Date(3000, 1, 1, 0, 0, 0, 0, time.UTC), done, 1},
	} {
		p.now = func() time.Time { return c.at }
		notices, status := p.told("code", "anna")
		if status != c.status || len(notices) != c.notices || c.notices > 0 && notices[0].Kind != core.ClockOff {
			t.Errorf("%v: %d %+v", c.at, status, notices)
		}
	}
	p.now = func() time.Time { return time.Date(1601, 1, 1, 0, 0, 0, 0, time.UTC) }
	if kind := p.do(refused, "code", "anna").problem(); kind != core.ClockOff {
		t.Errorf("before 1970: %s", kind)
	}
	if c := p.do(done, "code", "anna", "--at", "59"); c["code"] != "287082" {
		t.Errorf("at another time: %v", c)
	}
}
