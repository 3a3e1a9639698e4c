package challenge_test

import (
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
	"kauth/core/challenge"
	"kauth/core/coretest"
)

func (s *scene) digits(t *testing.T, c core.Challenge, d core.Decision, match string, why core.Why) string {
	t.Helper()
	text, err := s.Inbox.Digits(t.Context(), c.ID, d, match, why)
	if err != nil {
		t.Fatal(err)
	}
	if len(text) != 8 {
		t.Fatalf("%q instead of eight digits", text)
	}
	return text
}

// back gives the phone its network again, and hears what there is.
func (s *scene) back(t *testing.T) {
	t.Helper()
	s.server.Before(nil)
	s.refresh(t)
}

// typed has the page take the digits: state is what came of them.
func (s *scene) typed(c *coretest.Challenge, state string) { s.server.End(c, state) }

func TestDigitsOfDifferentAnswersDiffer(t *testing.T) {
	s := newScene(t)
	asked, other := s.server.Ask(coretest.Anna, 2, 2*time.Minute), s.server.Ask(coretest.Anna, 2, 2*time.Minute)
	s.cut(challenge.Options{})
	a, b := s.scan(t, s.page(asked)), s.scan(t, s.page(other))
	seen := map[string]string{}
	for name, text := range map[string]string{
		"YES with 47":              s.digits(t, a, core.Approve, "47", ""),
		"YES with 74":              s.digits(t, a, core.Approve, "74", ""),
		"NO":                       s.digits(t, a, core.Deny, "", ""),
		"YES to the other request": s.digits(t, b, core.Approve, "47", ""),
		"NO to the other request":  s.digits(t, b, core.Deny, "", ""),
	} {
		if same := seen[text]; same != "" {
			t.Errorf("%s and %s have the same digits", name, same)
		}
		seen[text] = name
	}
	if s.digits(t, a, core.Deny, "", core.NotMe) != s.digits(t, a, core.Deny, "", "") {
		t.Error("a NO has other digits when it says why")
	}
}

func TestNoDigitsForAnAnswerThatCannotBeRight(t *testing.T) {
	s := newScene(t)
	asked := s.server.Ask(coretest.Anna, 2, 2*time.Minute)
	s.cut(challenge.Options{})
	c := s.scan(t, s.page(asked))
	for _, match := range []string{"", "4", "477", "4x"} {
		if _, err := s.Inbox.Digits(t.Context(), c.ID, core.Approve, match, ""); core.KindOf(err) != core.Malformed {
			t.Errorf("number %q: %v", match, err)
		}
	}
	if _, err := s.Inbox.Digits(t.Context(), "chl_AAAAAAAAAAAAAAAAAAAAAA", core.Deny, "", ""); core.KindOf(err) != core.NotFound {
		t.Error(err)
	}
}

func TestWhatBecameOfTheDigitsIsToldWhenTheNetworkIsBack(t *testing.T) {
	for name, x := range map[string]struct {
		d    core.Decision
		said string
		want core.Outcome
	}{
		"typed":                 {core.Approve, "approved", core.Approved},
		"a NO that was typed":   {core.Deny, "denied", core.Refused},
		"typed wrong":           {core.Approve, "mismatch", core.WrongNumber},
		"the page went away":    {core.Approve, "cancelled", core.Withdrawn},
		"another phone said NO": {core.Approve, "denied", core.AnsweredOther},
	} {
		for when, after := range map[string]time.Duration{"in time": 10 * time.Second, "after the end": 4 * time.Minute} {
			for how, restart := range map[string]bool{"": false, " and a restart": true} {
				t.Run(name+", "+when+how, func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						s := newScene(t)
						asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
						s.cut(challenge.Options{})
						c := s.scan(t, s.page(asked))
						s.digits(t, c, x.d, "", "")
						s.typed(asked, x.said)
						time.Sleep(after)
						s.Inbox.Pending() // as the window asks each second
						if restart {
							s.cut(challenge.Options{})
						}
						s.back(t)
						if r := s.only(t); r.Outcome != x.want || !r.Offline || r.Decision != x.d {
							t.Fatalf("%+v", r)
						}
						if e, ok := s.Inbox.Result(asked.ID); !restart && (!ok || e.Outcome != x.want) {
							t.Errorf("%+v", e)
						}
						s.server.Before(coretest.Fail(core.E("test", core.Offline, nil)))
						if !restart && after < time.Minute {
							s.refused(t, s.page(asked), core.AlreadyDone)
						}
					})
				})
			}
		}
	}
}

func TestDigitsThatNobodyHeardOfStayUnsure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		s.cut(challenge.Options{})
		s.digits(t, s.scan(t, s.page(asked)), core.Approve, "", "")
		time.Sleep(3 * time.Minute)
		s.Inbox.Pending()
		if r := s.only(t); r.Outcome != core.Unsent || !r.Offline || r.Decision != core.Approve {
			t.Fatalf("%+v", r)
		}
		if _, err := s.Inbox.Digits(t.Context(), asked.ID, core.Approve, "", ""); core.KindOf(err) != core.Expired {
			t.Error(err)
		}
		time.Sleep(time.Hour)
		s.server.Forget()
		s.back(t)
		if r := s.only(t); r.Outcome != core.Unsent {
			t.Fatalf("%+v", r)
		}
	})
}

func TestAYesInDigitsIsNeverSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		s.cut(challenge.Options{})
		c := s.scan(t, s.page(asked))
		s.digits(t, c, core.Approve, "", "")
		s.back(t)
		if state := s.server.StateOf(asked); state != "pending" {
			t.Fatalf("the request is %s", state)
		}
		list := s.Inbox.Pending()
		if len(list) != 1 || list[0].Scanned {
			t.Fatalf("%+v: it can be answered over the network now", list)
		}
		if o := s.answer(t, list[0], core.Approve, ""); o != core.Approved || len(s.past(t)) != 1 {
			t.Error(o, s.past(t))
		}
	})
}

func TestANoInDigitsIsSentToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		s.cut(challenge.Options{})
		s.digits(t, s.scan(t, s.page(asked)), core.Deny, "", "")
		s.back(t)
		if r := s.only(t); s.server.StateOf(asked) != "denied" || r.Outcome != core.Refused || !r.Offline || s.lastEnded().Outcome != core.Refused {
			t.Errorf("%s, %+v", s.server.StateOf(asked), r)
		}
	})
}

func TestNotMeIsToldEvenHoursLater(t *testing.T) {
	for name, restart := range map[string]bool{"in the same process": false, "after a restart": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newScene(t)
				asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
				s.cut(challenge.Options{})
				s.digits(t, s.scan(t, s.page(asked)), core.Deny, "", core.NotMe)
				time.Sleep(3 * time.Hour)
				s.Inbox.Pending()
				if restart {
					s.cut(challenge.Options{})
				}
				said := 0
				s.server.Before(func(call string) error {
					if call == "Answer" {
						said++
					}
					return nil
				})
				s.refresh(t)
				s.refresh(t)
				if said != 1 {
					t.Errorf("said %d times", said)
				}
				if r := s.only(t); r.Why != core.NotMe || r.Reported.IsZero() {
					t.Errorf("%+v", r)
				}
			})
		})
	}
}

func TestAYesAfterNotMeTakesThatBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		s.cut(challenge.Options{})
		c := s.scan(t, s.page(asked))
		s.digits(t, c, core.Deny, "", core.NotMe)
		s.digits(t, c, core.Approve, "", "")
		s.typed(asked, "approved")
		s.back(t)
		if r := s.only(t); r.Outcome != core.Approved || r.Why != "" {
			t.Errorf("%+v", r)
		}
	})
}

func TestAKilledAppShowsTheSameDigitsAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		s.cut(challenge.Options{})
		first := s.digits(t, s.scan(t, s.page(asked)), core.Approve, "", "")
		s.cut(challenge.Options{})
		if again := s.digits(t, s.scan(t, s.page(asked)), core.Approve, "", ""); again != first {
			t.Errorf("%s, then %s", first, again)
		}
	})
}

func TestARequestThatCameByNetworkIsOneWithItsScan(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := keeping(t)
		asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		s.one(t)
		s.server.Before(coretest.Fail(core.E("test", core.Offline, nil)))
		if c := s.scan(t, s.page(asked)); !c.Scanned || len(s.Inbox.Pending()) != 1 {
			t.Fatalf("%+v of %d", c, len(s.Inbox.Pending()))
		}
		s.server.Before(nil)
		if c := s.one(t); c.Scanned {
			t.Error("its server speaks of it, and it is still to be answered by digits")
		}
		s.answer(t, s.one(t), core.Approve, "")
		s.refused(t, s.page(asked), core.AlreadyDone)
		s.reopen()
		s.refused(t, s.page(asked), core.AlreadyDone)
		if r := s.only(t); r.Offline || r.Outcome != core.Approved {
			t.Errorf("%+v", r)
		}
	})
}

func TestAPolicyAsksForAnUnlockedPhoneWithoutANetworkToo(t *testing.T) {
	s := newScene(t)
	s.server.SetPolicy("required", true)
	s.refresh(t)
	asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
	how := "none"
	s.cut(challenge.Options{Verified: func() string { return how }})
	c := s.scan(t, s.page(asked))
	if _, err := s.Inbox.Digits(t.Context(), c.ID, core.Approve, "", ""); core.KindOf(err) != core.Unverified {
		t.Errorf("a YES: %v", err)
	}
	s.digits(t, c, core.Deny, "", "")
	how = "pin"
	s.digits(t, c, core.Approve, "", "")
}

func TestALockedPhoneMakesNoDigits(t *testing.T) {
	s := newScene(t)
	asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
	s.cut(challenge.Options{})
	c := s.scan(t, s.page(asked))
	if err := s.store.UpdateAccount(s.account.ID, func(a *core.Account) error {
		d := a.Device.Listening()
		a.Device, a.OTP.Secret = &d, core.Secret{}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	s.Inbox.Shut()
	if _, err := s.Inbox.Digits(t.Context(), c.ID, core.Deny, "", ""); core.KindOf(err) != core.Locked {
		t.Error(err)
	}
	s.refused(t, s.page(s.server.Ask(coretest.Anna, 0, time.Minute)), core.Locked)
}
