//go:build !race

package viewmodel

import (
	"slices"
	"testing"
	"time"

	"kauth/core"
)

// three are accounts that every order lists in another way.
func three() []core.Account {
	all := many(3)
	all[0].Issuer, all[0].Label, all[0].Uses = "Zürcher Bank", "élodie@example.ch", 2
	all[1].Issuer, all[1].Label, all[1].Uses = "Åre kommun", "anna@example.ch", 9
	all[2].Issuer, all[2].Label, all[2].Uses = "GitHub", "annam", 2
	return all
}

func (s *scene) titles() []string {
	s.t.Helper()
	var out []string
	for _, r := range is[HomeState](s).Rows {
		out = append(out, r.Title)
	}
	return out
}

func (s *scene) lists(want ...string) {
	s.t.Helper()
	if got := s.titles(); !slices.Equal(got, want) {
		s.t.Errorf("the list is %q, not %q", got, want)
	}
}

func (s *scene) order(o Order) {
	s.app.do(func() { s.app.push(&Ordering{app: s.app}) })
	s.rest()
	s.shown.Intents.(*Ordering).Choose(o)
	s.rest()
}

func TestTheListIsInTheOrderThatWasChosenAndStaysSo(t *testing.T) {
	play(t, three(), func(s *scene) {
		s.lists("Zürcher Bank", "Åre kommun", "GitHub")
		s.order(ByName)
		s.lists("Åre kommun", "GitHub", "Zürcher Bank")
		s.order(ByUse)
		s.lists("Åre kommun", "Zürcher Bank", "GitHub")
		if l := readListing(s.app.p.Settings); l.order != ByUse {
			t.Errorf("%q was kept", l.order)
		}
		s.order(ByHand)
		s.lists("Zürcher Bank", "Åre kommun", "GitHub")
	})
}

func TestAnOrderOfALaterVersionIsByHand(t *testing.T) {
	if l := readListing(fakeChoices{choiceOrder: "colour"}); l.order != ByHand {
		t.Errorf("%q", l.order)
	}
}

func TestACopyCountsAndTheListDoesNotMoveUnderTheFinger(t *testing.T) {
	play(t, three(), func(s *scene) {
		s.order(ByUse)
		h := s.shown.Intents.(*Home)
		for range 8 {
			h.Copy("acc_2")
		}
		s.rest()
		if got := s.accounts.all[2].Uses; got != 10 {
			t.Errorf("%d uses are kept", got)
		}
		s.lists("Åre kommun", "Zürcher Bank", "GitHub")
		s.app.do(func() { _ = s.app.reload() })
		s.rest()
		s.lists("GitHub", "Åre kommun", "Zürcher Bank")
	})
}

func TestAnAccountIsMovedByHandAlone(t *testing.T) {
	play(t, three(), func(s *scene) {
		h := s.shown.Intents.(*Home)
		h.Move("acc_2", -2)
		s.rest()
		s.lists("GitHub", "Zürcher Bank", "Åre kommun")
		h.Move("acc_2", -1)
		h.Move("acc_1", 1)
		h.Move("acc_gone", 1)
		s.rest()
		s.lists("GitHub", "Zürcher Bank", "Åre kommun")
		s.order(ByName)
		h.Move("acc_2", 1)
		s.rest()
		s.lists("Åre kommun", "GitHub", "Zürcher Bank")
		if s.accounts.arranged != 1 {
			t.Errorf("the store was arranged %d times", s.accounts.arranged)
		}
	})
}

func TestASearchForgivesAccentsCaseAndTheOrderOfWords(t *testing.T) {
	all := three()
	all[2].Name = "Straße"
	for query, want := range map[string][]string{
		"zurich": nil, "ZURCHER": {"Zürcher Bank"}, "elodie bank": {"Zürcher Bank"}, "are": {"Åre kommun"},
		"anna": {"Åre kommun", "Straße"}, "strasse": {"Straße"}, "github": {"Straße"}, "ＡＮＮＡＭ": {"Straße"}, " ": {"Zürcher Bank", "Åre kommun", "Straße"},
	} {
		play(t, slices.Clone(all), func(s *scene) {
			s.shown.Intents.(*Home).Query(query)
			s.rest()
			if got := s.titles(); !slices.Equal(got, want) {
				t.Errorf("%q finds %q, not %q", query, got, want)
			}
		})
	}
}

func TestTypingOnTheListSearches(t *testing.T) {
	play(t, three(), func(s *scene) {
		h := s.shown.Intents.(*Home)
		h.Type(' ')
		s.rest()
		if is[HomeState](s).Searching {
			t.Error("a space bar searches")
		}
		h.Type('g')
		h.Type('i')
		s.rest()
		if st := is[HomeState](s); !st.Searching || st.Query != "gi" || st.Typed != 2 || len(st.Rows) != 1 {
			t.Errorf("%+v", st)
		}
		s.app.Back()
		s.rest()
		if st := is[HomeState](s); st.Searching || st.Query != "" || len(st.Rows) != 3 {
			t.Errorf("Escape leaves %+v", st)
		}
	})
}

func TestAHiddenCodeIsShownForTwentySecondsByATap(t *testing.T) {
	play(t, three(), func(s *scene) {
		h := s.shown.Intents.(*Home)
		s.app.do(func() { s.app.hideCodes(true) })
		s.rest()
		for i := range 3 {
			if c := is[HomeState](s).Code(i); c.Digits != "••• •••" || c.Next != "" || !c.Hidden {
				t.Fatalf("%+v is to be seen", c)
			}
		}
		h.Copy("acc_1")
		s.rest()
		st := is[HomeState](s)
		if c := st.Code(1); c.Hidden || c.Digits == "••• •••" || st.Toast != ToastRevealed || len(s.clip.text) != 6 {
			t.Errorf("%+v, %s, %q", c, st.Toast, s.clip.text)
		}
		if !st.Code(0).Hidden {
			t.Error("another code is to be seen")
		}
		s.pass(revealTime - time.Second)
		if is[HomeState](s).Code(1).Hidden {
			t.Error("hidden too early")
		}
		s.pass(time.Second)
		if !is[HomeState](s).Code(1).Hidden {
			t.Error("it stays")
		}
		h.Copy("acc_1")
		s.app.Background()
		s.app.Foreground()
		s.rest()
		if !is[HomeState](s).Code(1).Hidden {
			t.Error("it stays after the app was left")
		}
		h.Open("acc_1")
		s.rest()
		if c := is[DetailState](s).Code; !c.Hidden {
			t.Errorf("the account's page shows %+v", c)
		}
	})
}
