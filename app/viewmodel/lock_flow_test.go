//go:build !race

package viewmodel

import (
	"slices"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/challenge"
)

func TestARequestAtTheLockIsRefusedWithoutAnUnlock(t *testing.T) {
	locked(t, func(s *scene) {
		s.ask(request("chl_1", core.Confirm))
		st := is[DoorState](s)
		if st.Request == nil || st.Request.Armed || st.Request.Left != 2*time.Minute || st.Request.Count != 1 {
			t.Fatalf("shows %+v", st.Request)
		}
		s.door().No()
		s.pass(499 * time.Millisecond)
		s.door().No()
		s.rest()
		if len(s.inbox.answered) != 0 {
			t.Fatal("a tap that was under way answered")
		}
		s.pass(time.Millisecond)
		s.door().No()
		s.door().No()
		s.rest()
		if st := is[DoorState](s); st.Request != nil || st.Ended != ResultDenied {
			t.Errorf("shows %+v", st)
		}
		if !slices.Equal(s.inbox.answered, []core.Decision{core.Deny}) || !s.lock.facts.Shut {
			t.Errorf("answered %v", s.inbox.answered)
		}
		s.dial(pin)
		is[HomeState](s)
	})
}

func TestAfterTheUnlockTheNewestRequestOpensByItself(t *testing.T) {
	locked(t, func(s *scene) {
		s.ask(request("chl_1", core.Confirm))
		s.ask(request("chl_2", core.Confirm))
		if st := is[DoorState](s); st.Request.Count != 2 {
			t.Errorf("shows %+v", st.Request)
		}
		s.dial(pin)
		is[ChallengeState](s)
		if s.shown.Intents.(*Challenge).req.ID != "chl_2" {
			t.Error("not the newest")
		}
	})
}

func TestANewerRequestAtTheLockArmsAnew(t *testing.T) {
	locked(t, func(s *scene) {
		s.ask(request("chl_1", core.Confirm))
		s.pass(time.Second)
		s.ask(request("chl_2", core.Match))
		if is[DoorState](s).Request.Armed {
			t.Error("NO takes a tap that was meant for another request")
		}
		s.pass(time.Second)
		s.door().No()
		s.rest()
		if st := is[DoorState](s); st.Request == nil || st.Request.Count != 1 || st.Request.Armed {
			t.Errorf("the older one: %+v", st.Request)
		}
	})
}

func TestHowARequestAtTheLockEndedIsSaid(t *testing.T) {
	locked(t, func(s *scene) {
		s.ask(request("chl_1", core.Confirm))
		s.inbox.pending = nil
		s.inbox.tell(challenge.Event{Pending: true, Ended: &challenge.Ended{ID: "chl_1", Outcome: core.AnsweredOther}})
		s.rest()
		if st := is[DoorState](s); st.Request != nil || st.Ended != ResultAlready {
			t.Errorf("shows %+v", st)
		}
	})
	locked(t, func(s *scene) {
		s.ask(request("chl_1", core.Confirm))
		s.pass(2*time.Minute + time.Second)
		if st := is[DoorState](s); st.Request != nil || st.Ended != ResultExpired {
			t.Errorf("shows %+v", st)
		}
		s.pass(time.Minute)
		if st := is[DoorState](s); st.Ended != "" {
			t.Errorf("a minute later it still says %s", st.Ended)
		}
	})
}

func TestANoThatDoesNotGetThroughCanBeSentAgain(t *testing.T) {
	locked(t, func(s *scene) {
		s.inbox.fail = core.E("fake", core.Offline, nil)
		s.ask(request("chl_1", core.Confirm))
		s.pass(time.Second)
		s.door().No()
		s.rest()
		if r := is[DoorState](s).Request; r == nil || r.Problem == nil || r.Problem.Kind != core.Offline || r.Sending {
			t.Fatalf("shows %+v", r)
		}
		s.inbox.fail = nil
		s.door().No()
		s.rest()
		if is[DoorState](s).Ended != ResultDenied {
			t.Errorf("shows %+v", s.shown.State)
		}
	})
}

func TestYesAsksForThePINWhereThatWasChosenAndNoNever(t *testing.T) {
	locked(t, func(s *scene) {
		s.choices[keyLockYes] = "always"
		s.dial(pin)
		s.ask(request("chl_1", core.Confirm))
		s.pass(time.Second)
		s.shown.Intents.(*Challenge).Yes()
		s.rest()
		if is[DoorState](s).Purpose != DoorYes || len(s.inbox.answered) != 0 {
			t.Fatalf("shows %+v, answered %v", s.shown.State, s.inbox.answered)
		}
		s.dial("111222")
		if !is[DoorState](s).Wrong || len(s.inbox.answered) != 0 {
			t.Fatalf("a wrong PIN: %+v", s.shown.State)
		}
		s.app.Back()
		s.pass(armTime) // it came up again
		s.shown.Intents.(*Challenge).Yes()
		s.rest()
		s.dial(pin)
		if is[ResultState](s).What != ResultApproved {
			t.Errorf("shows %+v", s.shown.State)
		}
		s.shown.Intents.(*Result).Done()
		s.ask(request("chl_2", core.Confirm))
		s.pass(time.Second)
		s.shown.Intents.(*Challenge).No()
		s.rest()
		if is[ResultState](s).What != ResultDenied {
			t.Errorf("NO shows %+v", s.shown.State)
		}
	})
}

func TestATypedNumberWaitsForThePINToo(t *testing.T) {
	locked(t, func(s *scene) {
		s.choices[keyLockYes] = "always"
		s.dial(pin)
		s.ask(request("chl_1", core.Match))
		s.pass(time.Second)
		for _, c := range "64" {
			s.shown.Intents.(*Challenge).Digit(c)
		}
		s.rest()
		s.dial(pin)
		if is[ResultState](s).What != ResultApproved {
			t.Errorf("shows %+v", s.shown.State)
		}
	})
}

func TestARequestThatEndsWhileItsPINIsAskedTakesTheDoorAway(t *testing.T) {
	locked(t, func(s *scene) {
		s.choices[keyLockYes] = "always"
		s.dial(pin)
		s.ask(request("chl_1", core.Confirm))
		s.pass(time.Second)
		s.shown.Intents.(*Challenge).Yes()
		s.inbox.pending = nil
		s.inbox.tell(challenge.Event{Pending: true, Ended: &challenge.Ended{ID: "chl_1", Outcome: core.Withdrawn}})
		s.rest()
		if is[ResultState](s).What != ResultWithdrawn {
			t.Errorf("shows %+v", s.shown.State)
		}
	})
}

func TestAPINIsTypedTwiceAndItsRecoveryPassphraseWrittenDown(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.app.do(func() { s.app.push(&LockSettings{app: s.app}) })
		s.rest()
		settings := s.shown.Intents.(*LockSettings)
		settings.UsePIN()
		s.rest()
		enter := func(pin string) {
			n := s.shown.Intents.(*NewPIN)
			for _, c := range pin {
				n.Digit(c)
			}
			n.Enter()
			s.rest()
		}
		enter("123456")
		if is[NewPINState](s).Weak != WeakSequence {
			t.Fatalf("shows %+v", s.shown.State)
		}
		enter(pin)
		enter("480214")
		if st := is[NewPINState](s); !st.Differ || st.Again {
			t.Fatalf("two different ones: %+v", st)
		}
		enter(pin)
		for _, c := range pin {
			s.shown.Intents.(*NewPIN).Digit(c)
		}
		s.rest()
		r := s.shown.Intents.(*Recovery)
		if is[RecoveryState](s).Passphrase == "" {
			t.Fatal("no recovery passphrase")
		}
		r.Done()
		s.rest()
		is[RecoveryState](s)
		r.Keep(true)
		r.Done()
		s.rest()
		if st := is[LockSettingsState](s); st.Kind != AskPIN || st.After != LockUsually {
			t.Errorf("shows %+v", st)
		}
		s.pass(time.Minute + 2*time.Second)
		is[DoorState](s)
	})
}

// Whoever holds an unlocked phone can make the lock stricter, and no weaker.
func TestTheLockGetsNoWeakerWithoutThePIN(t *testing.T) {
	locked(t, func(s *scene) {
		s.dial(pin)
		s.app.do(func() { s.app.push(&LockSettings{app: s.app}) })
		s.rest()
		settings := s.shown.Intents.(*LockSettings)
		settings.AskYes(true)
		settings.After(LockAtOnce)
		s.rest()
		if st := is[LockSettingsState](s); !st.Yes || st.After != LockAtOnce {
			t.Fatalf("shows %+v", st)
		}
		for name, weaken := range map[string]func(){
			"yes": func() { settings.AskYes(false) }, "time": func() { settings.After(LockNever) },
		} {
			weaken()
			s.rest()
			if is[DoorState](s).Purpose != DoorChange {
				t.Fatalf("%s: shows %+v", name, s.shown.State)
			}
			s.app.Back()
			s.rest()
			if st := is[LockSettingsState](s); !st.Yes || st.After != LockAtOnce {
				t.Fatalf("%s: shows %+v", name, st)
			}
		}
		settings.AskYes(false)
		s.rest()
		s.dial(pin)
		settings.After("15")
		s.rest()
		s.dial(pin)
		if st := is[LockSettingsState](s); st.Yes || st.After != "15" {
			t.Errorf("shows %+v", st)
		}
	})
}

func TestNothingOfTheLockChangesWithoutThePIN(t *testing.T) {
	locked(t, func(s *scene) {
		s.dial(pin)
		s.app.do(func() { s.app.push(&LockSettings{app: s.app}) })
		s.rest()
		settings := s.shown.Intents.(*LockSettings)
		settings.Off()
		s.rest()
		if is[DoorState](s).Purpose != DoorOff {
			t.Fatalf("shows %+v", s.shown.State)
		}
		s.app.Back()
		settings.UsePassphrase()
		s.rest()
		s.dial("111222")
		s.dial(pin)
		c := s.shown.Intents.(*Choose)
		c.Submit("long enough", "long enough")
		s.rest()
		if st := is[LockSettingsState](s); st.Kind != AskPassphrase {
			t.Fatalf("shows %+v", st)
		}
		settings.Off()
		s.rest()
		s.door().Submit("long enough")
		s.rest()
		if st := is[LockSettingsState](s); st.Kind != "" || s.lock.facts.Kind != "" {
			t.Errorf("shows %+v", st)
		}
	})
}

func TestWithoutAKeyringThereIsNoPIN(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.lock.facts = LockFacts{Kind: "passphrase"}
		s.lock.secret = "long enough"
		s.app.do(func() { s.app.push(&LockSettings{app: s.app}) })
		s.rest()
		settings := s.shown.Intents.(*LockSettings)
		settings.UsePIN()
		settings.Off()
		s.rest()
		if st := is[LockSettingsState](s); st.PIN || st.Kind != AskPassphrase {
			t.Errorf("shows %+v", st)
		}
	})
}

func TestPINsThatOthersWouldTryFirstAreRefused(t *testing.T) {
	for pin, want := range map[string]WeakPIN{
		"000000": WeakSame, "777777": WeakSame, "123456": WeakSequence, "987654": WeakSequence, "789012": WeakSequence,
		"246802": WeakSequence, "12345678": WeakSequence, "121212": WeakRepeated, "123123": WeakRepeated, "48024802": WeakRepeated,
		"480213": "", "112233": "", "100000": "", "123457": "", "1234560": "",
	} {
		if got := weak([]byte(pin)); got != want {
			t.Errorf("%s: %q instead of %q", pin, got, want)
		}
	}
}

func TestContentIsHiddenInTheBackground(t *testing.T) {
	play(t, linked(), func(s *scene) { // a phone
		s.app.Background()
		s.rest()
		if !s.shown.Hidden {
			t.Error("a phone in the background shows its codes")
		}
		s.app.Foreground()
		s.rest()
		if s.shown.Hidden {
			t.Error("it stays hidden")
		}
	})
	desktop := func(_ *scene, p *Ports) { p.AlwaysAwake = true }
	stage(t, linked(), desktop, func(s *scene) {
		s.app.Background()
		s.rest()
		if s.shown.Hidden {
			t.Error("a desktop hides what nobody asked it to")
		}
		s.app.Unseen()
		s.rest()
		if !s.shown.Hidden {
			t.Error("a minimized window shows its codes")
		}
		s.app.Foreground()
		s.app.do(func() { s.app.push(&LockSettings{app: s.app}) })
		s.rest()
		s.shown.Intents.(*LockSettings).HideContent(true)
		s.app.Background()
		s.rest()
		if !s.shown.Hidden {
			t.Error("a desktop does not hide what it was asked to")
		}
	})
}

func TestANoBesideTheWindowCountsWhereTheLockIsDue(t *testing.T) {
	desktop := func(s *scene, p *Ports) { pinned(s, p); p.AlwaysAwake = true }
	stage(t, linked(), desktop, func(s *scene) {
		s.dial(pin)
		s.app.Background()
		s.ask(request("chl_1", core.Confirm))
		s.asleep = time.Hour // a laptop wakes, and the notice is tapped before any tick
		s.app.Noticed("chl_1", core.NoticeNo)
		s.rest()
		if !slices.Equal(s.inbox.answered, []core.Decision{core.Deny}) || !s.lock.facts.Shut {
			t.Errorf("answered %v, shut %v", s.inbox.answered, s.lock.facts.Shut)
		}
	})
	stage(t, linked(), desktop, func(s *scene) {
		s.dial(pin)
		s.app.Background()
		s.ask(request("chl_1", core.Confirm))
		s.asleep = time.Hour
		s.app.Noticed("chl_1", core.NoticeYes)
		s.rest()
		if len(s.inbox.answered) != 0 {
			t.Errorf("answered %v", s.inbox.answered)
		}
		is[DoorState](s)
	})
}

func TestAnOrganizationThatWantsToKnowWhoHoldsThePhoneIsToldByThePIN(t *testing.T) {
	locked(t, func(s *scene) {
		s.accounts.all[0].Device.Policy.VerifyRequired = true
		s.choices[keyLockAfter] = "15"
		s.dial(pin)
		s.ask(request("chl_1", core.Confirm))
		s.pass(time.Second)
		s.shown.Intents.(*Challenge).Yes() // the PIN was given a moment ago
		s.rest()
		is[ResultState](s)
		s.shown.Intents.(*Result).Done()
		s.pass(2 * time.Minute)
		s.ask(request("chl_2", core.Confirm))
		s.pass(time.Second)
		s.shown.Intents.(*Challenge).Yes()
		s.rest()
		if is[DoorState](s).Purpose != DoorYes {
			t.Errorf("shows %+v", s.shown.State)
		}
	})
}

// The lock says no names, so that the person is told after it.
func TestAnAccountThatWentWhileLockedIsSaid(t *testing.T) {
	locked(t, func(s *scene) {
		gone := []core.Departure{{Account: core.Account{ID: "acc_9", Issuer: "Gone", Label: "away@example.ch"}}}
		s.app.phone.Gone = func() []core.Departure { out := gone; gone = nil; return out }
		s.dial(pin)
		if st := is[ResultState](s); st.What != ResultRevoked || st.Label != "away@example.ch" {
			t.Fatalf("shows %+v", st)
		}
		s.app.Back()
		s.rest()
		is[HomeState](s)
		s.app.Lock()
		s.rest()
		s.dial(pin)
		is[HomeState](s)
	})
}
