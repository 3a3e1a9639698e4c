package main

import (
	"encoding/base32"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/checkup"
	"kauth/core/coretest"
	"kauth/core/otp"
	"kauth/core/qr"
	"kauth/server-stub/stub"
)

// rfc is the secret of RFC 6238 and RFC 4226.
var rfc = base32.StdEncoding.EncodeToString([]byte("12345678901234567890"))

func TestCodesAreThoseOfTheMoment(t *testing.T) {
	p := newPhone(t)
	a := p.do(done, "add", "otpauth://totp/ACME:anna?digits=8&secret="+rfc)
	if a["state"] != "code_only" || a["issuer"] != "ACME" || a["label"] != "anna" {
		t.Errorf("added: %v", a)
	}
	c := p.do(done, "code", "anna", "--at", "59")
	if c["code"] != "94287082" || c["next"] != "37359152" || c["seconds_left"] != 1.0 || c["account"] != a["account"] {
		t.Errorf("at 59: %v", c)
	}
}

func TestNextCodeLivesOneStepLonger(t *testing.T) {
	p := newPhone(t)
	p.do(done, "add", "otpauth://totp/ACME:anna?secret="+rfc)
	now, next := p.do(done, "code", "anna", "--at", "40"), p.do(done, "code", "--next", "anna", "--at", "40")
	if next["code"] != now["next"] || next["seconds_left"] != 50.0 || now["seconds_left"] != 20.0 {
		t.Errorf("%v, then %v", now, next)
	}
	o := core.OTP{Type: core.TOTP, Secret: core.NewSecret([]byte("12345678901234567890")), Algorithm: "SHA1", Digits: 6, Period: 30 * time.Second}
	before, _ := otp.At(o, time.Now())
	got := p.do(done, "code", "anna").text("code")
	after, _ := otp.At(o, time.Now())
	if got != before.Digits && got != after.Digits {
		t.Errorf("now: %s, want %s", got, before.Digits)
	}
}

func TestCounterMovesOnWithEveryCode(t *testing.T) {
	p := newPhone(t)
	p.do(done, "add", "otpauth://hotp/ACME:anna?counter=1&secret="+rfc)
	for _, want := range []string{"287082", "359152", "969429"} { // RFC 4226 appendix D
		c := p.do(done, "code", "anna")
		if c["code"] != want || c["next"] != nil || c["seconds_left"] != nil {
			t.Errorf("%v, want %s", c, want)
		}
	}
	if kind := p.do(misused, "code", "anna", "--next").problem(); kind != wrongUse {
		t.Errorf("the next one: %s", kind)
	}
}

func TestCodeFollowsTheServersClock(t *testing.T) {
	co := newCompany(t)
	if err := co.stub.SetClock(2 * time.Hour); err != nil {
		t.Fatal(err)
	}
	p, id := co.linked(t)
	p.lines(done, "requests") // hears the time, and keeps it for the next process
	// A server says whole seconds: near the beginning of a step the phone may be in the one
	// before for a moment.
	for end := time.Now().Add(time.Minute); time.Now().Before(end); {
		want := p.do(done, "code", id, "--at", strconv.FormatInt(co.stub.Now().Unix(), 10))
		if p.do(done, "code", id).text("code") == want.text("code") {
			return
		}
	}
	t.Error("the code is not that of the server's time")
}

func TestAddRefusesWithTheRule(t *testing.T) {
	p := newPhone(t)
	e := p.do(refused, "add", "otpauth://totp/ACME:anna?digits=9&secret="+rfc)
	if e.problem() != core.Malformed || !strings.Contains(e["error"].(map[string]any)["message"].(string), "digits is not 6, 7 or 8") {
		t.Errorf("%v", e)
	}
	p.do(done, "add", "otpauth://totp/ACME:anna?secret="+rfc)
	if kind := p.do(refused, "add", "otpauth://totp/ACME:anna?secret="+rfc).problem(); kind != core.Duplicate {
		t.Errorf("twice: %s", kind)
	}
	p.in = strings.NewReader("otpauth://totp/ACME:max?secret=" + rfc + "\n")
	if a := p.do(done, "add", "-"); a["label"] != "max" {
		t.Errorf("from standard input: %v", a)
	}
}

func TestAccountIsFoundByAnyNameOfItsOwn(t *testing.T) {
	p := newPhone(t)
	id := p.do(done, "add", "otpauth://totp/ACME:anna?secret="+rfc).text("account")
	other := p.do(done, "add", "otpauth://totp/ACME:max?secret="+rfc).text("account")
	p.do(done, "rename", id, "Work \u202eaccount")
	prefix := id[:6]
	for n := 6; strings.HasPrefix(other, prefix); n++ {
		prefix = id[:n+1]
	}
	for _, said := range []string{id, prefix, "anna", "ANNA", "work account"} {
		if c := p.do(done, "code", said); c["account"] != id {
			t.Errorf("%q: %v", said, c)
		}
	}
	e := p.do(misused, "code", "acme")
	if message := e["error"].(map[string]any)["message"].(string); e.problem() != wrongUse || !strings.Contains(message, id) || !strings.Contains(message, other) {
		t.Errorf("two of them: %v", e)
	}
	for _, said := range []string{"nobody", "", "acc_", id + "x"} {
		if kind := p.do(refused, "code", said).problem(); kind != core.NotFound {
			t.Errorf("%q: %s", said, kind)
		}
	}
	p.do(done, "rename", id, "")
	if l := p.lines(done, "list"); len(l) != 2 || l[0]["name"] != nil {
		t.Errorf("list: %v", l)
	}
}

func TestUnconfirmedAccountHasNoCodes(t *testing.T) {
	co, p := newCompany(t), newPhone(t)
	id := p.do(done, "link", co.offer().Link).text("account")
	if kind := p.do(refused, "code", id).problem(); kind != core.Denied {
		t.Errorf("%s", kind)
	}
}

func TestScanNeedsNoVault(t *testing.T) {
	png := func(text string) string {
		data, err := qr.PNG(text, 4)
		if err != nil {
			t.Fatal(err)
		}
		return file(t, "code.png", data)
	}
	p := newPhone(t)
	p.keyring = nil
	a, b, c := png("kauth://link?v=2"), png("hello"), file(t, "no.png", []byte("x"))
	got := p.lines(refused, "scan", a, b, c)
	if len(got) != 3 || got[0]["kind"] != "kauth" || got[0]["file"] != a || got[0]["text"] != "kauth://link?v=2" ||
		got[1]["kind"] != "other" || got[2].problem() != core.NotPicture || got[2]["file"] != c {
		t.Errorf("%v", got)
	}
	if files, _ := os.ReadDir(p.vault); len(files) != 0 {
		t.Errorf("a vault was made: %v", files)
	}
}

func TestTroubleWithTheVaultIsNamed(t *testing.T) {
	p := newPhone(t)
	p.do(done, "add", "otpauth://totp/ACME:anna?secret="+rfc)
	k := p.keyring.(*coretest.Keyring)
	k.Fail(core.E("test", core.Unsupported, errors.New("no bus")))
	if kind := p.do(refused, "list").problem(); kind != core.KeyringSilent {
		t.Errorf("no keyring: %s", kind)
	}
	k.Fail(nil)
	k.Forget()
	if kind := p.do(refused, "list").problem(); kind != core.KeyGone {
		t.Errorf("keyring without the key: %s", kind)
	}
	right, wrong := file(t, "right", []byte("one\n")), file(t, "wrong", []byte("two\n"))
	p = newPhone(t)
	p.do(done, "add", "otpauth://totp/ACME:anna?secret="+rfc, "--passphrase-file", right)
	if kind := p.do(refused, "list", "--passphrase-file", wrong).problem(); kind != core.WrongPass {
		t.Errorf("wrong passphrase: %s", kind)
	}
	e := p.do(refused, "list")
	if e.problem() != core.Locked || !strings.Contains(e["error"].(map[string]any)["hint"].(string), "--passphrase-file") {
		t.Errorf("no passphrase: %v", e)
	}
	if kind := p.do(misused, "list", "--passphrase-file", right+"x").problem(); kind != wrongUse {
		t.Errorf("no such file: %s", kind)
	}
	if kind := p.do(misused, "list", "--passphrase-file", file(t, "empty", nil)).problem(); kind != wrongUse {
		t.Errorf("empty file: %s", kind)
	}
	cut := func() {
		t.Helper()
		if err := os.Truncate(p.vault+"/vault.db", 100); err != nil {
			t.Fatal(err)
		}
	}
	cut()
	if kind := p.do(refused, "list", "--passphrase-file", wrong).problem(); kind != core.WrongPass {
		t.Errorf("cut vault, wrong passphrase: %s", kind)
	}
	if e := p.do(done, "list", "--passphrase-file", right); e["label"] != "anna" {
		t.Errorf("cut vault: %v", e)
	}
	cut()
	for _, f := range []string{"vault.db.1", "vault.db.2", "vault.db.3"} {
		_ = os.Remove(p.vault + "/" + f)
	}
	broken, _ := filepath.Glob(p.vault + "/vault.db.broken-*")
	for _, f := range broken {
		_ = os.Remove(f)
	}
	if kind := p.do(refused, "list", "--passphrase-file", right).problem(); kind != core.VaultDamaged {
		t.Errorf("cut vault with nothing beside it: %s", kind)
	}
}

func TestWrongUseIsToldWithItsOwnStatus(t *testing.T) {
	p := newPhone(t)
	for _, args := range [][]string{
		{},
		{"nothing"},
		{"list", "more"},
		{"link"},
		{"confirm", "one"},
		{"confirm", "1", "2", "3"},
		{"scan"},
		{"list", "--wait", "5s"},
		{"requests", "--wait", "soon"},
		{"requests", "--wait", "-5s"},
		{"code", "a", "--at", "now"},
		{"--nothing", "list"},
	} {
		if kind := p.do(misused, args...).problem(); kind != wrongUse {
			t.Errorf("%q: %s", args, kind)
		}
		out, errs, status := p.text(args...)
		if out != "" || !strings.Contains(errs, "COMMAND") || status != misused {
			t.Errorf("%q: %d %q %q", args, status, out, errs)
		}
	}
	for _, args := range [][]string{{"help"}, {"--help"}, {"code", "-h"}} {
		if out, errs, status := p.text(args...); out != usage || errs != "" || status != done {
			t.Errorf("%q: %d %q", args, status, errs)
		}
	}
}

func TestFlagsStandAnywhere(t *testing.T) {
	p := newPhone(t)
	p.do(done, "add", "otpauth://totp/ACME:anna?secret="+rfc)
	p.do(done, "rename", "anna", "--", "--json")
	for _, args := range [][]string{{"code", "--at", "59", "anna"}, {"code", "anna", "--at=59"}, {"code", "-at", "59", "--", "--json"}} {
		if c := p.do(done, args...); c["code"] != "287082" {
			t.Errorf("%q: %v", args, c)
		}
	}
	out, _, status := p.text("code", "anna", "--at", "59", "--json")
	if status != done || !strings.HasPrefix(out, `{"account":`) {
		t.Errorf("%d %q", status, out)
	}
}

func TestDoctorChecksEverything(t *testing.T) {
	co := newCompany(t)
	if err := co.stub.SetClock(-time.Hour); err != nil {
		t.Fatal(err)
	}
	p, _ := co.linked(t)
	state := func(status int) map[string]bool {
		ok := map[string]bool{}
		for _, l := range p.lines(status, "doctor") {
			ok[l.text("check")] = l["ok"].(bool)
			if l.text("message") == "" {
				t.Errorf("%v", l)
			}
		}
		return ok
	}
	if got, want := state(refused), map[string]bool{
		"vault": true, "copies": true, "lock": true, "accounts": true, "network": true, "server": true, "account": true, "requests": true, "clock": false, "wakeups": true,
	}; !maps.Equal(got, want) {
		t.Errorf("an hour off: %v", got)
	}
	if err := co.stub.SetClock(0); err != nil {
		t.Fatal(err)
	}
	if got := state(done); !got["clock"] {
		t.Errorf("right again: %v", got)
	}
	if err := co.stub.Fault(stub.Fault{Kind: "drop"}); err != nil {
		t.Fatal(err)
	}
	if got := state(refused); got["server"] || !got["vault"] {
		t.Errorf("server down: %v", got)
	}
	if !slices.ContainsFunc(p.lines(refused, "doctor"), func(l line) bool { return l["cause"] == string(checkup.Unreachable) }) {
		t.Error("the cause has no name for scripts")
	}
	p.vault = file(t, "file", nil)
	if got := state(refused); got["vault"] || len(got) != 1 {
		t.Errorf("no vault: %v", got)
	}
}

// The names that scripts read, of every command.
func TestNamesInJSONStay(t *testing.T) {
	co := newCompany(t)
	p, offer := newPhone(t), co.offer()
	names := func(l line) string { return strings.Join(slices.Sorted(maps.Keys(l)), " ") }
	check := func(l line, want string) {
		t.Helper()
		if got := names(l); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	a := p.do(done, "link", offer.Link)
	check(a, "account device issuer label state")
	check(p.do(done, "confirm", a.text("account"), co.linkState(offer).Digits), "account codes_waiting device issuer label state")
	check(p.do(done, "list"), "account codes_waiting device issuer label state")
	check(p.do(done, "codes", anna), "account codes")
	check(p.do(done, "code", anna), "account code issuer label next seconds_left")
	_, ask := co.ask("confirm")
	check(p.do(done, "requests"), "account app device digits expires_in id ip issuer kind label mode origin place")
	check(p.do(done, "approve", ask.Challenge), "id outcome")
	e := p.do(refused, "approve", ask.Challenge)
	check(e, "error id outcome")
	check(e["error"].(map[string]any), "hint kind message")
	check(p.do(refused, "code", "nobody"), "error")
	check(p.lines(done, "doctor")[0], "check message ok")
	check(p.do(done, "add", "otpauth://totp/ACME:anna?secret="+rfc), "account issuer label state")
	check(p.do(done, "rename", "ACME", "x"), "account issuer label name state")
	check(p.do(done, "remove", "x", "--yes"), "account issuer label name state")
}

func TestPeopleReadPlainLines(t *testing.T) {
	p := newPhone(t)
	p.do(done, "add", "otpauth://totp/ACME:anna?secret="+rfc)
	if out, _, _ := p.text("code", "anna", "--at", "59"); out != "287 082  for 1 s, then 359 152\n" {
		t.Errorf("code: %q", out)
	}
	if out, _, _ := p.text("list"); !strings.Contains(out, "  code_only  ACME  anna\n") {
		t.Errorf("list: %q", out)
	}
	out, errs, status := p.text("code", "nobody")
	if out != "" || status != refused || strings.Count(errs, "\n") != 2 {
		t.Errorf("trouble: %d %q %q", status, out, errs)
	}
}
