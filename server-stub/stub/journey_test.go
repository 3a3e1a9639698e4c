package stub

import (
	"bytes"
	"encoding/base64"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kauth/core/api"
)

func TestLinkThenSignInWithYes(t *testing.T) {
	w := newWorld(t, Options{})
	b := w.browser().signIn()
	offer := b.link()
	if got := b.linkState(offer.ID); got.State != "offered" || got.Digits != "" {
		t.Fatalf("a new offer is %+v", got)
	}
	p := w.phone("Pixel 9 · kAuth")
	p.register(offer.Link).want(201)
	if p.reg.State != "unconfirmed" || p.reg.Recovery {
		t.Fatalf("registered as %+v", p.reg)
	}
	p.checkStatement(query(offer.Link, "k"))
	shown := b.linkState(offer.ID)
	if shown.State != "registered" || shown.DeviceName != p.name || len(shown.Digits) != 6 {
		t.Fatalf("the computer shows %+v", shown)
	}
	c := p.open(p.only())
	if c.Kind != "link" || c.Mode != "match" || c.Digits != 6 {
		t.Fatalf("the link asks %+v", c)
	}
	var done api.AnswerReply
	p.approve(p.only(), shown.Digits).want(200).into(&done)
	if done.State != "approved" || !done.Recovery {
		t.Fatalf("after the digits: %+v", done)
	}
	if got := b.linkState(offer.ID).State; got != "active" {
		t.Fatalf("the offer is %q", got)
	}
	ask := w.browser().wait(p)
	if ask.Match != nil || !slices.Equal(ask.Devices, []string{p.name}) || ask.ExpiresIn < 119 {
		t.Fatalf("the first request after a link from here: %+v", ask)
	}
}

// wait signs in with a YES.
func (b *browser) wait(p *phone) api.AskReply {
	t := b.w.t
	t.Helper()
	id, ask := b.ask()
	if got := b.state(id); got != "waiting" {
		t.Fatalf("an asked login is %q", got)
	}
	b.redeem(id).refused(api.CodeNotApproved)
	p.approve(p.only(), number(ask)).want(200)
	if got := b.state(id); got != "approved" {
		t.Fatalf("an approved login is %q", got)
	}
	b.redeem(id).want(204)
	b.do("GET", api.PathMethods, nil).want(200)
	if p := b.redeem(id).refused(api.CodeNotApproved); p.State != "redeemed" {
		t.Fatalf("redeemed twice: %+v", p)
	}
	return ask
}

// checkStatement does what an app does before it stores anything.
func (p *phone) checkStatement(keyInLink string) {
	t := p.w.t
	t.Helper()
	server, err := p.reg.Keys[0].Key()
	p.w.ok(err)
	if api.Thumbprint(server) != keyInLink {
		t.Fatal("the link names another key")
	}
	stmt, err := api.OpenStatement(p.reg.Statement, api.StmtRegistered, api.OneKey(server), p.w.http.URL, p.reg.Device, api.Thumbprint(&p.key.PublicKey))
	p.w.ok(err)
	secret, err := base32NoPad.DecodeString(p.reg.TOTP.Secret)
	p.w.ok(err)
	if stmt.OTPHash != api.Hash(secret) || len(secret) != 20 || stmt.Account != p.reg.Account.ID {
		t.Fatalf("the statement says %+v", stmt)
	}
}

func TestLinkQRIsReadByZbar(t *testing.T) {
	b := newWorld(t, Options{}).browser().signIn()
	offer := b.link()
	png, err := base64.StdEncoding.DecodeString(offer.PNG)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "link.png")
	if err := os.WriteFile(file, png, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", file).Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimSpace(string(out)); got != offer.Link {
		t.Fatalf("zbarimg reads %q instead of %q", got, offer.Link)
	}
	if !strings.HasPrefix(offer.Link, "kauth://link?v=1&u=http%3A%2F%2F127.0.0.1%3A") || query(offer.Link, "a") != "anna%40example.ch" {
		t.Fatalf("the link is %q", offer.Link)
	}
}

func TestSamePhoneGetsTheSameReplyAgain(t *testing.T) {
	w := newWorld(t, Options{})
	offer := w.browser().signIn().link()
	p := w.phone("Pixel")
	p.register(offer.Link).want(201)
	first := p.reg
	w.restart()
	p.register(offer.Link).want(201)
	p.reg.ServerTime = first.ServerTime
	if p.reg.Device != first.Device || p.reg.TOTP != first.TOTP || p.reg.Statement != first.Statement {
		t.Fatalf("got %+v, then %+v", first, p.reg)
	}
	w.phone("thief").register(offer.Link).refused(api.CodeLinkUsed)
	w.pass(11 * time.Minute)
	p.register(offer.Link).refused(api.CodeExpired)
	w.phone("thief").register(offer.Link).refused(api.CodeLinkUsed)
	w.phone("guess").registerCode(api.NewCode()).refused(api.CodeNotFound)
}

func TestWrongDigitsDestroyThePhone(t *testing.T) {
	w := newWorld(t, Options{})
	b := w.browser().signIn()
	for name, answer := range map[string]func(p *phone, jws, digits string) result{
		"wrong digits": func(p *phone, jws, digits string) result { return p.approve(jws, otherDigits(digits)) },
		"no digits":    func(p *phone, jws, _ string) result { return p.approve(jws, "") },
		"NO":           func(p *phone, jws, _ string) result { return p.deny(jws) },
	} {
		t.Run(name, func(t *testing.T) {
			offer := b.link()
			p := w.phone("Pixel")
			p.register(offer.Link).want(201)
			jws, digits := p.only(), b.linkState(offer.ID).Digits
			answer(p, jws, digits)
			if got := b.linkState(offer.ID).State; got != "refused" {
				t.Fatalf("the offer is %q", got)
			}
			p.approve(jws, digits).refused(api.CodeNotFound)
			p.wantRevoked()
		})
	}
	var m api.MethodsReply
	b.do("GET", api.PathMethods, nil).want(200).into(&m)
	if m.TwoFactor || len(m.Methods) > 0 {
		t.Fatalf("the account has %+v", m)
	}
}

func otherDigits(digits string) string {
	last := digits[len(digits)-1]
	return digits[:len(digits)-1] + string('0'+(last-'0'+1)%10)
}

// wantRevoked checks that the phone hears the statement, signed, and nothing else.
func (p *phone) wantRevoked() {
	t := p.w.t
	t.Helper()
	reply := p.fetch()
	if len(reply.Challenges)+len(reply.Gone) > 0 || len(reply.Statements) != 1 {
		t.Fatalf("a removed phone hears %+v", reply)
	}
	server, err := p.reg.Keys[0].Key()
	p.w.ok(err)
	_, err = api.OpenStatement(reply.Statements[0], api.StmtRevoked, api.OneKey(server), p.w.http.URL, p.reg.Device, api.Thumbprint(&p.key.PublicKey))
	p.w.ok(err)
	p.call("GET", api.PathActivity).refused(api.CodeNotFound)
	p.call("GET", api.PathRecovery).refused(api.CodeNotFound)
	p.call("DELETE", api.PathSelf).refused(api.CodeNotFound)
}

func TestOfferCanBeTakenBack(t *testing.T) {
	w := newWorld(t, Options{})
	b := w.browser().signIn()
	offer := b.link()
	b.do("DELETE", api.Path(api.PathLink, offer.ID), nil).want(204)
	w.phone("Pixel").register(offer.Link).refused(api.CodeExpired)

	offer = b.link()
	p := w.phone("Pixel")
	p.register(offer.Link).want(201)
	b.do("DELETE", api.Path(api.PathLink, offer.ID), nil).want(204)
	p.wantRevoked()
	b.do("GET", api.Path(api.PathLink, api.NewID("lnk_")), nil).refused(api.CodeNotFound)
}

func TestOfferExpires(t *testing.T) {
	w := newWorld(t, Options{})
	b := w.browser().signIn()
	unused, used := b.link(), b.link()
	p := w.phone("Pixel")
	p.register(used.Link).want(201)
	jws, digits := p.only(), b.linkState(used.ID).Digits
	w.pass(10 * time.Minute)
	for _, offer := range []api.LinkReply{unused, used} {
		if got := b.linkState(offer.ID); got.State != "expired" || got.Digits != "" {
			t.Fatalf("an old offer is %+v", got)
		}
	}
	w.phone("late").register(unused.Link).refused(api.CodeExpired)
	p.approve(jws, digits).refused(api.CodeNotFound)
	p.wantRevoked()
}

func TestRemovedPhoneHearsItSigned(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	w.browser().ask()
	b.do("DELETE", api.Path(api.PathMethod, p.reg.Device), nil).want(204)
	p.wantRevoked()
	var m api.MethodsReply
	b.do("GET", api.PathMethods, nil).want(200).into(&m)
	if m.TwoFactor || len(m.Methods) > 0 {
		t.Fatalf("with the last phone removed the account has %+v", m)
	}
	if l := w.browser().begin(); l.State != "approved" || len(l.Methods) != 0 {
		t.Fatalf("two-factor is still on: %+v", l)
	}
	w.wantMail("A phone was removed")
	w.wantMail("A phone was linked")
}

func (w *world) wantMail(subject string) {
	w.t.Helper()
	lines, err := w.s.Outbox()
	w.ok(err)
	if !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, annaUser+": "+subject) }) {
		w.t.Fatalf("no mail %q among %q", subject, lines)
	}
}

func TestPhoneGivesItselfUp(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	p.call("DELETE", api.PathSelf).want(204)
	p.wantRevoked()
	var a api.ActivityReply
	b.do("GET", api.PathOwnActivity, nil).want(200).into(&a)
	if len(a.Events) == 0 || a.Events[0].What != "removed" || a.Events[0].With != p.name {
		t.Fatalf("the newest line is %+v", a.Events)
	}
}

func TestAnotherPersonsThingsAreNotFound(t *testing.T) {
	w := newWorld(t, Options{})
	w.ok(w.s.AddPerson("max@example.ch", "chess and tea", "collaborator"))
	b, p := w.linked()
	offer := b.link()
	max := w.browser()
	var l api.LoginReply
	max.do("POST", api.PathLogins, api.LoginRequest{User: "max@example.ch", Password: "chess and tea"}).want(201).into(&l)
	b.redeem(l.ID).refused(api.CodeNotFound) // without its cookie
	max.redeem(l.ID).want(204)
	max.do("GET", api.Path(api.PathLink, offer.ID), nil).refused(api.CodeNotFound)
	max.do("DELETE", api.Path(api.PathMethod, p.reg.Device), nil).refused(api.CodeNotFound)
	max.do("PUT", api.Path(api.PathMethod, p.reg.Device)+"/default", nil).refused(api.CodeNotFound)
}

func TestServerKeepsItsKeyAndPeopleOverARestart(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	id, ask := b.ask()
	w.restart()
	b.do("GET", api.PathMethods, nil).want(200) // the session
	p.approve(p.only(), number(ask)).want(200)
	w.restart()
	if got := b.state(id); got != "approved" {
		t.Fatalf("after a restart the login is %q", got)
	}
	b.redeem(id).want(204)
	w.restart()
	b.redeem(id).refused(api.CodeNotApproved)
}

func TestOneServerAFolder(t *testing.T) {
	w := newWorld(t, Options{})
	if _, err := New(w.o); err == nil || !strings.Contains(err.Error(), "another server") {
		t.Fatalf("a second server on the same folder: %v", err)
	}
}

func TestRepliesSayTheirTimeAndAreNotStored(t *testing.T) {
	w := newWorld(t, Options{})
	w.pass(48 * time.Hour)
	r := w.browser().do("GET", api.PathConfiguration, nil).want(200)
	at, err := http.ParseTime(r.header.Get("Date"))
	if off := at.Sub(w.s.Now()); err != nil || off > time.Second || off < -2*time.Second {
		t.Fatalf("Date is %q, off by %v", r.header.Get("Date"), off)
	}
	if r.header.Get("Cache-Control") != "no-store" || r.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Fatalf("headers %v", r.header)
	}
	var conf api.Configuration
	r.into(&conf)
	if conf.Issuer != w.http.URL || !slices.Equal(conf.Versions, []int{1}) || conf.Keys[0].Kid == "" {
		t.Fatalf("the server says %+v", conf)
	}
}

func TestPageOfAnotherSiteIsRefused(t *testing.T) {
	w := newWorld(t, Options{})
	body := []byte(`{"user":"` + annaUser + `","password":"` + annaPass + `"}`)
	for name, header := range map[string][2]string{
		"Sec-Fetch-Site": {"Sec-Fetch-Site", "cross-site"},
		"Origin":         {"Origin", "https://evil.example"},
	} {
		t.Run(name, func(t *testing.T) {
			req, err := http.NewRequest("POST", w.http.URL+api.PathLogins, bytes.NewReader(body))
			w.ok(err)
			req.Header.Set("Content-Type", api.TypeJSON)
			req.Header.Set(header[0], header[1])
			resp, err := http.DefaultClient.Do(req)
			read(t, resp, err).refused(api.CodeCrossOrigin)
		})
	}
}

func TestBodiesAreCheckedFirst(t *testing.T) {
	w := newWorld(t, Options{})
	post := func(contentType, body string) result {
		resp, err := http.Post(w.http.URL+api.PathLogins, contentType, strings.NewReader(body))
		return read(t, resp, err)
	}
	post("text/plain", `{"user":"a","password":"b"}`).refused(api.CodeType)
	post(api.TypeJSON, `{"user":"a","user":"b"}`).refused(api.CodeBadRequest)
	post(api.TypeJSON, `{"user":`).refused(api.CodeBadRequest)
	post(api.TypeJSON, `{"user":"`+strings.Repeat("a", api.MaxBody)+`"}`).refused(api.CodeTooLarge)
	w.browser().do("GET", "/v1/nothing", nil).refused(api.CodeNotFound)
	w.browser().do("PATCH", api.PathLogins, nil).refused(api.CodeMethod)
	w.browser().do("GET", api.PathMethods, nil).refused(api.CodeNoSession)
}
