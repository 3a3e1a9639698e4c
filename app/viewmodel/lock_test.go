//go:build !race

package viewmodel

import (
	"testing"
	"time"

	"kauth/core"
	"kauth/core/challenge"
)

const pin = "480213"

// locked is an app with a PIN, locked.
func locked(t *testing.T, f func(s *scene)) { stage(t, linked(), pinned, f) }

func pinned(s *scene, _ *Ports) {
	s.lock.secret, s.lock.recovery = pin, "lunar apple river stone candle"
	s.lock.facts = LockFacts{Kind: "pin", Shut: true, Digits: 6, Keyring: true}
	s.accounts.shut = true
}

func (s *scene) door() *Door {
	s.t.Helper()
	d, ok := s.shown.Intents.(*Door)
	if !ok {
		s.t.Fatalf("shows %T %+v", s.shown.State, s.shown.State)
	}
	return d
}

// dial types a PIN at the door.
func (s *scene) dial(pin string) {
	s.t.Helper()
	d := s.door()
	for _, c := range pin {
		d.Digit(c)
	}
	s.rest()
}

func TestALockedVaultAsksForItsPINAtTheStart(t *testing.T) {
	locked(t, func(s *scene) {
		if st := is[DoorState](s); st.Ask != AskPIN || st.Digits != 6 || !st.Forgot {
			t.Fatalf("shows %+v", st)
		}
		s.dial("4802")
		if is[DoorState](s).Typed != 4 {
			t.Error("digits are not shown as they are typed")
		}
		s.dial("13")
		if len(is[HomeState](s).Rows) != 1 {
			t.Error("the accounts are not there")
		}
	})
}

func TestWrongPINsAreCountedMadeToWaitAndEndWithTheRecoveryPassphrase(t *testing.T) {
	locked(t, func(s *scene) {
		s.dial("111222")
		if st := is[DoorState](s); !st.Wrong || st.Left != 9 || st.Typed != 0 || st.Wait != 0 {
			t.Fatalf("after one: %+v", st)
		}
		s.dial("1")
		if is[DoorState](s).Wrong {
			t.Error("it still says wrong while the next is typed")
		}
		s.door().Delete()
		for range 4 {
			s.dial("111222")
		}
		if st := is[DoorState](s); st.Left != 5 || st.Wait != 30*time.Second {
			t.Fatalf("after five: %+v", st)
		}
		s.dial(pin)
		if s.lock.unlocks != 5 || is[DoorState](s).Typed != 0 {
			t.Error("a key was taken while it waits")
		}
		s.pass(2 * time.Second)
		if st := is[DoorState](s); st.Wait != 28*time.Second {
			t.Errorf("counts down to %v", st.Wait)
		}
		for range 5 {
			s.pass(30 * time.Second)
			s.dial("111222")
		}
		if st := is[DoorState](s); !st.Spent || st.Ask != AskRecovery {
			t.Fatalf("after ten: %+v", st)
		}
		s.pass(time.Minute)
		s.door().Submit("lunar apple river stone candle")
		s.rest()
		is[NewPINState](s)
		s.app.Back()
		s.rest()
		is[HomeState](s)
	})
}

func TestWorkAtTheDoorIsShownWhenItTakesLong(t *testing.T) {
	locked(t, func(s *scene) {
		s.lock.slow = time.Second
		s.dial(pin)
		if st := is[DoorState](s); !st.Taken || st.Busy {
			t.Fatalf("at once: %+v", st)
		}
		s.pass(300 * time.Millisecond)
		if !is[DoorState](s).Busy {
			t.Error("nothing turns after 300 ms")
		}
		s.pass(time.Second)
		is[HomeState](s)
	})
}

func TestATryUnderWayIsNotShownAsAWrongOne(t *testing.T) {
	locked(t, func(s *scene) {
		s.lock.facts.Wrong, s.lock.slow = 9, time.Second
		s.dial(pin)
		s.pass(400 * time.Millisecond)
		if st := is[DoorState](s); st.Ask != AskPIN || st.Left != 1 || st.Wait != 0 || st.Spent {
			t.Errorf("shows %+v", st)
		}
		s.pass(time.Second)
		is[HomeState](s)
	})
}

func TestWhoForgotThePINComesInByTheRecoveryPassphrase(t *testing.T) {
	locked(t, func(s *scene) {
		s.door().Forgot()
		s.rest()
		is[ForgotState](s)
		s.shown.Intents.(*Forgot).Recover()
		s.rest()
		if is[DoorState](s).Ask != AskRecovery {
			t.Fatalf("shows %+v", s.shown.State)
		}
		s.app.Back()
		s.rest()
		if is[DoorState](s).Ask != AskPIN {
			t.Fatalf("back shows %+v", s.shown.State)
		}
	})
}

func TestItLocksAfterTheChosenTime(t *testing.T) {
	for choice, after := range map[string]time.Duration{"": time.Minute, LockAtOnce: time.Minute, "5": 5 * time.Minute, "15": 15 * time.Minute} {
		locked(t, func(s *scene) {
			s.choices[keyLockAfter] = choice
			s.dial(pin)
			s.pass(after - 2*time.Second)
			is[HomeState](s)
			s.pass(3 * time.Second)
			is[DoorState](s)
			if !s.lock.facts.Shut {
				t.Errorf("%q: the vault is open", choice)
			}
		})
	}
	locked(t, func(s *scene) {
		s.choices[keyLockAfter] = LockNever
		s.dial(pin)
		s.pass(24 * time.Hour)
		is[HomeState](s)
	})
}

func TestItLocksWhileNothingTicks(t *testing.T) {
	locked(t, func(s *scene) { // a phone: in the background nothing ticks
		s.dial(pin)
		s.app.Background()
		s.pass(time.Minute + 2*time.Second)
		is[DoorState](s)
	})
}

func TestWhoUsesItIsNotLockedOut(t *testing.T) {
	locked(t, func(s *scene) {
		s.dial(pin)
		for i := range 20 {
			s.pass(50 * time.Second)
			switch home := s.shown.Intents.(*Home); i % 3 {
			case 0:
				s.app.Used()
			case 1:
				home.Query("")
			default:
				home.Sees(i, i+10)
			}
			s.rest()
		}
		is[HomeState](s)
	})
}

func TestASleepingLaptopAndAClockPutBackCountAsTimeAway(t *testing.T) {
	locked(t, func(s *scene) { // the steady clock slept
		s.dial(pin)
		s.asleep = time.Hour
		s.shown.Intents.(*Home).Copy("acc_1") // a tap before any tick
		s.rest()
		is[DoorState](s)
		if s.clip.text != "" {
			t.Error("the tap still copied a code")
		}
	})
	locked(t, func(s *scene) { // the clock on the wall was put back
		s.dial(pin)
		s.asleep = -time.Hour
		s.pass(time.Minute + time.Second)
		is[DoorState](s)
	})
}

func TestLeavingLocksAtOnceWhereThatWasChosen(t *testing.T) {
	locked(t, func(s *scene) {
		s.choices[keyLockAfter] = LockAtOnce
		s.dial(pin)
		s.app.Background()
		s.rest()
		is[DoorState](s)
	})
	locked(t, func(s *scene) {
		s.dial(pin)
		s.app.Background()
		s.app.Foreground()
		s.rest()
		is[HomeState](s)
		s.app.Unseen()
		s.rest()
		is[DoorState](s)
	})
}

func TestAnErrandToTheBrowserIsNotCutOffByTheLock(t *testing.T) {
	locked(t, func(s *scene) {
		s.choices[keyLockAfter] = LockAtOnce
		s.dial(pin)
		s.shown.Intents.(*Home).Add()
		s.rest()
		s.shown.Intents.(*Welcome).LoginHere()
		s.rest()
		s.shown.Intents.(*Server).Submit("manager.example.ch")
		s.rest()
		is[BrowserState](s)
		s.app.Background()
		s.pass(4 * time.Minute)
		is[BrowserState](s)
		s.pass(time.Minute + 2*time.Second)
		is[DoorState](s)
	})
}

func TestLockNowLocksAndClearsACopiedCode(t *testing.T) {
	locked(t, func(s *scene) {
		s.dial(pin)
		s.shown.Intents.(*Home).Copy("acc_1")
		s.rest()
		if s.clip.text == "" {
			t.Fatal("nothing was copied")
		}
		s.app.Lock()
		s.rest()
		is[DoorState](s)
		if s.clip.text != "" || !s.lock.facts.Shut {
			t.Errorf("the clipboard has %q, shut %v", s.clip.text, s.lock.facts.Shut)
		}
	})
}

func TestAPhoneThatNobodyAttendsLocksOnlyWhenItIsTold(t *testing.T) {
	unattended := func(s *scene, p *Ports) {
		s.lock.secret, s.lock.facts = pin, LockFacts{Kind: "pin", Digits: 6, Keyring: true}
		s.opener.phone.Unattended = true
		s.choices[keyLockAfter] = LockAtOnce
	}
	stage(t, linked(), unattended, func(s *scene) {
		s.app.Background()
		s.app.Unseen()
		s.pass(time.Hour)
		s.app.Foreground()
		s.rest()
		is[HomeState](s)
		s.app.Lock()
		s.rest()
		is[DoorState](s)
	})
}

func TestAnAppWithoutALockIsNotLocked(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.app.Lock()
		s.app.Unseen()
		s.pass(time.Hour)
		is[HomeState](s)
	})
}

func TestWhatWasBegunBeforeTheLockOpensNothingOverIt(t *testing.T) {
	locked(t, func(s *scene) {
		s.dial(pin)
		home := s.shown.Intents.(*Home)
		s.app.Lock()
		home.Add()
		home.Settings()
		home.Open("acc_1")
		s.app.OpenLink(offer)
		gone := linked()[0]
		s.inbox.tell(challenge.Event{Revoked: &gone})
		s.rest()
		is[DoorState](s)
		s.dial(pin)
		is[ConfirmState](s) // the link has waited
	})
}

func TestAnUnlockThatEndsAfterALockIsTakenBack(t *testing.T) {
	locked(t, func(s *scene) {
		s.dial(pin)
		s.choices[keyLockYes] = "always"
		s.ask(request("chl_1", core.Confirm))
		s.pass(time.Second)
		s.shown.Intents.(*Challenge).Yes()
		s.rest()
		s.lock.slow = time.Second
		s.dial(pin)
		s.app.Lock()
		s.pass(2 * time.Second)
		is[DoorState](s)
		if !s.lock.facts.Shut {
			t.Error("the vault is open behind the lock")
		}
	})
}

type placeToSave struct {
	text   string
	closed bool
}

func (p *placeToSave) Write(b []byte) (int, error) { p.text += string(b); return len(b), nil }
func (p *placeToSave) Close() error                { p.closed = true; return nil }

func TestAPlaceThatIsChosenAfterTheLockGetsNoCodes(t *testing.T) {
	locked(t, func(s *scene) {
		s.dial(pin)
		codes := &Codes{app: s.app, codes: []string{"aaaa-bbbb"}}
		recovery := &Recovery{app: s.app, passphrase: "lunar apple"}
		s.app.do(func() { s.app.push(codes); s.app.push(recovery) })
		s.rest()
		s.app.Lock()
		s.rest()
		one, two := &placeToSave{}, &placeToSave{}
		codes.Save(one)
		recovery.Save(two)
		s.rest()
		if one.text+two.text != "" || !one.closed || !two.closed {
			t.Errorf("wrote %q and %q, closed %v and %v", one.text, two.text, one.closed, two.closed)
		}
	})
}
