package stub

import (
	"testing"
	"time"

	"kauth/core/api"
)

func TestPhoneNamedLikeAKindIsASecondStep(t *testing.T) {
	w := newWorld(t, Options{})
	b := w.browser().signIn()
	p := w.linkPhone(b, "password")
	w.pass(11 * time.Minute)
	id, ask := b.ask()
	p.approve(p.only(), number(ask)).want(200)
	b.redeem(id).want(204)
	b.do("DELETE", api.PathTwoFactor, api.PasswordRequest{Password: annaPass}).want(204)
}

func TestSessionOfThePasswordAloneEndsWhenTwoFactorIsTurnedOn(t *testing.T) {
	w := newWorld(t, Options{})
	thief, waiting := w.browser().signIn(), w.browser()
	l := waiting.begin()
	b, p := w.linked()
	thief.do("GET", api.PathMethods, nil).refused(api.CodeNoSession)
	thief.do("DELETE", api.Path(api.PathMethod, p.reg.Device), nil).refused(api.CodeNoSession)
	if r := waiting.redeem(l.ID); r.status == 204 {
		t.Error("let in by the password alone after two-factor was turned on")
	}
	b.do("GET", api.PathMethods, nil).want(200)
}

// A request may have been let through by its session before another ended that.
func TestSessionThatEndedMeanwhileChangesNothing(t *testing.T) {
	w := newWorld(t, Options{})
	b := w.browser().signIn()
	who := w.who(b)
	_, p := w.linked()
	v := visitor{}
	for what, err := range map[string]error{
		"remove a method": w.s.removeMethod(v, who, p.reg.Device),
		"set the default": w.s.setDefault(who, p.reg.Device),
		"link a phone":    second(w.s.createLink(v, who)),
		"new codes":       second(w.s.newRecoveryCodes(v, who)),
		"add an app":      second(w.s.newSetup(who, kindTOTP, func(*tx, *person, *setup) error { return nil })),
	} {
		if codeOf(err) != api.CodeNoSession {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestWhatASessionBeganEndsWithIt(t *testing.T) {
	ends := map[string]func(w *world, b *browser){
		"new password": func(w *world, b *browser) {
			_, err := w.s.changePassword(t.Context(), visitor{}, w.who(b), annaPass, "another horse")
			w.ok(err)
		},
		"signed out everywhere": func(w *world, b *browser) { b.do("DELETE", api.PathSessions, nil).want(204) },
	}
	for how, end := range ends {
		t.Run(how, func(t *testing.T) {
			w := newWorld(t, Options{})
			b, _ := w.linked()
			code := w.authorized(b)
			late := w.authorized(b)
			var token api.TokenReply
			w.exchange(code, nil).want(200).into(&token)
			offer, open := b.link(), b.link()
			p := w.phone("Thief's")
			p.register(offer.Link).want(201)
			digits, jws := b.linkState(offer.ID).Digits, p.only()
			end(w, b)
			p.approve(jws, digits).refused(api.CodeExpired)
			w.phone("Second").register(open.Link).refused(api.CodeExpired)
			w.phone("Third").registerCode(token.AccessToken).refused(api.CodeExpired)
			if r := w.exchange(late, nil); r.status == 200 {
				t.Error("a code of the ended session was taken")
			}
		})
	}
}

func TestApplicationPasswordEndsWithAResetPassword(t *testing.T) {
	w := newWorld(t, Options{})
	b, _ := w.linked()
	var made api.AppPassword
	b.do("POST", api.PathAppPasswords, api.AppPasswordRequest{Name: "Thief's"}).want(201).into(&made)
	w.dav(annaUser, made.Password).want(200)
	hash, err := w.s.hashPatiently("quite another horse")
	w.ok(err)
	w.ok(w.s.update(func(t *tx) error {
		p, err := t.personByUser(annaUser)
		if err != nil {
			return err
		}
		return t.newPassword(p.ID, hash, visitor{})
	}))
	w.dav(annaUser, made.Password).want(401)
}

func TestCopyOfAPhoneCannotMakeItAnswerAgain(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	clone := *p
	w.pass(11 * time.Minute)
	thief := w.browser()
	id, ask := thief.ask()
	clone.approve(p.only(), number(ask)).want(200)
	thief.redeem(id).want(204)
	w.pass(11 * time.Minute)
	_, ask = w.browser().ask()
	p.approve(p.only(), number(ask)).refused(api.CodeCounterReuse) // found out
	if r := thief.do("POST", api.Path(api.PathMethod, p.reg.Device)+"/reactivate", nil); r.status == 204 {
		t.Error("the session that the copy let in reactivated it")
	}
}

func TestRelyingPartyGetsNothingAfterSignOutEverywhere(t *testing.T) {
	w, party, p := ciba(t, Options{})
	reply := party.asked()
	p.approve(p.only(), reply.Match).want(200)
	w.ok(w.s.update(func(t *tx) error {
		a, err := t.personByUser(annaUser)
		if err == nil {
			t.endSessions(a.ID, "")
		}
		return err
	}))
	w.pass(6 * time.Second)
	if r := party.poll(reply.ID); r.status == 200 {
		t.Error("tokens after everybody was signed out")
	}
}
