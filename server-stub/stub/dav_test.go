package stub

import (
	"net/http"
	"regexp"
	"strconv"
	"testing"
	"time"

	"kauth/core/api"
)

// dav asks who one is, as a program that synchronizes does.
func (w *world) dav(user, password string) result {
	w.t.Helper()
	req, err := http.NewRequest("GET", w.http.URL+api.PathDAV, nil)
	w.ok(err)
	if user != "" {
		req.SetBasicAuth(user, password)
	}
	req.Header.Set("User-Agent", "curl/8.0")
	resp, err := http.DefaultClient.Do(req)
	return read(w.t, resp, err)
}

func TestProgramsUseThePasswordUntilTwoFactorIsOn(t *testing.T) {
	w := newWorld(t, Options{})
	if got := w.dav("", "").refused(api.CodeBadCredentials); got.Status != 401 {
		t.Fatal(got)
	}
	if got := w.dav("", "").header.Get("WWW-Authenticate"); got != `Basic realm="Infomaniak", charset="UTF-8"` {
		t.Fatalf("%q", got)
	}
	w.dav(annaUser, annaPass).want(200)
	b := w.browser().signIn()
	b.do("POST", api.PathAppPasswords, api.AppPasswordRequest{Name: "Mail"}).want(400)
	b.addApp("Authy")
	w.dav(annaUser, annaPass).refused(api.CodeBadCredentials)
	var made api.AppPassword
	b.do("POST", api.PathAppPasswords, api.AppPasswordRequest{Name: "Calendar on my laptop"}).want(201).into(&made)
	if !regexp.MustCompile(`^([0-9a-hjkmnp-tv-z]{5}-){3}[0-9a-hjkmnp-tv-z]{5}$`).MatchString(made.Password) {
		t.Fatalf("%q", made.Password)
	}
	var who api.DAVReply
	w.dav(annaUser, made.Password).want(200).into(&who)
	if who != (api.DAVReply{User: annaUser, With: "Calendar on my laptop"}) {
		t.Fatalf("%+v", who)
	}
	w.restart()
	w.dav("ANNA@example.ch", made.Password).want(200)
	b.do("POST", api.PathLogins, api.LoginRequest{User: annaUser, Password: made.Password}).refused(api.CodeBadCredentials)
	var list api.AppPasswordsReply
	b.do("GET", api.PathAppPasswords, nil).want(200).into(&list)
	if len(list.Passwords) != 1 || list.Passwords[0].Password != "" || list.Passwords[0].Used == 0 || list.Passwords[0].From != "curl" {
		t.Fatalf("%+v", list.Passwords)
	}
	b.do("DELETE", api.Path(api.PathAppPassword, made.ID), nil).want(204)
	w.dav(annaUser, made.Password).refused(api.CodeBadCredentials)
}

func TestApplicationPasswordIsItsOwnersAlone(t *testing.T) {
	w := newWorld(t, Options{})
	w.ok(w.s.AddPerson("eve@example.ch", "wicked horse", "external"))
	b := w.browser().signIn()
	b.addApp("Authy")
	var made api.AppPassword
	b.do("POST", api.PathAppPasswords, api.AppPasswordRequest{Name: "Mail"}).want(201).into(&made)
	w.dav("eve@example.ch", made.Password).refused(api.CodeBadCredentials)
	eve := w.browser()
	var l api.LoginReply
	eve.do("POST", api.PathLogins, api.LoginRequest{User: "eve@example.ch", Password: "wicked horse"}).want(201).into(&l)
	eve.redeem(l.ID).want(204)
	eve.do("DELETE", api.Path(api.PathAppPassword, made.ID), nil).refused(api.CodeNotFound)
	w.dav(annaUser, made.Password).want(200)
}

func TestGuessingAtProgramsIsLimitedForAnybodyAlike(t *testing.T) {
	w := newWorld(t, Options{})
	for _, user := range []string{annaUser, "nobody@example.ch"} {
		for range davTries {
			w.dav(user, "wrong").refused(api.CodeBadCredentials)
		}
		w.dav(user, annaPass).refused(api.CodeRateLimited)
	}
	w.pass(davTime * time.Second)
	w.dav(annaUser, annaPass).want(200)
}

func TestProgramsAndTheSignInCountTheSameGuesses(t *testing.T) {
	w := still(t, Options{})
	b := w.browser()
	for range byName.free {
		b.password(annaUser, "wrong").refused(api.CodeBadCredentials)
	}
	w.dav(annaUser, annaPass).refused(api.CodeRateLimited)
	w.pass(time.Minute)
	w.dav(annaUser, "wrong").refused(api.CodeBadCredentials)
	b.password(annaUser, annaPass).refused(api.CodeRateLimited)
	w.pass(time.Minute)
	w.dav(annaUser, annaPass).want(200) // a right one takes the count back
	b.password(annaUser, "wrong").refused(api.CodeBadCredentials)
	b.password(annaUser, annaPass).want(201)
}

func TestOneAddressCannotGuessAtEverybodyByPrograms(t *testing.T) {
	w := still(t, Options{})
	for i := range byAddress.free {
		w.dav(strconv.Itoa(i)+"@example.ch", "Summer2026").refused(api.CodeBadCredentials)
	}
	w.dav("another@example.ch", "Summer2026").refused(api.CodeRateLimited)
}

func TestApplicationPasswordOpensWhileOthersGuess(t *testing.T) {
	w := still(t, Options{})
	b := w.browser().signIn()
	b.addApp("Authy")
	var made api.AppPassword
	b.do("POST", api.PathAppPasswords, api.AppPasswordRequest{Name: "Mail"}).want(201).into(&made)
	for range byName.free {
		w.browser().password(annaUser, "wrong")
	}
	w.dav(annaUser, "wrong").refused(api.CodeRateLimited)
	w.dav(annaUser, made.Password).want(200)
}

func TestApplicationPasswordsEndWithTwoFactor(t *testing.T) {
	w := newWorld(t, Options{})
	b := w.browser().signIn()
	_, done := b.addApp("Authy")
	var made api.AppPassword
	b.do("POST", api.PathAppPasswords, api.AppPasswordRequest{Name: "Mail"}).want(201).into(&made)
	b.do("DELETE", api.Path(api.PathMethod, done.Method.ID), nil).want(204)
	w.dav(annaUser, made.Password).refused(api.CodeBadCredentials)
	w.dav(annaUser, annaPass).want(200)
}
