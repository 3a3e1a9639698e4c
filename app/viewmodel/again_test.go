//go:build !race

package viewmodel

import (
	"testing"
	"time"

	"kauth/core"
	"kauth/core/link"
)

// fromBackup is an account that was linked before it came from a backup.
func fromBackup() core.Account {
	a := linked()[0]
	a.ID, a.Label, a.State, a.Device, a.LinkedTo, a.LinkedAs = "acc_2", "otto@example.ch", core.CodeOnly, nil, "https://manager.example.ch", "acc_there"
	return a
}

func TestRestoredAccountShowsItsCodeAndThatRequestsAreOff(t *testing.T) {
	play(t, []core.Account{fromBackup()}, func(s *scene) {
		h := is[HomeState](s)
		if h.Banner == nil || h.Banner.Kind != BannerRestored || h.Banner.Count != 1 || !h.Rows[0].Silent || h.Code(0).Digits == "" {
			t.Fatalf("%+v", h)
		}
		s.shown.Intents.(*Home).OpenBanner()
		s.rest()
		if d := is[DetailState](s); d.Silence != SilenceRestored || d.Requests != RequestsOff || d.Server != "manager.example.ch" || d.Mend != MendLink {
			t.Fatalf("%+v", d)
		}
		s.shown.Intents.(*Detail).Mend()
		s.rest()
		is[AgainState](s)
	})
}

func TestCardGoesWhenRequestsArriveAgain(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.inbox.trouble = map[core.AccountID]error{"acc_1": core.E("fake", core.NotLinked, nil)}
		s.shown.Intents.(*Home).Open("acc_1")
		s.rest()
		if d := is[DetailState](s); d.Silence != SilenceUnknown {
			t.Fatalf("%+v", d)
		}
		s.shown.Intents.(*Detail).Mend()
		s.rest()
		s.inbox.trouble = nil
		s.pass(2 * time.Second)
		if g := is[AgainState](s); g.Step != AgainDone {
			t.Fatalf("%+v", g)
		}
		s.shown.Intents.(*Again).GoOn()
		s.rest()
		if d := is[DetailState](s); d.Silence != "" {
			t.Fatalf("%+v", d)
		}
	})
}

// half is what fromBackup is being linked again by.
func half(state core.AccountState) core.Account {
	a := linked()[0]
	a.ID, a.Label, a.State, a.Replaces = "acc_half", "otto@example.ch", state, "acc_2"
	return a
}

func TestLinkThatWaitsHasNoRowAndGoesOnFromItsAccount(t *testing.T) {
	for state, want := range map[core.AccountState]AgainStep{core.Unconfirmed: AgainDigits, core.Registering: AgainUnsent} {
		play(t, []core.Account{fromBackup(), half(state)}, func(s *scene) {
			h := is[HomeState](s)
			if len(h.Rows) != 1 || h.Rows[0].ID != "acc_2" || h.Code(0).Digits == "" {
				t.Fatalf("%+v", h)
			}
			s.shown.Intents.(*Home).Open("acc_2")
			s.rest()
			if d := is[DetailState](s); !d.Waits {
				t.Fatalf("%+v", d)
			}
			s.shown.Intents.(*Detail).Mend()
			s.rest()
			if g := is[AgainState](s); g.Step != want || g.Code.Digits == "" {
				t.Fatalf("%s: %+v", state, g)
			}
			s.shown.Intents.(*Again).GoOn()
			s.rest()
			if want == AgainDigits {
				is[DigitsState](s)
			}
		})
	}
}

func TestLinkWhoseAccountHasGoneGetsItsRow(t *testing.T) {
	play(t, append(linked(), half(core.Unconfirmed)), func(s *scene) {
		if h := is[HomeState](s); len(h.Rows) != 2 || !h.Rows[1].Pending {
			t.Fatalf("%+v", h.Rows)
		}
	})
}

func TestAnotherAccountsCodeIsSaidBeforeItIsTaken(t *testing.T) {
	play(t, []core.Account{fromBackup()}, func(s *scene) {
		s.app.send(func() {
			s.app.openAgain("acc_2")
			s.app.push(&Add{app: s.app, again: s.app.again(), offer: &link.Offer{Origin: "https://manager.example.ch", Account: "anna@example.ch"}})
		})
		s.rest()
		if c := is[ConfirmState](s); c.Other != "otto@example.ch" {
			t.Fatalf("%+v", c)
		}
		s.enroll.begin = func() (core.Account, error) { return linked()[0], nil }
		s.shown.Intents.(*Add).Authorize() // "add it as well"
		s.rest()
		if r := is[ResultState](s); r.What != ResultLinked {
			t.Fatalf("%+v", r)
		}
	})
}

func TestAnotherAccountThatItsServerNamesIsAskedAbout(t *testing.T) {
	play(t, []core.Account{fromBackup()}, func(s *scene) {
		other := linked()[0]
		other.ID, other.State = "acc_3", core.Unconfirmed
		s.enroll.begin = func() (core.Account, error) { return other, nil }
		s.app.send(func() {
			s.app.openAgain("acc_2")
			s.app.push(&Add{app: s.app, again: s.app.again(), offer: &link.Offer{Origin: "https://manager.example.ch"}})
		})
		s.rest()
		s.shown.Intents.(*Add).Authorize()
		s.rest()
		if o := is[OtherState](s); o.Label != "anna@example.ch" || o.Wanted != "otto@example.ch" {
			t.Fatalf("%+v", o)
		}
		s.shown.Intents.(*Other).Leave()
		s.rest()
		is[AgainState](s)
	})
}

func TestCodesWithoutARequestForLongAreLookedInto(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.shown.Intents.(*Home).Open("acc_1")
		s.rest()
		copyThrice := func() {
			for range 3 {
				s.shown.Intents.(*Detail).Copy()
				s.rest()
			}
		}
		copyThrice()
		if is[DetailState](s).Quiet {
			t.Fatal("told at once")
		}
		s.asleep += quietTime
		s.pass(2 * time.Second)
		if d := is[DetailState](s); !d.Quiet || d.Mend != MendFind || d.Problem != nil {
			t.Fatalf("%+v", d)
		}
		s.ask(request("chl_1", core.Confirm))
		s.app.Back()
		s.pass(time.Second)
		if is[DetailState](s).Quiet {
			t.Fatal("told although a request came")
		}
		if a := s.accounts.all[0]; a.Quiet != 0 || a.Uses != 3 {
			t.Fatalf("kept: %+v", a)
		}
	})
}
