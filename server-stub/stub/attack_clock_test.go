package stub

import (
	"testing"
	"time"

	"kauth/core/api"
)

// TestRequestThatOutlivesItsLoginStopsNothing: a request sent late in its login's
// life falls due after it. A server that was down, or whose clock jumped, meets both
// at once, with the login long over.
func TestRequestThatOutlivesItsLoginStopsNothing(t *testing.T) {
	w := still(t, Options{})
	b, p := w.linked()
	waiting, approved := b.begin().ID, b.begin().ID
	w.pass(loginLife*time.Second - 10*time.Second)
	b.askIn(waiting)
	first := p.only()
	ask := b.askIn(approved)
	jws := p.fetch().Challenges[0]
	p.approve(jws, number(ask)).want(200)
	w.pass(2 * time.Hour)
	p.deny(first).refused(api.CodeExpired)
	if got := p.deny(jws).refused(api.CodeAlreadyAnswered); got.State != stateApproved {
		t.Fatalf("a YES that lapsed is %+v", got)
	}
	b.redeem(waiting).refused(api.CodeNotFound)
	w.restart()
	w.browser().begin()
}
