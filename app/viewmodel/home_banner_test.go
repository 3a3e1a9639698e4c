//go:build !race

package viewmodel

import (
	"testing"
	"time"

	"kauth/core"
)

func TestMostPressingBannerIsShownAndTheOthersAreCounted(t *testing.T) {
	stage(t, linked(), func(s *scene, _ *Ports) { s.opener.phone.Fixed = true }, func(s *scene) {
		s.inbox.trouble = map[core.AccountID]error{"acc_1": core.E("test", core.NotLinked, nil)}
		s.pass(2 * time.Second)
		h := is[HomeState](s)
		if h.Banner == nil || h.Banner.Kind != BannerAccount || len(h.More) != 1 || h.More[0].Kind != BannerFixed || h.Unfolded {
			t.Fatalf("%+v, more %+v", h.Banner, h.More)
		}
		home := s.shown.Intents.(*Home)
		home.Unfold(true)
		s.rest()
		if h = is[HomeState](s); !h.Unfolded {
			t.Fatal("stays folded")
		}
		home.OpenMore(Banner{Kind: BannerOffline}) // it was there a moment ago
		s.rest()
		is[HomeState](s)
		home.OpenMore(h.More[0])
		s.rest()
		is[TroubleState](s)
		s.app.Back()
		s.inbox.trouble = nil
		s.pass(2 * time.Second)
		if h = is[HomeState](s); h.Banner == nil || h.Banner.Kind != BannerFixed || len(h.More) != 0 {
			t.Fatalf("what was solved stays: %+v, more %+v", h.Banner, h.More)
		}
	})
}
