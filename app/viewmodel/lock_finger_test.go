//go:build !race

package viewmodel

import (
	"testing"

	"kauth/core"
)

func (s *scene) lockSettings() *LockSettings {
	s.t.Helper()
	s.app.do(func() { s.app.push(&Settings{app: s.app}) })
	s.rest()
	s.shown.Intents.(*Settings).AppLock()
	s.rest()
	return s.shown.Intents.(*LockSettings)
}

func TestTheFingerIsTurnedOnByThePINAndThenTheFinger(t *testing.T) {
	fingered(t, func(s *scene, hw *fakeFingers) {
		s.finger(hw, nil)
		s.lock.facts.Finger = false
		l := s.lockSettings()
		if is[LockSettingsState](s).Finger != FingerOff {
			t.Fatalf("%+v", s.shown.State)
		}
		l.Finger(true)
		s.rest()
		if st := is[DoorState](s); st.Purpose != DoorChange || st.Finger || hw.asked != 1 {
			t.Fatalf("without the PIN: %+v, asked %d times", st, hw.asked)
		}
		s.dial(pin)
		s.app.Back() // it waits for the finger
		s.rest()
		s.finger(hw, nil)
		if is[LockSettingsState](s).Finger != FingerOn {
			t.Errorf("%+v", s.shown.State)
		}
		s.app.Back()
		s.rest()
		if !is[SettingsState](s).LockFinger {
			t.Error("the settings do not say it")
		}
	})
}

func TestTheFingerIsTurnedOffWithoutAQuestion(t *testing.T) {
	fingered(t, func(s *scene, hw *fakeFingers) {
		s.finger(hw, nil)
		s.lockSettings().Finger(false)
		s.rest()
		if is[LockSettingsState](s).Finger != FingerOff || hw.asked != 1 {
			t.Errorf("%+v", s.shown.State)
		}
	})
}

func TestAFingerThatIsNotKnownTurnsNothingOn(t *testing.T) {
	for kind, told := range map[core.Kind]bool{core.Cancelled: false, core.UnlockWait: true} {
		fingered(t, func(s *scene, hw *fakeFingers) {
			s.finger(hw, nil)
			s.lock.facts.Finger = false
			s.lockSettings().Finger(true)
			s.rest()
			s.dial(pin)
			s.finger(hw, core.E("fake", kind, nil))
			if st := is[LockSettingsState](s); st.Finger != FingerOff || (st.Problem != nil) != told {
				t.Errorf("%s: %+v", kind, st)
			}
		})
	}
}

func TestTheSettingsOfferAFingerWhereThereIsOne(t *testing.T) {
	for kind, want := range map[core.Kind]FingerChoice{core.Unsupported: FingerAbsent, core.UnlockNone: FingerNone, core.UnlockBusy: FingerOff} {
		fingered(t, func(s *scene, hw *fakeFingers) {
			s.finger(hw, nil)
			s.lock.facts.Finger, hw.ready = false, core.E("fake", kind, nil)
			l := s.lockSettings()
			if got := is[LockSettingsState](s).Finger; got != want {
				t.Errorf("%s: %q", kind, got)
			}
			hw.ready = nil
			if want == FingerNone {
				l.Finger(true) // it was added meanwhile
				s.rest()
				if is[LockSettingsState](s).Finger != FingerOff {
					t.Error("it did not look again")
				}
			}
		})
	}
}
