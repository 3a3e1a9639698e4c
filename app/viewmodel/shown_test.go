//go:build !race

package viewmodel

import (
	"slices"
	"testing"

	"kauth/core"
)

func (s *scene) told(t *testing.T, want ...string) {
	t.Helper()
	s.rest()
	if !slices.Equal(s.inbox.told, want) {
		t.Errorf("the server was told of %q instead of %q", s.inbox.told, want)
	}
}

func TestTheServerIsToldOfARequestOnceAPersonCanSeeIt(t *testing.T) {
	desk(t, func(s *scene) {
		s.leave()
		s.ask(request("chl_1", core.Confirm))
		s.told(t) // nobody has seen it
		s.app.NoticeTaken("chl_1")
		s.told(t, "chl_1")
		s.app.NoticeTaken("chl_of_before")
		s.app.NoticeTaken(stayingID)
		s.app.Foreground()
		s.told(t, "chl_1") // once is enough
		s.ask(request("chl_2", core.Confirm))
		s.told(t, "chl_1", "chl_2")
	})
}

func TestALockedPhoneTellsOfARequestThatItShows(t *testing.T) {
	locked(t, func(s *scene) {
		s.ask(request("chl_1", core.Confirm))
		s.told(t, "chl_1")
		s.app.Unseen()
		s.rest()
		s.ask(request("chl_2", core.Confirm))
		s.told(t, "chl_1")
	})
}
