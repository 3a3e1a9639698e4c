package stub

import (
	"testing"
	"time"

	"kauth/core/api"
)

// disown says "that was not me" of a request, whatever became of it.
func (p *phone) disown(jws string) result {
	p.w.t.Helper()
	return p.answer(jws, func(a *api.Answer) { a.Decision, a.Why = "deny", "not_me" })
}

func TestNotMeAfterTheEndIsHeardOnceAndChangesNothing(t *testing.T) {
	for name, end := range map[string]struct {
		end  func(w *world, b *browser, p *phone, login, jws string)
		code api.Code
	}{
		"refused before": {func(_ *world, _ *browser, p *phone, _, jws string) { p.deny(jws).want(200) }, api.CodeAlreadyAnswered},
		"let in": {func(w *world, b *browser, p *phone, login, jws string) {
			p.approve(jws, w.digitsOf(login)).want(200)
			b.redeem(login).want(204)
		}, api.CodeAlreadyAnswered},
		"expired": {func(w *world, _ *browser, p *phone, _, jws string) { w.ok(w.s.Expire(p.open(jws).ID)) }, api.CodeExpired},
		"closed":  {func(_ *world, b *browser, _ *phone, login, _ string) { b.login("POST", login, "/cancel").want(204) }, api.CodeAlreadyAnswered},
	} {
		t.Run(name, func(t *testing.T) {
			w := still(t, Options{})
			b, p := w.linked()
			w.s.SetMode(modeMatch)
			login, _ := b.ask()
			jws := p.only()
			end.end(w, b, p, login, jws)
			before := p.told()
			for range 3 {
				p.disown(jws).refused(end.code)
			}
			if n := p.told() - before; n != 1 {
				t.Fatalf("told %d times", n)
			}
			w.pass(time.Minute)
			b.ask() // one is no reason to rest
			p.disown(p.only()).want(200)
			b.paused(b.begin().ID, 30*time.Minute)
		})
	}
}

func TestNotMeInTimeIsNotCountedAgainAfterTheEnd(t *testing.T) {
	w := still(t, Options{})
	b, p := w.linked()
	b.ask()
	jws := p.only()
	p.disown(jws).want(200)
	p.disown(jws).refused(api.CodeAlreadyAnswered)
	if n := p.told(); n != 1 {
		t.Fatalf("told %d times", n)
	}
	b.ask() // it would be paused by a second one
}

// told is how often recent activity says "not me".
func (p *phone) told() (n int) {
	p.w.t.Helper()
	var a api.ActivityReply
	p.call("GET", api.PathActivity).want(200).into(&a)
	for _, e := range a.Events {
		if e.What == "not_me" {
			n++
		}
	}
	return n
}
