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
