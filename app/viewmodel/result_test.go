//go:build !race

package viewmodel

import (
	"testing"
	"time"

	"kauth/core"
	"kauth/core/challenge"
)

// shows gives the State on top, which must be of that type.
func shows[S State](s *scene) S {
	s.t.Helper()
	got, ok := s.shown.State.(S)
	if !ok {
		s.t.Fatalf("it shows %T %+v", s.shown.State, s.shown.State)
	}
	return got
}

// armed has a request arrive and its buttons take taps.
func (s *scene) armed(id string, m core.Mode) *Challenge {
	s.t.Helper()
	s.ask(request(id, m))
	s.pass(armTime)
	return s.shown.Intents.(*Challenge)
}

// over has the inbox end a request.
func (s *scene) over(e challenge.Ended) {
	e.Account = "acc_1"
	var left []core.Challenge
	for _, c := range s.inbox.pending {
		if c.ID != e.ID {
			left = append(left, c)
		}
	}
	s.inbox.pending = left
	s.inbox.tell(challenge.Event{Pending: true, Ended: &e})
	s.rest()
}

func TestARequestThatItsServerForgotIsSaidToBe(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.armed("chl_1", core.Confirm)
		s.over(challenge.Ended{ID: "chl_1", Outcome: core.Withdrawn, State: challenge.Forgotten})
		if r := shows[ResultState](s); r.What != ResultForgotten || r.Advice {
			t.Fatalf("%+v", r)
		}
	})
	if what := whatOf(core.Record{Outcome: core.Withdrawn, State: challenge.Forgotten}); what != WhatForgotten {
		t.Errorf("the activity calls it %q", what)
	}
}

func TestAnAnswerThatDoesNotGetThroughCanBeSentAgainAsItWas(t *testing.T) {
	for _, kind := range []core.Kind{core.Offline, core.Slow, core.ServerDown, core.RateLimited} {
		for _, mode := range []core.Mode{core.Confirm, core.Match} {
			play(t, linked(), func(s *scene) {
				p := s.armed("chl_1", mode)
				s.inbox.answerErr = core.E("test", kind, nil)
				p.No()
				s.rest()
				got := shows[ChallengeState](s)
				if got.Sending || got.Problem == nil || got.Problem.Kind != kind || got.Said != core.Deny || !got.Armed {
					t.Fatalf("%s: %+v", kind, got)
				}
				s.inbox.answerErr = nil
				p.Retry()
				s.rest()
				if r := shows[ResultState](s); r.What != ResultDenied {
					t.Fatalf("%s: %+v", kind, r)
				}
				if w := s.inbox.why; len(w) != 2 || w[0] != w[1] || (w[0] == core.NotMe) != (mode == core.Match) {
					t.Fatalf("%s: it was sent as %q", kind, w)
				}
			})
		}
	}
}

func TestASentAnswerIsShownUnderWayAndTakesNoSecondOne(t *testing.T) {
	play(t, linked(), func(s *scene) {
		p := s.armed("chl_1", core.Confirm)
		s.inbox.hold = make(chan struct{})
		p.Yes()
		s.rest()
		if got := shows[ChallengeState](s); !got.Sending || got.Said != core.Approve {
			t.Fatalf("%+v", got)
		}
		p.No()
		s.app.Back() // it is not left while the answer is under way
		s.rest()
		shows[ChallengeState](s)
		close(s.inbox.hold)
		s.rest()
		if r := shows[ResultState](s); r.What != ResultApproved || len(s.inbox.answered) != 1 {
			t.Fatalf("%+v after %v", r, s.inbox.answered)
		}
	})
}

func TestTimeThatIsOverBeforeTheAnswerArrivedIsSaidAsThat(t *testing.T) {
	play(t, linked(), func(s *scene) {
		p := s.armed("chl_1", core.Confirm)
		s.inbox.answerErr = core.E("test", core.Offline, nil)
		p.Yes()
		s.rest()
		s.pass(2 * time.Minute)
		if r := shows[ResultState](s); r.What != ResultUnsent || r.Advice {
			t.Fatalf("%+v", r)
		}
	})
}

func TestARequestThatThePageAskedAnewGivesWayToTheNewOne(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.armed("chl_1", core.Confirm)
		s.inbox.pending = append([]core.Challenge{request("chl_2", core.Confirm)}, s.inbox.pending...)
		s.over(challenge.Ended{ID: "chl_1", Outcome: core.Superseded, State: "superseded"})
		got := shows[ChallengeState](s)
		if s.shown.Intents.(*Challenge).req.ID != "chl_2" || !got.Newer || got.Armed || got.Waiting != 1 {
			t.Fatalf("%+v", got)
		}
		s.shown.Intents.(*Challenge).Yes() // the thumb was on the old one's button
		s.rest()
		if len(s.inbox.answered) != 0 {
			t.Fatal("the new request was answered by a tap on the old one")
		}
		s.pass(armTime)
		s.shown.Intents.(*Challenge).Yes()
		s.rest()
		s.shown.Intents.(*Result).Done()
		s.rest()
		shows[HomeState](s) // nothing of the old one is left behind
	})
}

func TestWhatAnotherPhoneAnsweredIsSaid(t *testing.T) {
	for state, want := range map[string]ResultState{
		"approved": {What: ResultAlreadyYes, Advice: true},
		"denied":   {What: ResultAlreadyNo},
		"":         {What: ResultAlready},
	} {
		play(t, linked(), func(s *scene) {
			s.keep()
			s.armed("chl_1", core.Confirm)
			s.over(challenge.Ended{ID: "chl_1", Outcome: core.AnsweredOther, State: state, By: "other_device"})
			got := shows[ResultState](s)
			if got.What != want.What || got.Advice != want.Advice || (got.Report == ReportOffer) != want.Advice {
				t.Fatalf("%q: %+v", state, got)
			}
		})
	}
}

func TestAPageThatHasSaidAllMakesRoomForANewRequest(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.armed("chl_1", core.Confirm)
		s.over(challenge.Ended{ID: "chl_1", Outcome: core.TimedOut})
		depth := s.shown.Depth
		s.ask(request("chl_2", core.Confirm))
		shows[ChallengeState](s)
		if s.shown.Depth != depth {
			t.Fatalf("it lies on the old result: %d pages", s.shown.Depth)
		}
	})
}

func TestAfterANoThreeThingsAreOneTapAway(t *testing.T) {
	play(t, linked(), func(s *scene) {
		h, _ := s.keep()
		p := s.armed("chl_1", core.Confirm)
		p.No()
		s.rest()
		r := past(0, core.Refused)
		r.ID = "chl_1"
		write(t, h, r) // as the inbox does
		if got := shows[ResultState](s); !got.Advice || got.Report != ReportOffer {
			t.Fatalf("%+v", got)
		}
		s.inbox.disownErr = core.E("test", core.Offline, nil)
		page := s.shown.Intents.(*Result)
		page.Report()
		s.rest()
		if got := shows[ResultState](s); got.Report != ReportOffer || got.Unsaid == nil || got.Unsaid.Kind != core.Offline {
			t.Fatalf("%+v", got)
		}
		s.inbox.disownErr, s.inbox.disowned = nil, challenge.Disowned{Told: true}
		page.Report()
		page.Report()
		s.rest()
		if got := shows[ResultState](s); got.Report != ReportDone || got.Unsaid != nil {
			t.Fatalf("%+v", got)
		}
		page.Activity()
		s.rest()
		shows[ActivityState](s)
		s.app.Back()
		s.rest()
		shows[ResultState](s)
	})
}

func TestNotMeCanBeSaidWhileTheHistoryIsShut(t *testing.T) {
	play(t, linked(), func(s *scene) {
		_, store := s.keep()
		c := request("chl_1", core.Confirm)
		c.JWS = "signed"
		s.ask(c)
		s.pass(armTime)
		s.shown.Intents.(*Challenge).No()
		s.rest()
		store.Before(func(string) error { return core.E("test", core.Locked, nil) })
		s.inbox.disowned = challenge.Disowned{Told: true}
		s.shown.Intents.(*Result).Report()
		s.rest()
		if got := shows[ResultState](s); got.Report != ReportDone {
			t.Fatalf("%+v", got)
		}
	})
}
