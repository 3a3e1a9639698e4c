//go:build !race

package viewmodel

import (
	"context"
	"net/url"
	"slices"
	"testing"

	"kauth/core"
)

// rememberingBrowser knows where it was sent.
type rememberingBrowser struct{ opened []string }

func (*rememberingBrowser) Listen(context.Context) (string, <-chan url.Values, error) {
	return "", nil, core.E("fake", core.Unsupported, nil)
}

func (b *rememberingBrowser) Open(address string) error {
	b.opened = append(b.opened, address)
	return nil
}

// asked opens the two questions from the accounts, or from the welcome.
func (s *scene) asked() *Lost {
	switch in := s.shown.Intents.(type) {
	case *Home:
		in.Settings()
		s.rest()
		s.shown.Intents.(*Settings).Lost()
	case *Welcome:
		in.Lost()
	}
	s.rest()
	return s.shown.Intents.(*Lost)
}

func TestTwoAnswersLeadToOneRoad(t *testing.T) {
	for _, way := range []struct {
		old  OldPhone
		then Road // the second answer; "" where there is no second question
		road Road
		here bool // the phone has accounts
	}{
		{old: OldHere, road: RoadMoveAway, here: true},
		{old: OldThere, then: RoadMoveHere, road: RoadMoveHere},
		{old: OldThere, then: RoadRequests, road: RoadRequests, here: true},
		{old: OldThere, then: RoadNothing, road: RoadNothing},
		{old: OldGone, then: RoadRequests, road: RoadRequests, here: true},
		{old: OldGone, then: RoadNothing, road: RoadNothing, here: true},
		{old: OldGone, road: RoadNothing}, // what the app knows is not asked
	} {
		accounts := linked()
		if !way.here {
			accounts = nil
		}
		play(t, accounts, func(s *scene) {
			l := s.asked()
			if x := is[LostState](s); x.Old != OldUnsaid || x.Accounts != way.here {
				t.Fatalf("asks %+v", x)
			}
			l.Answer(way.old)
			s.rest()
			if way.then != "" {
				if x := is[LostState](s); x.Road != RoadUnsaid || x.Old != way.old {
					t.Fatalf("%+v: no second question: %+v", way, x)
				}
				l.Take(way.then)
				s.rest()
			}
			if x := is[LostState](s); x.Road != way.road {
				t.Fatalf("%+v: %+v", way, x)
			}
			for s.shown.State.Screen() == "lost" { // back asks each question again, and then leaves
				s.app.Back()
				s.rest()
			}
		})
	}
}

func TestRoadWithoutACodeLeadsToBackupCodesAndTheFormAlone(t *testing.T) {
	play(t, linked(), func(s *scene) {
		b := &rememberingBrowser{}
		s.app.p.Browser = b
		l := s.asked()
		l.Answer(OldGone)
		l.Take(RoadNothing)
		s.rest()
		if x := is[LostState](s); x.Help != "manager.example.ch" {
			t.Fatalf("%+v", x)
		}
		l.BackupCode()
		l.Form()
		s.rest()
		want := []string{"https://manager.example.ch/help/lost?app=no&codes=yes", "https://manager.example.ch/help/lost?app=no&codes=no"}
		if !slices.Equal(b.opened, want) {
			t.Errorf("opened %v", b.opened)
		}
		l.Scan()
		s.rest()
		is[StepsState](s) // for who is signed in by then
	})
}

func TestWhoHasNoAccountAndNoServerIsStillToldWhatToDo(t *testing.T) {
	play(t, nil, func(s *scene) {
		b := &rememberingBrowser{}
		s.app.p.Browser = b
		l := s.asked()
		l.Answer(OldGone)
		l.Form()
		s.rest()
		if x := is[LostState](s); x.Road != RoadNothing || x.Help != "" || len(b.opened) != 0 {
			t.Errorf("shows %+v, opened %v", x, b.opened)
		}
	})
}

func TestAccountsThatRequestsDoNotReachAreNamedOnTheRoad(t *testing.T) {
	play(t, append(linked(), fromBackup()), func(s *scene) {
		l := s.asked()
		l.Answer(OldGone)
		l.Take(RoadRequests)
		s.rest()
		x := is[LostState](s)
		if len(x.Silent) != 1 || x.Silent[0].ID != "acc_2" {
			t.Fatalf("%+v", x)
		}
		l.Open("acc_2")
		s.rest()
		if g := is[AgainState](s); g.Why != SilenceRestored || g.Step != AgainReady || g.Code.Digits == "" || g.Server != "manager.example.ch" {
			t.Fatalf("%+v", g)
		}
	})
}
