package stub

import (
	"testing"

	"kauth/core/api"
)

func TestRecordThatCannotEndStopsNobody(t *testing.T) {
	w := newWorld(t, Options{})
	broken := api.NewID("chl_")
	w.ok(w.s.update(func(t *tx) error {
		t.put(inChallenges, broken, challenge{ID: broken, Account: api.NewID("acc_"), Kind: kindLogin, State: statePending, Expires: t.now + 1})
		t.due(t.now+1, "challenge", broken)
		return nil
	}))
	b, p := w.linked()
	id, ask := b.ask()
	w.pass(api.AnswerWindow)
	if got := b.state(id); got != "expired" {
		t.Fatalf("behind a record that cannot end, %s is %q", ask.Challenge, got)
	}
	w.restart()
	b.ask()
	p.only()
	w.ok(w.s.view(func(t *tx) error {
		c, err := t.challenge(broken)
		if err == nil && c.State != statePending {
			w.t.Errorf("half of its end was kept: %s", c.State)
		}
		return err
	}))
}
