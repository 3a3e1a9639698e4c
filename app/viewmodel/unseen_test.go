//go:build !race

package viewmodel

import (
	"testing"
	"time"
)

func TestAWindowThatNobodySeesIsToldNothing(t *testing.T) {
	play(t, many(20), func(s *scene) {
		told := 0
		s.app.Observe(func(View) { told++ })
		s.app.Unseen()
		s.rest()
		before := told
		s.pass(time.Minute)
		if told != before {
			t.Errorf("it was told %d times in a minute", told-before)
		}
		code := is[HomeState](s).Code(0)
		s.app.Seen()
		s.rest()
		if s.shown.Hidden || is[HomeState](s).Code(0) == code {
			t.Errorf("hidden %v, code %+v", s.shown.Hidden, is[HomeState](s).Code(0))
		}
	})
}
