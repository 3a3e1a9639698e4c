package stub

import (
	"testing"

	"kauth/core/api"
)

// testPhoneOf has QA link a phone of the server's own.
func (w *world) testPhoneOf(user string) string {
	w.t.Helper()
	var added struct{ Device string }
	w.browser().do("POST", "/qa/phone", map[string]string{"user": user, "name": "Test phone"}).want(201).into(&added)
	return added.Device
}

func (w *world) answerAs(device, decision, number string) result {
	w.t.Helper()
	return w.browser().do("POST", "/qa/answer", map[string]string{"device": device, "decision": decision, "number": number})
}

func TestTestPhoneAnswersLikeAnyOther(t *testing.T) {
	w := newWorld(t, Options{QA: true})
	device := w.testPhoneOf(annaUser)
	for _, c := range []struct{ mode, decision, number, state string }{
		{"confirm", "yes", "", "approved"},
		{"match", "yes", "", "approved"},
		{"match", "no", "", "denied"},
		{"confirm", "not_me", "", "denied"},
	} {
		w.ok(w.s.ResetLimits())
		w.s.SetMode(c.mode)
		b := w.browser()
		id, _ := b.ask()
		w.answerAs(device, c.decision, c.number).want(200)
		if got := b.state(id); got != c.state {
			t.Fatalf("%+v: the login is %q", c, got)
		}
	}
	w.ok(w.s.ResetLimits())
	w.s.SetMode("match")
	b := w.browser()
	id, _ := b.ask()
	w.answerAs(device, "yes", "nonsense").refused(api.CodeMismatch)
	if got := b.state(id); got != "mismatch" {
		t.Fatalf("the login is %q", got)
	}
	w.answerAs(device, "yes", "").refused(api.CodeNotFound)
	w.answerAs(device, "perhaps", "").refused(api.CodeBadRequest)
	w.answerAs(api.NewID("dev_"), "yes", "").refused(api.CodeNotFound)
}

func TestTestPhoneIsTheOtherPhone(t *testing.T) {
	w := newWorld(t, Options{QA: true})
	_, p := w.linked()
	device := w.testPhoneOf(annaUser)
	w.ok(w.s.ResetLimits())
	w.s.SetMode("confirm")
	b := w.browser()
	_, _ = b.ask()
	waits := p.only()
	w.answerAs(device, "yes", "").want(200)
	if problem := p.approve(waits, "").refused(api.CodeAlreadyAnswered); problem.By != "other_device" {
		t.Fatalf("%+v", problem)
	}
}

func TestStateListsWhatCanBeTurned(t *testing.T) {
	w := newWorld(t, Options{QA: true})
	device := w.testPhoneOf(annaUser)
	w.s.SetMode("match")
	b := w.browser()
	_, ask := b.ask()
	var snap qaSnapshot
	b.do("GET", "/qa/state", nil).want(200).into(&snap)
	p := snap.People[0]
	if p.User != annaUser || !p.TwoFactor || len(p.Phones) != 1 || !p.Phones[0].Test || p.Phones[0].ID != device ||
		len(p.Requests) != 1 || p.Requests[0].ID != ask.Challenge || p.Requests[0].Number != *ask.Match || snap.Mode != "match" {
		t.Fatalf("%+v", snap)
	}
	b.do("POST", "/qa/suspend", map[string]string{"device": device}).want(204)
	b.do("POST", "/qa/suspend", map[string]string{"device": device}).refused(api.CodeNotFound)
	b.do("POST", "/qa/revoke", map[string]string{"device": device}).want(204)
	b.do("POST", "/qa/revoke", map[string]string{"device": device}).refused(api.CodeNotFound)
	b.do("GET", "/qa/state", nil).want(200).into(&snap)
	if p := snap.People[0]; p.TwoFactor || len(p.Phones) != 0 {
		t.Fatalf("%+v", p)
	}
}
