//go:build !race

package viewmodel

import (
	"context"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/challenge"
)

const requestText = "KAUTH://REQUEST/1/MFRGG.MFRGG.MFRGG"

func (b *fakeInbox) Scanned(text string) (core.Challenge, error) {
	c, ok := b.readable[text]
	if !ok {
		return core.Challenge{}, core.E("fake", core.Forged, nil)
	}
	b.pending = append([]core.Challenge{c}, b.pending...)
	b.tell(challenge.Event{Pending: true})
	return c, nil
}

func (b *fakeInbox) Digits(_ context.Context, id string, d core.Decision, match string, why core.Why) (string, error) {
	if b.digitsErr != nil {
		return "", b.digitsErr
	}
	b.digits = append(b.digits, id+" "+string(d)+" "+match+" "+string(why))
	return "04821937", nil
}

// scan reads a request on the page that reads codes.
func (s *scene) scan(mode core.Mode) {
	s.t.Helper()
	c := request("chl_1", mode)
	c.Scanned = true
	s.inbox.readable = map[string]core.Challenge{requestText: c}
	s.clip.text = requestText
	s.app.do(func() { s.app.push(&Scan{app: s.app, live: live{state: LiveOff}}) })
	s.rest()
	s.shown.Intents.(*Scan).Paste()
	s.rest()
}

// typing is the page of digits, or the test ends.
func (s *scene) typing() (*Offline, OfflineState) {
	s.t.Helper()
	s.rest()
	st, ok := s.shown.State.(OfflineState)
	if !ok {
		s.t.Fatalf("%T is shown: %+v", s.shown.State, s.shown.State)
	}
	return s.shown.Intents.(*Offline), st
}

func TestAScannedRequestIsAnsweredByDigits(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.scan(core.Confirm)
		st, ok := s.shown.State.(ChallengeState)
		if !ok || !st.Scanned || s.shown.Depth != 2 {
			t.Fatalf("%d: %+v", s.shown.Depth, s.shown.State)
		}
		c := s.shown.Intents.(*Challenge)
		c.Yes() // the thumb may have been resting there
		s.rest()
		if len(s.inbox.digits) != 0 {
			t.Fatal("a tap counted before 500 ms")
		}
		s.pass(armTime)
		c.Yes()
		o, x := s.typing()
		if x.Digits != "0482 1937" || !x.Yes || x.Account != "anna@example.ch" || x.Left <= 0 || len(s.inbox.answered) != 0 {
			t.Errorf("%+v", x)
		}
		o.Copy()
		s.rest()
		if s.clip.text != "04821937" {
			t.Errorf("%q was copied", s.clip.text)
		}
		s.pass(clipboardTime)
		if s.clip.text != "" {
			t.Error("the digits stay on the clipboard")
		}
		o.Done()
		s.rest()
		if _, ok := s.shown.State.(HomeState); !ok {
			t.Errorf("%T after it", s.shown.State)
		}
	})
}

func TestTheNumberIsPartOfTheDigits(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.scan(core.Match)
		s.pass(armTime)
		c := s.shown.Intents.(*Challenge)
		c.Digit('4')
		c.Digit('7')
		s.typing()
		if got := s.inbox.digits; len(got) != 1 || got[0] != "chl_1 approve 47 " {
			t.Error(got)
		}
	})
}

func TestNotMeWithoutANetworkSaysThatNothingHasToBeTyped(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.scan(core.Match)
		s.pass(armTime)
		s.shown.Intents.(*Challenge).No()
		_, x := s.typing()
		if got := s.inbox.digits; x.Yes || !x.NotMe || len(got) != 1 || got[0] != "chl_1 deny  not_me" {
			t.Errorf("%+v, %q", x, got)
		}
	})
}

func TestAScanThatIsRefusedSaysWhyAndShowsNothing(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.clip.text = requestText
		s.app.do(func() { s.app.push(&Scan{app: s.app, live: live{state: LiveOff}}) })
		s.rest()
		s.shown.Intents.(*Scan).Paste()
		s.rest()
		st, ok := s.shown.State.(ScanState)
		if !ok || st.Problem == nil || st.Problem.Kind != core.Forged {
			t.Fatalf("%+v", s.shown.State)
		}
	})
}

func TestAnAnswerThatDoesNotGetThroughCanBeTyped(t *testing.T) {
	play(t, linked(), func(s *scene) {
		c := s.armed("chl_1", core.Confirm)
		s.inbox.answerErr = core.E("fake", core.Offline, nil)
		c.Yes()
		s.rest()
		if st := s.shown.State.(ChallengeState); !st.ByDigits || st.Scanned {
			t.Fatalf("%+v", st)
		}
		c.Digits()
		if _, x := s.typing(); !x.Yes || len(s.inbox.digits) != 1 {
			t.Errorf("%+v", x)
		}
	})
}

func TestTheEndOfDigitsIsShown(t *testing.T) {
	for name, x := range map[string]struct {
		e    challenge.Ended
		want ResultKind
	}{
		"typed":       {challenge.Ended{Outcome: core.Approved, State: "approved"}, ResultApproved},
		"typed wrong": {challenge.Ended{Outcome: core.WrongNumber, State: "mismatch"}, ResultMismatch},
		"not typed":   {challenge.Ended{Outcome: core.TimedOut, State: "expired"}, ResultExpired},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, linked(), func(s *scene) {
				s.scan(core.Confirm)
				s.pass(armTime)
				s.shown.Intents.(*Challenge).Yes()
				s.typing()
				s.pass(3 * time.Minute)
				s.inbox.pending = nil
				s.inbox.tell(challenge.Event{Pending: true, Ended: &challenge.Ended{ID: "chl_1", Outcome: core.TimedOut}})
				if o, st := s.typing(); !st.Over {
					t.Fatalf("%+v", st)
				} else {
					o.Copy()
					s.rest()
					if s.clip.text == "04821937" {
						t.Error("digits are copied that work no more")
					}
				}
				x.e.ID = "chl_1"
				s.inbox.tell(challenge.Event{Ended: &x.e})
				s.rest()
				if st, ok := s.shown.State.(ResultState); !ok || st.What != x.want {
					t.Errorf("%+v", s.shown.State)
				}
			})
		})
	}
}

func TestTheLockTakesTheDigitsAway(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.scan(core.Confirm)
		s.pass(armTime)
		s.shown.Intents.(*Challenge).Yes()
		s.typing()
		s.lock.facts = LockFacts{Kind: AskPIN, Digits: 6, Keyring: true}
		s.app.Lock()
		s.rest()
		if _, ok := s.shown.State.(DoorState); !ok {
			t.Fatalf("%T", s.shown.State)
		}
		for _, p := range s.app.stack {
			if _, ok := p.page.(*Offline); ok {
				t.Error("the digits lie behind the lock")
			}
		}
	})
}
