//go:build !race

package viewmodel

import (
	"context"
	"testing"
	"time"

	"kauth/core"
)

// fakeFingers keeps the contract of Fingers; the script answers each prompt.
type fakeFingers struct {
	lock   *fakeLock
	ready  error
	prompt chan error // nil: the finger was known
	asked  int
	gone   int           // prompts that went unanswered
	late   bool          // the system takes a prompt away too late
	slow   time.Duration // from an open vault to the word of it
}

func (f *fakeFingers) wait(ctx context.Context) error {
	f.asked++
	if f.late {
		ctx = context.WithoutCancel(ctx)
	}
	select {
	case err := <-f.prompt:
		return err
	case <-ctx.Done():
		f.gone++
		return core.E("fake", core.Cancelled, nil)
	}
}

func (f *fakeFingers) FingerReady(context.Context) error { return f.ready }

func (f *fakeFingers) AddFinger(ctx context.Context) error {
	err := f.wait(ctx)
	f.lock.facts.Finger = err == nil
	return err
}

func (f *fakeFingers) DropFinger(context.Context) error {
	f.lock.facts.Finger = false
	return nil
}

func (f *fakeFingers) UnlockFinger(ctx context.Context) error {
	err := f.wait(ctx)
	switch core.KindOf(err) {
	case "":
		f.lock.facts.Shut, f.lock.accounts.shut = false, false
		time.Sleep(f.slow)
	case core.UnlockGone:
		f.lock.facts.Finger = false
	}
	return err
}

// fingered is an app with a PIN and a finger, locked.
func fingered(t *testing.T, f func(s *scene, hw *fakeFingers)) {
	hw := &fakeFingers{}
	stage(t, linked(), func(s *scene, p *Ports) {
		pinned(s, p)
		s.lock.facts.Finger = true
		hw.lock, hw.prompt = s.lock, make(chan error) // of the test's own bubble
		s.opener.phone.Fingers = hw
	}, func(s *scene) { f(s, hw) })
}

func (s *scene) finger(hw *fakeFingers, err error) {
	hw.prompt <- err
	s.rest()
}

func TestLockAsksForTheFingerAtOnceAndOpensByIt(t *testing.T) {
	fingered(t, func(s *scene, hw *fakeFingers) {
		if hw.asked != 1 || !is[DoorState](s).Finger {
			t.Fatalf("asked %d times, %+v", hw.asked, s.shown.State)
		}
		s.finger(hw, nil)
		if len(is[HomeState](s).Rows) != 1 || s.lock.unlocks != 0 {
			t.Errorf("shows %T, %d PINs", s.shown.State, s.lock.unlocks)
		}
		s.app.Lock()
		s.rest()
		if hw.asked != 2 {
			t.Errorf("locked again it asked %d times", hw.asked)
		}
	})
}

func TestWhoTurnsBackTypesThePINAndIsAskedNoMore(t *testing.T) {
	fingered(t, func(s *scene, hw *fakeFingers) {
		s.finger(hw, core.E("fake", core.Cancelled, nil))
		s.pass(time.Minute)
		if st := is[DoorState](s); hw.asked != 1 || st.Problem != nil || st.Wrong {
			t.Fatalf("asked %d times, %+v", hw.asked, st)
		}
		s.door().Finger()
		s.rest()
		s.finger(hw, core.E("fake", core.Cancelled, nil))
		if hw.asked != 2 {
			t.Error("the key asks nobody")
		}
		s.dial(pin)
		is[HomeState](s)
	})
}

func TestTheDoorSaysWhyTheFingerOpensNothing(t *testing.T) {
	for _, kind := range []core.Kind{core.UnlockWait, core.UnlockBarred, core.UnlockGone, core.UnlockBusy, core.UnlockNone} {
		fingered(t, func(s *scene, hw *fakeFingers) {
			s.finger(hw, core.E("fake", kind, nil))
			st := is[DoorState](s)
			if st.Problem == nil || st.Problem.Kind != kind || st.Left != MaxTries || st.Finger != (kind != core.UnlockGone) {
				t.Errorf("%s: %+v", kind, st)
			}
			s.dial(pin)
			is[HomeState](s)
		})
	}
}

func TestNobodyIsAskedWhileTheAppIsAwayAndOnceWhenItComesBack(t *testing.T) {
	fingered(t, func(s *scene, hw *fakeFingers) {
		s.finger(hw, nil)
		s.app.Background()
		s.pass(2 * time.Minute)
		if is[DoorState](s); hw.asked != 1 {
			t.Fatal("asked in the background")
		}
		s.app.Foreground()
		s.rest()
		if hw.asked != 2 {
			t.Fatalf("asked %d times", hw.asked)
		}
		s.app.Background() // below Android 9 the system's own page covers the app
		s.rest()
		s.finger(hw, core.E("fake", core.Cancelled, nil))
		s.app.Foreground()
		s.rest()
		if hw.asked != 2 {
			t.Error("asked again by its own going and coming")
		}
	})
}

func TestThePINTakesThePromptAway(t *testing.T) {
	fingered(t, func(s *scene, hw *fakeFingers) {
		s.dial(pin)
		if is[HomeState](s); hw.gone != 1 {
			t.Error("the prompt is still there")
		}
	})
}

func TestAFingerThatComesAfterALockOpensNothing(t *testing.T) {
	fingered(t, func(s *scene, hw *fakeFingers) {
		s.app.do(func() { s.app.shift.Add(1) }) // locked meanwhile
		s.rest()
		s.finger(hw, nil)
		if !s.lock.facts.Shut {
			t.Error("it is open behind its lock")
		}
	})
}

func TestYesIsBehindTheFingerToo(t *testing.T) {
	fingered(t, func(s *scene, hw *fakeFingers) {
		s.choices[keyLockYes] = "always"
		s.finger(hw, nil)
		s.ask(request("chl_1", core.Confirm))
		s.pass(time.Second)
		s.shown.Intents.(*Challenge).Yes()
		s.rest()
		if is[DoorState](s).Purpose != DoorYes || hw.asked != 2 || len(s.inbox.answered) != 0 {
			t.Fatalf("%+v, asked %d times", s.shown.State, hw.asked)
		}
		s.finger(hw, core.E("fake", core.UnlockWait, nil))
		if len(s.inbox.answered) != 0 {
			t.Fatal("answered without a finger")
		}
		s.door().Finger()
		s.rest()
		s.finger(hw, nil)
		if is[ResultState](s).What != ResultApproved {
			t.Errorf("shows %+v", s.shown.State)
		}
	})
}

func TestARequestThatEndsTakesTheFingersPromptAway(t *testing.T) {
	fingered(t, func(s *scene, hw *fakeFingers) {
		s.choices[keyLockYes] = "always"
		s.finger(hw, nil)
		s.ask(request("chl_1", core.Confirm))
		s.pass(time.Second)
		s.shown.Intents.(*Challenge).Yes()
		s.rest()
		s.app.do(func() { s.app.home() })
		s.rest()
		if hw.gone != 1 {
			t.Error("the prompt is still there")
		}
	})
}

// TestTheTenthWrongPINTakesThePromptAwayForGood: after it the recovery passphrase alone opens.
func TestTheTenthWrongPINTakesThePromptAwayForGood(t *testing.T) {
	fingered(t, func(s *scene, hw *fakeFingers) {
		s.lock.facts.Wrong = MaxTries - 1
		s.dial("111222")
		if st := is[DoorState](s); hw.gone != 1 || !st.Spent || st.Ask != AskRecovery || st.Finger || st.Problem != nil {
			t.Fatalf("%d prompts are gone, %+v", hw.gone, st)
		}
		s.door().Finger()
		s.app.Background()
		s.pass(time.Minute)
		s.app.Foreground()
		s.app.Lock()
		s.pass(time.Minute)
		if st := is[DoorState](s); hw.asked != 1 || !st.Spent || st.Ask != AskRecovery {
			t.Errorf("asked %d times, %+v", hw.asked, st)
		}
		s.door().Submit(s.lock.recovery)
		s.rest()
		if s.lock.facts.Shut {
			t.Error("the recovery passphrase does not open it")
		}
	})
}

func TestAWrongPINLeavesTheDoorShutThoughAFingerWasKnownMeanwhile(t *testing.T) {
	for name, c := range map[string]struct {
		wrong int
		slow  time.Duration
	}{"the first": {}, "the tenth": {wrong: MaxTries - 1}, "told before the finger": {slow: 2 * time.Second}} {
		fingered(t, func(s *scene, hw *fakeFingers) {
			hw.late, hw.slow, s.lock.slow = true, c.slow, time.Second
			s.finger(hw, core.E("fake", core.Cancelled, nil))
			s.door().Finger() // late from here on
			s.rest()
			s.lock.facts.Wrong = c.wrong
			s.dial("111222")
			s.finger(hw, nil)
			s.pass(3 * time.Second)
			if st := is[DoorState](s); !s.lock.facts.Shut || !st.Wrong && !st.Spent {
				t.Errorf("%s: shut %v, %+v", name, s.lock.facts.Shut, st)
			}
		})
	}
}

// TestLockingAtOnceTakesThePromptAway: before a YES the app is open behind the prompt.
func TestLockingAtOnceTakesThePromptAway(t *testing.T) {
	fingered(t, func(s *scene, hw *fakeFingers) {
		s.choices[keyLockYes] = "always"
		s.finger(hw, nil)
		s.ask(request("chl_1", core.Confirm))
		s.pass(time.Second)
		s.shown.Intents.(*Challenge).Yes()
		s.rest()
		s.app.Lock()
		s.rest()
		if st := is[DoorState](s); hw.gone != 1 || st.Purpose != DoorOpen || !s.lock.facts.Shut {
			t.Fatalf("%d prompts are gone, %+v", hw.gone, st)
		}
		s.finger(hw, nil)
		if len(s.inbox.answered) != 0 || s.lock.facts.Shut {
			t.Errorf("answered %v; shut: %v", s.inbox.answered, s.lock.facts.Shut)
		}
	})
}

// TestLockingAtOnceTakesThePromptAwayThatAddsAFinger: two prompts are never there at once,
// and the lock's own waited for the other's two minutes.
func TestLockingAtOnceTakesThePromptAwayThatAddsAFinger(t *testing.T) {
	fingered(t, func(s *scene, hw *fakeFingers) {
		s.finger(hw, nil)
		s.lock.facts.Finger = false
		s.lockSettings().Finger(true)
		s.rest()
		s.dial(pin)
		s.app.Lock()
		s.rest()
		if is[DoorState](s); hw.gone != 1 || s.lock.facts.Finger {
			t.Errorf("%d prompts are gone, a finger: %v", hw.gone, s.lock.facts.Finger)
		}
	})
}
