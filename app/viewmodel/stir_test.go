//go:build !race

package viewmodel

import (
	"testing"
	"time"

	"kauth/core"
	"kauth/core/challenge"
)

// TestAPhoneListensInItsPocketForAsLongAsARequestWaits: a message has led to a request
// while nobody looks. Its notice must go when somebody else has answered, and the radio
// must rest after that.
func TestAPhoneListensInItsPocketForAsLongAsARequestWaits(t *testing.T) {
	notices := &fakeNotices{}
	stage(t, linked(), func(_ *scene, p *Ports) { p.Notices, p.AlwaysAwake = notices, false }, func(s *scene) {
		s.app.Background()
		s.rest()
		if s.inbox.running != 0 {
			t.Fatalf("%d polls in the background", s.inbox.running)
		}
		s.ask(request("chl_1", core.Confirm))
		s.pass(time.Second)
		if s.inbox.running != 1 || len(notices.shown) != 1 {
			t.Fatalf("%d polls, %d notices while one waits", s.inbox.running, len(notices.shown))
		}
		s.inbox.pending = nil
		s.over(challenge.Ended{ID: "chl_1", Outcome: core.Withdrawn})
		s.pass(time.Second)
		if s.inbox.running != 0 || len(notices.shown) != 0 {
			t.Fatalf("%d polls, %d notices after it", s.inbox.running, len(notices.shown))
		}
	})
}
