package stub

import (
	"testing"
	"time"

	"kauth/core/api"
)

func TestCopysYesIsVoidOnceItIsFoundOut(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	clone := *p // same key and counter
	w.pass(11 * time.Minute)
	thief := w.browser()
	id, ask := thief.ask()
	jws := p.only()
	clone.approve(jws, number(ask)).want(200)
	p.deny(jws).refused(api.CodeCounterReuse)
	thief.redeem(id).refused(api.CodeNotApproved)
}

// The session that a copy's YES let in ends with the phone, and nothing that the
// copy lets in makes it answer again.
func TestCopyDoesNotReactivateItself(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	at := api.Path(api.PathMethod, p.reg.Device) + "/reactivate"
	clone := *p
	w.pass(11 * time.Minute)
	thief, other := w.browser(), w.browser()
	id, ask := thief.ask()
	clone.approve(p.only(), number(ask)).want(200)
	thief.redeem(id).want(204)
	l := other.begin()
	other.code(l.ID, "totp", clone.oathtool(w.s.Now())).want(200) // the copy makes codes, too
	w.pass(11 * time.Minute)
	_, ask = w.browser().ask()
	p.approve(p.only(), number(ask)).refused(api.CodeCounterReuse)
	thief.do("POST", at, nil).refused(api.CodeNoSession)
	other.redeem(l.ID).refused(api.CodeNotApproved)
}

func TestSessionFromBeforeTheSuspensionDoesNotReactivate(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	tablet := w.linkPhone(b, "Tablet")
	at := api.Path(api.PathMethod, p.reg.Device) + "/reactivate"
	early := w.browser()
	id, ask := early.ask()
	tablet.approve(tablet.only(), number(ask)).want(200)
	early.redeem(id).want(204)
	w.pass(time.Minute)
	w.suspend(b, p)
	early.do("POST", at, nil).refused(api.CodeForbidden)
	w.pass(time.Minute)
	id, ask = b.ask()
	tablet.approve(tablet.fetch().Challenges[0], number(ask)).want(200)
	b.redeem(id).want(204)
	b.do("POST", at, nil).want(204)
}

func TestRemovedPhonesYesIsVoid(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	w.pass(time.Minute)
	thief := w.browser()
	id, ask := thief.ask()
	p.approve(p.only(), number(ask)).want(200)
	b.do("DELETE", api.Path(api.PathMethod, p.reg.Device), nil).want(204)
	thief.redeem(id).refused(api.CodeNotApproved)
}

func TestOtherPhonesYesOutlivesARemoval(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	other := w.linkPhone(b, "Tablet")
	page := w.browser()
	id, ask := page.ask()
	other.approve(other.only(), number(ask)).want(200)
	b.do("DELETE", api.Path(api.PathMethod, p.reg.Device), nil).want(204)
	page.redeem(id).want(204)
}
