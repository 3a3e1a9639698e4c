//go:build !race

package viewmodel

import (
	"testing"
	"time"

	"kauth/core"
)

func TestWhatTheServerSaysOfOnePhoneIsShownOverTheAccountsAndOnItsPage(t *testing.T) {
	for _, kind := range []core.Kind{core.Relink, core.Suspended, core.NotLinked, core.Paused, core.Blocked, core.Forbidden} {
		play(t, linked(), func(s *scene) {
			s.inbox.trouble = map[core.AccountID]error{"acc_1": core.E("test", kind, nil)}
			s.pass(2 * time.Second)
			h := is[HomeState](s)
			if h.Banner == nil || h.Banner.Kind != BannerAccount || h.Banner.Problem.Kind != kind || h.Code(0).Digits == "" {
				t.Fatalf("%s: banner %+v, code %q", kind, h.Banner, h.Code(0).Digits)
			}
			s.shown.Intents.(*Home).OpenBanner()
			s.rest()
			d := is[DetailState](s)
			if d.Requests == RequestsWork || d.Requests == RequestsNone || d.Problem == nil || d.Problem.Kind != kind {
				t.Fatalf("%s: %+v", kind, d)
			}
		})
	}
}
