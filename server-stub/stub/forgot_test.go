package stub

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"kauth/core/api"
)

// reachable gives Anna a phone and an address to get back in with.
func (w *world) reachable() {
	w.t.Helper()
	w.ok(w.s.update(func(t *tx) error {
		p, err := t.personByUser(annaUser)
		if err != nil {
			return err
		}
		p.Profile.Address = "anna@home.example.net"
		t.setPhone(p, "+41791234512")
		return nil
	}))
}

// newest is the newest message to somebody; it fails where there is none.
func (w *world) newest(to string) mail {
	w.t.Helper()
	list, err := w.s.outbox()
	w.ok(err)
	for _, m := range list {
		if m.To == to {
			return m
		}
	}
	w.t.Fatalf("nothing was sent to %s: %+v", to, list)
	return mail{}
}

func (w *world) sentTo(to string) (n int) {
	w.t.Helper()
	list, err := w.s.outbox()
	w.ok(err)
	for _, m := range list {
		if m.To == to {
			n++
		}
	}
	return n
}

var eightDigits = regexp.MustCompile(`\b\d{4} \d{4}\b`)

// codeTo is the code in the newest message to somebody.
func (w *world) codeTo(to string) string {
	w.t.Helper()
	code := eightDigits.FindString(w.newest(to).Text)
	if code == "" {
		w.t.Fatalf("no code in %+v", w.newest(to))
	}
	return code
}

// wrongCode is another code of the same shape.
func wrongCode(code string) string {
	if strings.HasPrefix(code, "0") {
		return "1" + code[1:]
	}
	return "0" + code[1:]
}

// forgot goes as far as the choice of where the code goes.
func (w *world) forgot(user string) *reader {
	w.t.Helper()
	return w.reader().get("/forgot/password").send("/forgot/password", "user", user).wants("/forgot/password/fgt_.*", "Where may we send a code?")
}

var wayBackAt = regexp.MustCompile(`^/forgot/[a-z]+/fgt_[A-Za-z0-9_-]+`)

func (r *reader) via(way string) *reader {
	r.w.t.Helper()
	return r.post(wayBackAt.FindString(r.at)+"/send", "via", way)
}

func TestForgottenPasswordIsChosenAnewByMailAndBySMS(t *testing.T) {
	for way, to := range map[string]string{"mail": "anna@home.example.net", "sms": "+41791234512"} {
		w := newWorld(t, Options{})
		w.reachable()
		signedIn := w.browser().signIn()
		r := w.forgot(" ANNA@example.ch ").wants(".*", "a•••@h•••.net", "•• •• 12")
		at := r.at
		r.via(way).wants(at, "Type the code")
		r.send(at+"/code", "code", wrongCode(w.codeTo(to))).wants(at+"/code", "This code is wrong")
		r.send(at+"/code", "code", w.codeTo(to)).wants(at, "Choose a new password")
		r.send(at+"/new", "new", "a new horse", "again", "another").wants(at+"/new", "not the same")
		r.send(at+"/new", "new", "short", "again", "short").wants(at+"/new", "too short")
		r.send(at+"/new", "new", "a new horse", "again", "a new horse").wants("/login", "Your password is changed")
		signedIn.do("GET", api.PathMethods, nil).refused(api.CodeNoSession)
		for _, address := range []string{annaUser, "anna@home.example.net"} {
			if m := w.newest(address); m.Subject != "Your password was reset" {
				t.Errorf("%s was told %q", address, m.Subject)
			}
		}
		w.browser().do("POST", api.PathLogins, api.LoginRequest{User: annaUser, Password: annaPass}).refused(api.CodeBadCredentials)
		w.browser().do("POST", api.PathLogins, api.LoginRequest{User: annaUser, Password: "a new horse"}).want(201)
		r.post(at+"/new", "new", "once more!", "again", "once more!").wants(at+"/new", "This is over")
	}
}

func TestNewPasswordLeavesTheSecondStep(t *testing.T) {
	w := newWorld(t, Options{})
	w.reachable()
	_, p := w.linked()
	old := w.reader().signIn().wants("/login/lgn_.*", "Answer on your phone")
	offer := w.browser()
	w.reset("a new horse")
	p.noneWaits()
	old.get(old.at).wants(".*", "Sign-in cancelled")
	l := api.LoginReply{}
	offer.do("POST", api.PathLogins, api.LoginRequest{User: annaUser, Password: "a new horse"}).want(201).into(&l)
	if l.State != loginWaiting || len(l.Methods) == 0 {
		t.Fatalf("after the new password the second step is not asked: %+v", l)
	}
	offer.redeem(l.ID).refused(api.CodeNotApproved)
}

// reset goes the whole way by mail.
func (w *world) reset(password string) {
	w.t.Helper()
	r := w.forgot(annaUser)
	at := r.at
	r.via("mail").send(at+"/code", "code", w.codeTo("anna@home.example.net"))
	r.send(at+"/new", "new", password, "again", password).wants("/login", "Your password is changed")
}

func (p *phone) noneWaits() {
	p.w.t.Helper()
	if left := p.fetch().Challenges; len(left) > 0 {
		p.w.t.Fatalf("%d requests wait", len(left))
	}
}

func TestNewPasswordVoidsOffersThatWereOpen(t *testing.T) {
	w := newWorld(t, Options{})
	w.reachable()
	thief := w.browser().signIn()
	offer := thief.link()
	w.reset("a new horse")
	w.phone("Thief's").register(offer.Link).refused(api.CodeExpired)
}

func TestBackCodeIsTakenFiveTimesAndTenMinutes(t *testing.T) {
	w := newWorld(t, Options{})
	w.reachable()
	r := w.forgot(annaUser)
	at := r.at
	r.via("mail")
	first := w.codeTo("anna@home.example.net")
	for range 3 {
		r.send(at+"/code", "code", wrongCode(first)).wants(".*", "This code is wrong")
	}
	r.via("sms") // another code does not bring tries back
	second := w.codeTo("+41791234512")
	r.get(at).send(at+"/code", "code", first).wants(".*", "This code is wrong")
	r.send(at+"/code", "code", wrongCode(second)).wants(".*", "This code is wrong")
	r.send(at+"/code", "code", second).wants(".*", "too many wrong ones")
	if r.code != 410 {
		t.Errorf("status %d", r.code)
	}

	late := w.forgot(annaUser)
	late.via("mail")
	w.pass(10 * time.Minute)
	late.send(late.at+"/code", "code", w.codeTo("anna@home.example.net")).wants(".*", "This code is too old")
}

func TestCodesAreSentOnlySoOften(t *testing.T) {
	w := newWorld(t, Options{})
	w.reachable()
	for range sendsAnHour {
		w.forgot(annaUser).via("mail").wants(".*", "Type the code")
	}
	for _, user := range []string{annaUser, "nobody@example.ch"} {
		r := w.forgot(user)
		for range sendsAnHour + 1 {
			r.via("sms")
		}
		if r.wants(".*", "tried too often", "Where may we send a code?"); r.code != 429 {
			t.Errorf("%s: status %d", user, r.code)
		}
	}
	if n := w.sentTo("anna@home.example.net"); n != sendsAnHour {
		t.Errorf("%d codes were sent", n)
	}
	w.pass(time.Hour)
	w.forgot(annaUser).via("mail").wants(".*", "Type the code")
}
