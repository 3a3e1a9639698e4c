package stub

import (
	"testing"

	"kauth/core/api"
)

// suspend has a phone found out as a copy.
func (w *world) suspend(b *browser, p *phone) {
	w.t.Helper()
	b.ask()
	p.answer(p.fetch().Challenges[0], func(a *api.Answer) { a.Counter = 1 }).refused(api.CodeCounterReuse)
	w.ok(w.s.ResetLimits())
}

func TestSuspendedPhoneDoesNothing(t *testing.T) {
	w := still(t, Options{})
	b, p := w.linked()
	other := w.linkPhone(b, "Tablet")
	b.ask()
	jws := p.only()
	w.suspend(b, p)
	for name, r := range map[string]result{
		"poll":         p.call("GET", api.PathChallenges),
		"answer":       p.approve(jws, ""),
		"activity":     p.call("GET", api.PathActivity),
		"backup codes": p.call("GET", api.PathRecovery),
		"giving up":    p.call("DELETE", api.PathSelf),
	} {
		if got := r.problem().Code; got != api.CodeSuspended {
			t.Errorf("%s: %s", name, got)
		}
	}
	w.ok(w.s.ResetLimits())
	b.code(b.begin().ID, "totp", p.oathtool(w.s.Now())).refused(api.CodeMismatch)
	if _, ask := b.ask(); len(ask.Devices) != 1 || ask.Devices[0] != "Tablet" {
		t.Errorf("asked are %q", ask.Devices)
	}
	other.deny(other.fetch().Challenges[0]).want(200)
	var methods api.MethodsReply
	b.do("GET", api.PathMethods, nil).want(200).into(&methods)
	if m := methods.Methods[0]; m.ID != p.reg.Device || !m.Suspended || !methods.TwoFactor {
		t.Errorf("%+v", methods)
	}
	b.do("DELETE", api.Path(api.PathMethod, p.reg.Device), nil).want(204)
	p.wantRevoked()
}

func TestOwnerReactivatesAPhoneAfterBothSteps(t *testing.T) {
	w := still(t, Options{})
	b, p := w.linked()
	other := w.linkPhone(b, "Tablet")
	at := api.Path(api.PathMethod, p.reg.Device) + "/reactivate"
	b.do("POST", at, nil).refused(api.CodeForbidden) // signed in by the password, before two-factor
	w.suspend(b, p)
	b.do("POST", at, nil).refused(api.CodeForbidden)
	id, ask := b.ask()
	other.approve(other.fetch().Challenges[0], number(ask)).want(200)
	b.redeem(id).want(204)
	b.do("POST", api.Path(api.PathMethod, other.reg.Device)+"/reactivate", nil).refused(api.CodeNotFound)
	b.do("POST", at, nil).want(204)
	w.wantMail("A suspended phone was reactivated")
	b.do("POST", at, nil).refused(api.CodeNotFound)

	// An old copy was put back on it: it counts on from there.
	p.counter = 1
	id, ask = b.ask()
	p.approve(p.fetch().Challenges[0], number(ask)).want(200)
	b.redeem(id).want(204)
	w.suspend(b, p) // and is found out again
}

func TestReactivateOnThePage(t *testing.T) {
	w := still(t, Options{})
	r := w.reader().signIn()
	p := r.enable("Pixel 9")
	codes := r.newCodes()
	b := w.browser()
	w.suspend(b, p)
	again := w.reader().signIn() // nothing but a backup code is left
	again.send(again.at, "code", codes[0]).wants("/2fa")
	at := "/2fa/methods/" + p.reg.Device + "/reactivate"
	again.get("/2fa").wants("/2fa", "Suspended", `href="`+at+`"`)
	again.get(at).wants(at, "Reactivate this phone?", "Pixel 9").send(at).wants("/2fa", "answers requests again")
}
