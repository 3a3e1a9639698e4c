//go:build !race

package viewmodel

import (
	"errors"
	"testing"
	"time"

	"kauth/core"
)

func TestAWideWindowShowsTheListBesideTheAccount(t *testing.T) {
	play(t, three(), func(s *scene) {
		h := s.shown.Intents.(*Home)
		h.Open("acc_1")
		s.rest()
		narrow := s.shown
		if len(narrow.Layers) != 0 {
			t.Error("a narrow window has no room for two")
		}
		s.app.Wide(true)
		s.rest()
		if s.shown.Page != narrow.Page || len(s.shown.Layers) != 1 || s.shown.Layers[0].State.(HomeState).Selected != "acc_1" {
			t.Fatalf("%+v", s.shown)
		}
		h.Open("acc_2")
		s.rest()
		if s.shown.Depth != 2 || is[DetailState](s).Title != "GitHub" {
			t.Errorf("depth %d, %+v", s.shown.Depth, s.shown.State)
		}
		h.Step(1)
		s.rest()
		h.Step(-1)
		s.rest()
		if is[DetailState](s).Title != "Åre kommun" {
			t.Errorf("the keyboard opened %+v", s.shown.State)
		}
		s.app.Wide(false)
		s.rest()
		if is[DetailState](s).Title != "Åre kommun" || len(s.shown.Layers) != 0 {
			t.Errorf("a narrow window shows %+v", s.shown)
		}
		s.app.Back()
		s.rest()
		s.lists("Zürcher Bank", "Åre kommun", "GitHub")
	})
}

func TestEscapeInAWideWindowClosesTheSearchThenTheAccount(t *testing.T) {
	play(t, three(), func(s *scene) {
		h := s.shown.Intents.(*Home)
		s.app.Wide(true)
		h.Open("acc_1")
		h.Type('g')
		s.rest()
		s.app.Back()
		s.rest()
		if list := s.shown.Layers[0].State.(HomeState); list.Searching || is[DetailState](s).Title == "" {
			t.Errorf("%+v", s.shown)
		}
		s.app.Back()
		s.rest()
		if is[HomeState](s).Selected != "" {
			t.Error("it is still selected")
		}
	})
}

func TestARequestTakesAWideWindowForItself(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.app.Wide(true)
		s.shown.Intents.(*Home).Open("acc_1")
		s.rest()
		s.ask(request("chl_1", core.Confirm))
		if _, ok := s.shown.State.(ChallengeState); !ok || len(s.shown.Layers) != 0 {
			t.Errorf("%+v", s.shown)
		}
	})
}

func TestTheMenuOfARowLiesOverTheListAndDoesWhatItSays(t *testing.T) {
	play(t, three(), func(s *scene) {
		h := s.shown.Intents.(*Home)
		menu := func() *RowMenu {
			h.Menu("acc_1")
			h.Menu("acc_2") // a second finger
			s.rest()
			return s.shown.Intents.(*RowMenu)
		}
		m := menu()
		if st := is[RowMenuState](s); !s.shown.Over || len(s.shown.Layers) != 1 || st.Title != "Åre kommun" || !st.Up || !st.Down || !st.Next {
			t.Fatalf("%+v", s.shown)
		}
		m.Move(1)
		s.rest()
		if st := is[RowMenuState](s); !st.Up || st.Down {
			t.Errorf("at the end: %+v", st)
		}
		s.app.Back()
		s.rest()
		s.lists("Zürcher Bank", "GitHub", "Åre kommun")

		next := is[HomeState](s).Code(2).Next
		m = menu()
		m.CopyNext()
		m.CopyNext()
		s.rest()
		if is[HomeState](s); s.clip.text != next[:3]+next[4:] {
			t.Errorf("copied %q, next is %q", s.clip.text, next)
		}
		menu().Rename()
		s.rest()
		is[RenameState](s)
		s.app.Back()
		s.rest()
		menu().Remove()
		s.rest()
		is[RemoveState](s)
		if len(s.accounts.all) != 3 {
			t.Error("it was removed without a question")
		}
	})
}

func TestPullingDownSaysThatItAskedAndWhen(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.inbox.asked = make(chan struct{})
		h := s.shown.Intents.(*Home)
		h.Refresh()
		h.Refresh()
		s.rest()
		if c := is[HomeState](s).Check; !c.Busy {
			t.Errorf("%+v", c)
		}
		close(s.inbox.asked)
		s.rest()
		if c := is[HomeState](s).Check; c.Busy || !c.At.Equal(time.Now()) || c.Problem != nil {
			t.Errorf("%+v", c)
		}
		s.pass(checkShown)
		if c := is[HomeState](s).Check; c != (RefreshState{}) {
			t.Errorf("it goes on saying %+v", c)
		}
		s.inbox.refused = core.E("fake", core.Offline, errors.New("no route"))
		h.Refresh()
		s.rest()
		if c := is[HomeState](s).Check; c.Problem == nil || c.Problem.Kind != core.Offline {
			t.Errorf("%+v", c)
		}
	})
}
