//go:build !race

package viewmodel

import "testing"

func TestAnotherNetworkIsJoinedAtOnceUnlessThePhoneIsAsleep(t *testing.T) {
	play(t, linked(), func(s *scene) {
		before := s.inbox.rejoined
		s.app.NetworkChanged()
		s.rest()
		if n := s.inbox.rejoined - before; n != 1 {
			t.Fatalf("%d times", n)
		}
		s.app.Background()
		s.rest()
		s.app.NetworkChanged()
		s.rest()
		if n := s.inbox.rejoined - before; n != 1 {
			t.Fatalf("in the background it asks the network: %d times", n)
		}
		s.app.Foreground()
		s.rest()
		if n := s.inbox.rejoined - before; n != 2 {
			t.Fatalf("back in front it goes on with connections of before: %d times", n)
		}
	})
}
