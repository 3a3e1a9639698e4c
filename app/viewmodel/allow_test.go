//go:build !race

package viewmodel

import (
	"context"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/checkup"
)

// leaves is a system that wants the person's leave for notices.
type leaves struct {
	fakeNotices
	now    core.NoticeLeave
	says   core.NoticeLeave // what comes of the next question
	asked  int
	opened int
}

func (l *leaves) Facts(context.Context) (core.NoticeFacts, error) {
	return core.NoticeFacts{Server: "fake", Choices: true, Leave: l.now}, nil
}

func (l *leaves) Ask(context.Context) error {
	l.asked++
	l.now = l.says
	return nil
}

func (l *leaves) Open() error { l.opened++; return nil }

// asksLeave is a phone with these accounts whose system wants leave.
func asksLeave(t *testing.T, accounts []core.Account, says core.NoticeLeave, f func(s *scene, l *leaves)) {
	t.Helper()
	l := &leaves{now: core.NoticesToAsk, says: says}
	stage(t, accounts, func(_ *scene, p *Ports) { p.Notices, p.Leave, p.AlwaysAwake = l, l, false }, func(s *scene) { f(s, l) })
}

func TestLeaveForNoticesIsAskedForOnceAndAfterTheFirstLink(t *testing.T) {
	codes := linked()
	for i := range codes {
		codes[i].State, codes[i].Device = core.CodeOnly, nil
	}
	asksLeave(t, codes, "", func(s *scene, l *leaves) {
		s.pass(time.Second)
		is[HomeState](s) // codes alone bring no requests
		_ = l
	})
	asksLeave(t, linked(), core.NoticesAllowed, func(s *scene, l *leaves) {
		s.rest()
		if w := is[AllowState](s); w.Barred || l.asked != 0 {
			t.Fatalf("%+v, asked %d times before the person wants it", w, l.asked)
		}
		s.shown.Intents.(*Allow).Go()
		s.rest()
		if h := is[HomeState](s); l.asked != 1 || h.Banner != nil {
			t.Fatalf("asked %d times, banner %+v", l.asked, h.Banner)
		}
	})
}

func TestWhoRefusesNoticesIsToldAndNotAskedAgainByItself(t *testing.T) {
	asksLeave(t, linked(), core.NoticesToAsk, func(s *scene, l *leaves) {
		s.rest()
		s.shown.Intents.(*Allow).Go()
		s.rest()
		h := is[HomeState](s)
		if h.Banner == nil || h.Banner.Kind != BannerNotices {
			t.Fatalf("%+v", h.Banner)
		}
		s.app.Background()
		s.app.Foreground()
		s.pass(time.Minute)
		is[HomeState](s)

		l.says = core.NoticesBarred
		s.shown.Intents.(*Home).OpenBanner()
		s.rest()
		s.shown.Intents.(*Allow).Go()
		s.rest()
		if w := is[AllowState](s); !w.Barred || l.asked != 2 || l.opened != 0 {
			t.Fatalf("refused for good: %+v", w)
		}
		s.shown.Intents.(*Allow).Go()
		s.rest()
		if l.opened != 1 || l.asked != 2 {
			t.Fatalf("the system's page was opened %d times", l.opened)
		}
		l.now = core.NoticesAllowed // there
		s.app.Background()
		s.app.Foreground()
		s.rest()
		if h := is[HomeState](s); h.Banner != nil {
			t.Errorf("allowed, it still says %+v", h.Banner)
		}
	})
}

func TestNotNowIsTakenForAnAnswer(t *testing.T) {
	asksLeave(t, linked(), "", func(s *scene, l *leaves) {
		s.rest()
		s.shown.Intents.(*Allow).Later()
		s.pass(time.Minute)
		if h := is[HomeState](s); l.asked != 0 || h.Banner == nil || h.Banner.Kind != BannerNotices {
			t.Fatalf("asked %d times, %+v", l.asked, h.Banner)
		}
		s.choose(choiceNotices, "off") // who wants none needs no leave
		s.pass(2 * time.Second)
		if h := is[HomeState](s); h.Banner != nil {
			t.Errorf("%+v", h.Banner)
		}
	})
}

func TestTheCheckLeadsToTheLeaveThatIsMissing(t *testing.T) {
	checking(t, well(), func(s *scene, _ *fakeCheck) {
		l := &leaves{now: core.NoticesBarred}
		s.app.do(func() { s.app.p.Notices, s.app.p.Leave, s.app.leave = l, l, l.now })
		s.pass(time.Minute)
		s.shown.Intents.(*Check).Again()
		s.pass(time.Minute)
		if v := is[CheckState](s).Verdict; v.Cause != checkup.Barred || v.Mend != MendAllow {
			t.Fatalf("%+v", v)
		}
		s.shown.Intents.(*Check).Mend()
		s.rest()
		if w := is[AllowState](s); !w.Barred {
			t.Fatalf("%+v", w)
		}
		s.shown.Intents.(*Allow).Go()
		s.rest()
		l.now = core.NoticesAllowed
		s.app.Background()
		s.app.Foreground()
		s.pass(time.Minute)
		if v := is[CheckState](s).Verdict; v == nil || v.Cause == checkup.Barred {
			t.Errorf("once it is allowed: %+v", v)
		}
	})
}
