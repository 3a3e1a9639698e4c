//go:build !race

package viewmodel

import (
	"context"
	"slices"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/challenge"
)

type fakeNotices struct {
	shown  map[string]NoticeState
	shows  int
	raised int
	err    error
}

func (f *fakeNotices) Show(s NoticeState) {
	if f.shown == nil {
		f.shown = map[string]NoticeState{}
	}
	f.shown[s.ID] = s
	f.shows++
}

func (f *fakeNotices) Withdraw(id string) { delete(f.shown, id) }

func (f *fakeNotices) Facts(context.Context) (core.NoticeFacts, error) {
	return core.NoticeFacts{Server: "fake", Choices: true}, f.err
}

func (s *scene) leave() { s.app.Background(); s.rest() }

func (s *scene) choose(key, value string) { s.app.p.Settings.SetString(key, value) }

func desk(t *testing.T, f func(s *scene)) {
	play(t, linked(), func(s *scene) {
		s.app.do(func() { s.app.p.AlwaysAwake = true })
		s.rest()
		f(s)
	})
}

func TestARequestIsShownBesideTheWindowOnlyWhileNobodyLooksAtIt(t *testing.T) {
	desk(t, func(s *scene) {
		s.ask(request("chl_1", core.Confirm))
		if len(s.notices.shown) != 0 {
			t.Error("shown twice to somebody who looks")
		}
		s.leave()
		n := s.notices.shown["chl_1"]
		if !n.Yes || n.Hidden || n.Whose != "anna@example.ch" || n.Left != 2*time.Minute {
			t.Errorf("%+v", n)
		}
		s.app.Foreground()
		s.rest()
		if len(s.notices.shown) != 0 {
			t.Error("it stayed once the person looked")
		}
	})
}

// A screen that is locked takes no focus away.
func TestARequestIsShownBesideAWindowThatNobodyCanSee(t *testing.T) {
	desk(t, func(s *scene) {
		s.app.Unseen()
		s.rest()
		s.ask(request("chl_1", core.Confirm))
		if len(s.notices.shown) != 1 {
			t.Error("nobody is told")
		}
		s.app.Seen()
		s.rest()
		if len(s.notices.shown) != 0 {
			t.Error("it stayed once the window could be seen")
		}
	})
}

func TestANoticeDoesNotCountDown(t *testing.T) {
	desk(t, func(s *scene) {
		s.leave()
		s.ask(request("chl_1", core.Confirm))
		s.pass(10 * time.Second)
		if s.notices.shows != 1 {
			t.Errorf("shown %d times", s.notices.shows)
		}
	})
}

func TestANoticeIsTakenBackWhenItsRequestIsAnsweredElsewhere(t *testing.T) {
	desk(t, func(s *scene) {
		s.leave()
		s.ask(request("chl_1", core.Confirm))
		s.inbox.pending = nil
		s.inbox.tell(challenge.Event{Pending: true, Ended: &challenge.Ended{ID: "chl_1", Outcome: core.AnsweredOther}})
		s.rest()
		if len(s.notices.shown) != 0 {
			t.Error("it stayed")
		}
		s.app.Noticed("chl_1", core.NoticeYes) // a late tap
		s.rest()
		if len(s.inbox.answered) != 0 {
			t.Error("the late tap answered")
		}
	})
}

func TestALateTapAnswersNoOtherRequest(t *testing.T) {
	desk(t, func(s *scene) {
		s.leave()
		s.ask(request("chl_2", core.Confirm))
		s.app.Noticed("chl_1", core.NoticeYes)
		s.rest()
		if len(s.inbox.answered) != 0 || s.notices.raised != 0 {
			t.Error("it did something")
		}
	})
}

func TestYesAndNoAreSentFromANotice(t *testing.T) {
	for said, want := range map[core.NoticeAnswer]core.Decision{core.NoticeYes: core.Approve, core.NoticeNo: core.Deny} {
		desk(t, func(s *scene) {
			s.leave()
			s.ask(request("chl_1", core.Confirm))
			s.app.Noticed("chl_1", said)
			s.rest()
			if len(s.inbox.answered) != 1 || s.inbox.answered[0] != want || s.notices.raised != 0 {
				t.Errorf("%s: answered %v", said, s.inbox.answered)
			}
			if len(s.notices.shown) != 0 {
				t.Error("it stayed")
			}
			is[ResultState](s)
		})
	}
}

func TestYesOpensTheAppWhereMoreIsNeeded(t *testing.T) {
	for name, change := range map[string]func(s *scene){
		"a number":   func(s *scene) { s.inbox.pending[0].Mode = core.Match },
		"the lock":   func(s *scene) { s.lock.facts.Kind = "pin"; s.app.Lock(); s.rest() },
		"the policy": func(s *scene) { s.app.accounts[0].Device.Policy.VerifyRequired = true },
	} {
		desk(t, func(s *scene) {
			s.leave()
			s.inbox.pending = []core.Challenge{request("chl_1", core.Confirm)}
			change(s)
			s.inbox.tell(challenge.Event{Pending: true})
			s.rest()
			if s.notices.shown["chl_1"].Yes {
				t.Errorf("%s: YES is offered", name)
			}
			s.app.Noticed("chl_1", core.NoticeYes)
			s.rest()
			if len(s.inbox.answered) != 0 || s.notices.raised != 1 {
				t.Errorf("%s: answered %v, raised %d times", name, s.inbox.answered, s.notices.raised)
			}
			switch p := s.shown.Intents.(type) {
			case *Door:
				if name != "the lock" {
					t.Errorf("%s: shows the lock", name)
				}
			case *Challenge:
				if p.armed || name == "the lock" {
					t.Errorf("%s: armed %v", name, p.armed)
				}
			default:
				t.Errorf("%s: shows %+v", name, s.shown.State)
			}
			s.app.Noticed("chl_1", core.NoticeNo)
			s.rest()
			if len(s.inbox.answered) != 1 || s.inbox.answered[0] != core.Deny {
				t.Errorf("%s: NO was not sent: %v", name, s.inbox.answered)
			}
		})
	}
}

func TestALockedOrDiscreetAppSaysNothingBesideTheWindow(t *testing.T) {
	for name, change := range map[string]func(s *scene){
		"locked":   func(s *scene) { s.lock.facts = LockFacts{Kind: "pin", Shut: true} },
		"discreet": func(s *scene) { s.choose(choiceDetails, "hide") },
	} {
		desk(t, func(s *scene) {
			change(s)
			s.leave()
			c := request("chl_1", core.Confirm)
			c.Context = core.Context{Agent: "Firefox on Windows", Place: "Lausanne"}
			s.ask(c)
			if n := s.notices.shown["chl_1"]; !n.Hidden || n.Whose+n.Agent+n.Place != "" || n.Yes {
				t.Errorf("%s: %+v", name, n)
			}
			s.app.Noticed("chl_1", core.NoticeYes)
			s.rest()
			if len(s.inbox.answered) > 0 {
				t.Errorf("%s: YES to what nobody was shown", name)
			}
		})
	}
	desk(t, func(s *scene) {
		s.choose(choiceNotices, "off")
		s.leave()
		s.ask(request("chl_1", core.Confirm))
		if len(s.notices.shown) != 0 {
			t.Error("turned off, it was shown")
		}
	})
}

func TestAnAnswerThatDidNotGetThroughIsSaidWhereItWasGiven(t *testing.T) {
	desk(t, func(s *scene) {
		s.leave()
		s.ask(request("chl_1", core.Confirm))
		s.inbox.fail = core.E("fake", core.Offline, nil)
		s.app.Noticed("chl_1", core.NoticeYes)
		s.rest()
		if n := s.notices.shown["chl_1"]; !n.Failed {
			t.Errorf("%+v", n)
		}
		s.inbox.fail = nil
		s.app.Noticed("chl_1", core.NoticeYes)
		s.rest()
		if len(s.notices.shown) != 0 || len(s.inbox.answered) != 1 {
			t.Errorf("said again: %v", s.inbox.answered)
		}
	})
}

func TestTheTrayHearsOfTheLanguageAndTheLock(t *testing.T) {
	desk(t, func(s *scene) {
		var heard []TrayState
		s.app.ObserveTray(func(st TrayState) { heard = append(heard, st) })
		s.rest()
		s.app.do(func() { s.lock.facts.Kind = "pin" })
		s.rest()
		s.app.Lock()
		s.rest()
		s.app.do(func() { s.app.setLook(Look{Language: "it"}) })
		s.rest()
		s.app.do(func() {})
		s.rest()
		want := []TrayState{{}, {Lock: true}, {}, {Language: "it"}}
		if !slices.Equal(heard, want) {
			t.Errorf("heard %+v", heard)
		}
	})
}

func TestWhatIsChosenAboutNoticesIsKept(t *testing.T) {
	desk(t, func(s *scene) {
		s.app.do(func() { s.app.p.Tray = func(context.Context) bool { return true } })
		s.app.do(func() { s.app.push(&Settings{app: s.app}) })
		s.rest()
		s.shown.Intents.(*Settings).Notices()
		s.rest()
		want := NoticesState{Known: true, Shown: true, Choices: true, Tray: true, On: true, Stay: true}
		if st := is[NoticesState](s); st != want {
			t.Errorf("%+v", st)
		}
		p := s.shown.Intents.(*Notices)
		p.Show(false)
		p.HideDetails(true)
		p.Stay(false)
		s.rest()
		want.On, want.Hide, want.Stay = false, true, false
		if st := is[NoticesState](s); st != want || s.app.p.Settings.String(choiceTray) != "off" {
			t.Errorf("%+v", st)
		}
	})
}

func TestWhatIsShownLosesItsDetailsWhenTheAppLocks(t *testing.T) {
	desk(t, func(s *scene) {
		s.app.do(func() { s.lock.facts.Kind = "pin" })
		s.leave()
		s.ask(request("chl_1", core.Confirm))
		if n := s.notices.shown["chl_1"]; n.Hidden || n.Whose == "" || !n.Yes {
			t.Fatalf("%+v", n)
		}
		s.app.Lock()
		s.rest()
		if n := s.notices.shown["chl_1"]; !n.Hidden || n.Whose != "" || n.Yes {
			t.Errorf("%+v", n)
		}
		s.app.Noticed("chl_1", core.NoticeYes)
		s.rest()
		if len(s.inbox.answered) != 0 || s.notices.raised != 1 {
			t.Errorf("YES was sent by an app that is locked: %v", s.inbox.answered)
		}
		s.app.Noticed("chl_1", core.NoticeNo)
		s.rest()
		if len(s.inbox.answered) != 1 || s.inbox.answered[0] != core.Deny {
			t.Errorf("NO was not sent: %v", s.inbox.answered)
		}
	})
}
