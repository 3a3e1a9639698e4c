package main

import (
	"encoding/base64"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/qr"
	"kauth/core/vault"
	"kauth/server-stub/stub"
)

func TestLinkByTextOrByPicture(t *testing.T) {
	for _, way := range []string{"text", "picture"} {
		t.Run(way, func(t *testing.T) {
			co, p := newCompany(t), newPhone(t)
			offer := co.offer()
			said := offer.Link
			if way == "picture" {
				png, err := base64.StdEncoding.DecodeString(offer.PNG)
				if err != nil {
					t.Fatal(err)
				}
				said = file(t, "code.png", png)
			}
			a := p.do(done, "link", said, "--phone-name", "Pixel 9")
			if a["state"] != "unconfirmed" || a["label"] != anna || a["issuer"] != "Infomaniak" || a["device"] != "Pixel 9" {
				t.Errorf("linked: %v", a)
			}
			s := co.linkState(offer)
			if s.State != "registered" || s.DeviceName != "Pixel 9" {
				t.Errorf("the page says %+v", s)
			}
			a = p.do(done, "confirm", a.text("account"), s.Digits)
			if a["state"] != "active" || a["codes_waiting"] != true {
				t.Errorf("confirmed: %v", a)
			}
			if s := co.linkState(offer); s.State != "active" {
				t.Errorf("the page says %+v", s)
			}
		})
	}
}

func TestWrongDigitsEndTheLink(t *testing.T) {
	co, p := newCompany(t), newPhone(t)
	offer := co.offer()
	id := p.do(done, "link", offer.Link).text("account")
	if kind := p.do(refused, "confirm", id, "12345").problem(); kind != core.Malformed {
		t.Errorf("five digits: %s", kind)
	}
	wrong := "000000"
	if co.linkState(offer).Digits == wrong {
		wrong = "000001"
	}
	if kind := p.do(refused, "confirm", id, wrong).problem(); kind != core.Mismatch {
		t.Errorf("wrong digits: %s", kind)
	}
	if all := p.lines(done, "list"); len(all) != 0 {
		t.Errorf("left behind: %v", all)
	}
	if kind := newPhone(t).do(refused, "link", offer.Link).problem(); kind != core.LinkUsed && kind != core.LinkExpired {
		t.Errorf("the same link again: %s", kind)
	}
}

func TestBackupCodesAreShownUntilAcknowledged(t *testing.T) {
	co := newCompany(t)
	p, id := co.linked(t)
	first := p.do(done, "codes", id, "--keep")
	codes, _ := first["codes"].([]any)
	if len(codes) != 10 {
		t.Fatalf("codes: %v", first)
	}
	again, _ := p.do(done, "codes", id)["codes"].([]any)
	if len(again) != 10 || again[0] != codes[0] {
		t.Errorf("again: %v", again)
	}
	if left := p.do(done, "codes", id); len(left["codes"].([]any)) != 0 {
		t.Errorf("after they were seen: %v", left)
	}
	if a := p.do(done, "list"); a["codes_waiting"] != nil {
		t.Errorf("list: %v", a)
	}
}

func TestYesAndNo(t *testing.T) {
	co := newCompany(t)
	p, id := co.linked(t)
	if all := p.lines(done, "requests"); len(all) != 0 {
		t.Errorf("before anyone asked: %v", all)
	}
	login, _ := co.ask("confirm")
	r := p.do(done, "requests")
	if r["mode"] != "confirm" || r["digits"] != 0.0 || r["account"] != id || r["label"] != anna || r["app"] != "Manager" {
		t.Errorf("request: %v", r)
	}
	if left, _ := r["expires_in"].(float64); left < 60 || left > 120 {
		t.Errorf("expires in %v", r["expires_in"])
	}
	if o := p.do(done, "approve", r.text("id")); o["outcome"] != "approved" || o["id"] != r["id"] || o["error"] != nil {
		t.Errorf("approved: %v", o)
	}
	if s := co.state(login); s != "approved" {
		t.Errorf("the page says %s", s)
	}
	login, _ = co.ask("confirm")
	r = p.do(done, "requests", "--wait", "60s")
	if o := p.do(done, "deny", r.text("id"), "--not-me"); o["outcome"] != "denied" {
		t.Errorf("denied: %v", o)
	}
	if s := co.state(login); s != "denied" {
		t.Errorf("the page says %s", s)
	}
}

func TestTypedNumber(t *testing.T) {
	co := newCompany(t)
	p, _ := co.linked(t)
	login, ask := co.ask("match")
	r := p.do(done, "requests")
	if r["mode"] != "match" || r["digits"] != 2.0 {
		t.Errorf("request: %v", r)
	}
	id := r.text("id")
	for _, number := range [][]string{{}, {"--number", "1"}, {"--number", "123"}} {
		if kind := p.do(misused, append([]string{"approve", id}, number...)...).problem(); kind != wrongUse {
			t.Errorf("%q: %s", number, kind)
		}
	}
	if o := p.do(done, "approve", "--number", *ask.Match, id); o["outcome"] != "approved" {
		t.Errorf("right number: %v", o)
	}
	if s := co.state(login); s != "approved" {
		t.Errorf("the page says %s", s)
	}
	login, ask = co.ask("match")
	wrong := "10"
	if *ask.Match == wrong {
		wrong = "11"
	}
	o := p.do(refused, "approve", p.do(done, "requests").text("id"), "--number", wrong)
	if o["outcome"] != "mismatch" || o.problem() != core.Mismatch {
		t.Errorf("wrong number: %v", o)
	}
	if s := co.state(login); s != "mismatch" {
		t.Errorf("the page says %s", s)
	}
}

func TestRequestThatIsOverSaysHowItEnded(t *testing.T) {
	co := newCompany(t)
	p, _ := co.linked(t)
	_, ask := co.ask("confirm")
	p.do(done, "approve", ask.Challenge)
	if o := p.do(refused, "deny", ask.Challenge); o["outcome"] != "already" || o.problem() != core.AlreadyDone {
		t.Errorf("answered before: %v", o)
	}
	_, ask = co.ask("confirm")
	if err := co.stub.Expire(ask.Challenge); err != nil {
		t.Fatal(err)
	}
	if o := p.do(refused, "approve", ask.Challenge); o["outcome"] != "expired" || o.problem() != core.Expired {
		t.Errorf("expired: %v", o)
	}
	if kind := p.do(refused, "approve", "chl_AAAAAAAAAAAAAAAAAAAAAA").problem(); kind != core.NotFound {
		t.Errorf("unknown: %s", kind)
	}
}

func TestWaitEndsWithTheRequest(t *testing.T) {
	co := newCompany(t)
	p, _ := co.linked(t)
	got := make(chan line, 1)
	began := time.Now()
	go func() {
		out, _, _ := p.text("--json", "requests", "--wait", "100s")
		got <- line{"out": out}
	}()
	_, ask := co.ask("confirm")
	if out := (<-got).text("out"); !strings.Contains(out, ask.Challenge) {
		t.Errorf("printed %q", out)
	}
	if took := time.Since(began); took > 90*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestServerTroubleIsNamed(t *testing.T) {
	co := newCompany(t)
	p, id := co.linked(t)
	for kind, f := range map[core.Kind]stub.Fault{
		core.Garbled:    {Kind: "garbage"},
		core.Redirected: {Kind: "redirect", Location: "https://elsewhere.example/"},
		core.ServerDown: {Kind: "status", Status: 503},
		core.Offline:    {Kind: "drop"},
	} {
		f.Path = "/v1/devices"
		if err := co.stub.Fault(f); err != nil {
			t.Fatal(err)
		}
		if got := p.do(refused, "requests").problem(); got != kind {
			t.Errorf("%s: %s, want %s", f.Kind, got, kind)
		}
		p.do(done, "list") // needs no server
		p.do(done, "code", id)
		co.stub.ClearFaults()
	}
}

// process runs the command line in a process of its own.
func process(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), asProcess+"=1")
	return cmd
}

func TestKilledLinkIsTakenUpAgain(t *testing.T) {
	co := newCompany(t)
	dir, pass := t.TempDir(), file(t, "pass", []byte("a passphrase\n"))
	p := &phone{t: t, vault: dir}
	for _, f := range []stub.Fault{
		{Kind: "hold", Path: "/v1/devices", Seconds: 60, Times: 1},       // killed before the server heard
		{Kind: "drop_reply", Path: "/v1/devices", Seconds: 60, Times: 9}, // and after
	} {
		offer := co.offer()
		if err := co.stub.Fault(f); err != nil {
			t.Fatal(err)
		}
		args := []string{"--json", "--vault", dir, "--passphrase-file", pass, "link", offer.Link}
		cmd := process(t, args...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		for f.Kind == "hold" && <-co.hits != api.PathDevices {
		}
		if f.Kind == "hold" {
			_ = cmd.Process.Kill()
		}
		_ = cmd.Wait()
		co.stub.ClearFaults()
		a := p.do(done, args[3:]...)
		if a["state"] != "unconfirmed" {
			t.Fatalf("%s: %v", f.Kind, a)
		}
		if again := p.do(done, args[3:]...); again["account"] != a["account"] {
			t.Errorf("%s: the same link again made %v of %v", f.Kind, again, a)
		}
		if all := p.lines(done, "list", "--passphrase-file", pass); len(all) != 1 {
			t.Errorf("%s: %v", f.Kind, all)
		}
	}
}

func TestSecondProcessIsTold(t *testing.T) {
	p := newPhone(t)
	v, err := vault.Open(p.vault)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	cmd := process(t, "--json", "--vault", p.vault, "list")
	out, _ := cmd.Output()
	if cmd.ProcessState.ExitCode() != refused || !strings.Contains(string(out), `"vault_busy"`) {
		t.Errorf("%d %s", cmd.ProcessState.ExitCode(), out)
	}
}

func TestBeginsAfreshWithAnotherLink(t *testing.T) {
	co, p := newCompany(t), newPhone(t)
	p.do(done, "link", co.offer().Link)
	offer := co.offer()
	id := p.do(done, "link", offer.Link).text("account")
	p.do(done, "confirm", id, co.linkState(offer).Digits)
	if all := p.lines(done, "list"); len(all) != 1 || all[0]["state"] != "active" {
		t.Errorf("list: %v", all)
	}
}

func TestNewDeviceKeyAnswersWhatTheOldOneWasAsked(t *testing.T) {
	co := newCompany(t)
	p, id := co.linked(t)
	login, asked := co.ask("confirm")
	if r := p.do(done, "rekey", id); r["account"] != id {
		t.Errorf("rekey: %v", r)
	}
	if o := p.do(done, "approve", asked.Challenge); o["outcome"] != "approved" {
		t.Errorf("approved: %v", o)
	}
	if s := co.state(login); s != "approved" {
		t.Errorf("the page says %s", s)
	}
	p.do(refused, "rekey", "nobody")
}

func TestRemovedPhoneIsGoneFromTheServer(t *testing.T) {
	co := newCompany(t)
	p, id := co.linked(t)
	if kind := p.do(misused, "remove", id).problem(); kind != wrongUse {
		t.Errorf("without --yes: %s", kind)
	}
	if a := p.do(done, "remove", id, "--yes"); a["state"] != "removed" {
		t.Errorf("removed: %v", a)
	}
	if l := co.login(); len(l.Methods) != 0 {
		t.Errorf("the server still asks for %v", l.Methods)
	}
}

func TestLinkSaysWhatItWasGiven(t *testing.T) {
	p := newPhone(t)
	png, err := qr.PNG("https://www.example.com/", 4)
	if err != nil {
		t.Fatal(err)
	}
	for said, want := range map[string]core.Kind{
		"nonsense":                     core.NotOurs,
		"kauth://link?v=2":             core.TooNew,
		"kauth://link?v=1":             core.Malformed,
		"otpauth://totp/a?secret=AAAA": core.NotOurs,
		"otpauth-migration://offline?": core.Malformed,
		"otpauth-migration://offline?data=CjEKCkhlbGxvId6tvu8SGEV4YW1wbGU6YWxpY2VAZ29vZ2xlLmNvbRoHRXhhbXBsZTAC": core.Unsupported,
		file(t, "a.png", png):         core.NotOurs,
		file(t, "b.png", []byte("x")): core.NotPicture,
		file(t, "c.bmp", blank):       core.NoCode,
		"kauth://link?v=1&u=http://auth.example&c=AAECAwQFBgcICQoLDA0ODw&k=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8&x=1790000000": core.Insecure,
	} {
		if got := p.do(refused, "link", said).problem(); got != want {
			t.Errorf("%.60s: %s, want %s", said, got, want)
		}
	}
}

// blank is a BMP of one white pixel.
var blank = []byte("BM\x3a\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01\x00\x18\x00" +
	"\x00\x00\x00\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\x00")
