//go:build !race

package viewmodel

import "testing"

func TestBackOnTheFirstPageShowsWhatLiesBehindAPhonesApp(t *testing.T) {
	left := 0
	stage(t, three(), func(_ *scene, p *Ports) { p.Behind = func() { left++ } }, func(s *scene) {
		h := s.shown.Intents.(*Home)
		h.Open("acc_1")
		s.rest()
		s.app.Back()
		s.rest()
		h.Search(true)
		h.Type('g')
		s.rest()
		s.app.Back()
		s.rest()
		if state := is[HomeState](s); state.Searching || left != 0 {
			t.Errorf("left %d times from within: %+v", left, state)
		}
		s.app.Back()
		s.rest()
		if is[HomeState](s); left != 1 {
			t.Errorf("left %d times", left)
		}
	})
}
