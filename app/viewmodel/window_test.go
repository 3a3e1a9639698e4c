//go:build !race

package viewmodel

import (
	"errors"
	"testing"

	"kauth/core/coretest"
)

func windowed(t *testing.T, w Window, choice string, f func(*scene)) {
	t.Helper()
	stage(t, linked(), func(s *scene, p *Ports) {
		p.Window = w
		if slow, ok := w.(*slowWindow); ok {
			slow.may = make(chan struct{}, 8) // of the bubble
			slow.may <- struct{}{}
		}
		if choice != "" {
			p.Settings.SetString(choiceShots, choice)
		}
	}, func(s *scene) {
		s.app.do(func() { s.app.push(&Settings{app: s.app}) })
		s.rest()
		f(s)
	})
}

func TestScreenshotsShowNothingUntilThePersonWantsThemTo(t *testing.T) {
	w := &coretest.Window{}
	windowed(t, w, "", func(s *scene) {
		if st := is[SettingsState](s); !st.CanHide || !st.HideWindow || !w.Hidden() {
			t.Fatalf("at first: %+v, hidden %v", st, w.Hidden())
		}
		s.shown.Intents.(*Settings).HideWindow(false)
		s.rest()
		if st := is[SettingsState](s); st.HideWindow || w.Hidden() || s.choices.String(choiceShots) != "allow" {
			t.Fatalf("allowed: %+v, hidden %v", st, w.Hidden())
		}
		s.shown.Intents.(*Settings).HideWindow(true)
		s.rest()
		if st := is[SettingsState](s); !st.HideWindow || !w.Hidden() || s.choices.String(choiceShots) != "" {
			t.Fatalf("blocked again: %+v, hidden %v", st, w.Hidden())
		}
	})
}

func TestScreenshotsThatWereAllowedAreAfterTheNextStart(t *testing.T) {
	w := &coretest.Window{}
	windowed(t, w, "allow", func(s *scene) {
		if st := is[SettingsState](s); st.HideWindow || w.Hidden() {
			t.Fatalf("%+v, hidden %v", st, w.Hidden())
		}
	})
}

func TestSwitchThatDidNothingGoesBack(t *testing.T) {
	w := &coretest.Window{}
	windowed(t, w, "", func(s *scene) {
		w.Fail(errors.New("no activity"))
		s.shown.Intents.(*Settings).HideWindow(false)
		s.rest()
		if st := is[SettingsState](s); !st.HideWindow || s.choices.String(choiceShots) != "" {
			t.Fatalf("%+v", st)
		}
	})
}

// slowWindow does what it is told when it may.
type slowWindow struct {
	coretest.Window
	may chan struct{}
}

func (w *slowWindow) Hide(yes bool) error {
	<-w.may
	return w.Window.Hide(yes)
}

func TestLastTapOnTheSwitchCounts(t *testing.T) {
	w := &slowWindow{}
	windowed(t, w, "", func(s *scene) {
		in := s.shown.Intents.(*Settings)
		for _, yes := range []bool{false, true, false} {
			in.HideWindow(yes)
			s.rest()
		}
		for range 3 {
			w.may <- struct{}{}
		}
		s.rest()
		if st := is[SettingsState](s); st.HideWindow || w.Hidden() || s.choices.String(choiceShots) != "allow" {
			t.Fatalf("%+v, hidden %v", st, w.Hidden())
		}
	})
}

func TestComputerThatCannotHideAWindowOffersNothing(t *testing.T) {
	windowed(t, nil, "", func(s *scene) {
		if st := is[SettingsState](s); st.CanHide {
			t.Fatalf("%+v", st)
		}
	})
}
