//go:build !race

package viewmodel

import (
	"fmt"
	"testing"
	"time"

	"kauth/core"
)

// many are accounts with codes.
func many(n int) []core.Account {
	out := make([]core.Account, n)
	for i := range out {
		out[i] = linked()[0]
		out[i].ID, out[i].Label = core.AccountID(fmt.Sprint("acc_", i)), fmt.Sprintf("user%04d@example.ch", i)
	}
	return out
}

func TestASecondCostsTheSameForTenAccountsAndAThousand(t *testing.T) {
	cost := func(n int) (allocs float64) {
		play(t, many(n), func(s *scene) {
			s.app.do(func() {
				allocs = testing.AllocsPerRun(50, func() { s.app.tick(); s.app.publish() })
			})
			s.rest()
		})
		return allocs
	}
	if ten, thousand := cost(10), cost(1000); thousand > ten {
		t.Errorf("%v allocations with ten accounts, %v with a thousand", ten, thousand)
	}
}

func TestTheRowsInSightHaveTheirCodesAndNoOthers(t *testing.T) {
	play(t, many(1000), func(s *scene) {
		h := s.shown.Intents.(*Home)
		if st := is[HomeState](s); len(st.Rows) != 1000 || st.Code(0).Digits == "" || st.Code(100).Digits != "" {
			t.Fatalf("%d rows, codes %q and %q", len(st.Rows), st.Code(0).Digits, st.Code(100).Digits)
		}
		h.Sees(990, 1000)
		s.rest()
		if st := is[HomeState](s); len(st.Codes) != 10 || st.Code(999).Seconds == 0 || st.Code(0).Digits != "" {
			t.Errorf("%d codes, the last %+v", len(st.Codes), st.Code(999))
		}
		h.Query("user0007")
		s.rest()
		if st := is[HomeState](s); len(st.Rows) != 1 || st.Code(0).Digits == "" {
			t.Errorf("%d rows found, code %+v", len(st.Rows), st.Code(0))
		}
	})
}

func TestACodeIsMadeAnewWhenItsTimeIsOver(t *testing.T) {
	play(t, linked(), func(s *scene) {
		for range 90 {
			acc := s.accounts.all[0]
			if got, want := is[HomeState](s).Code(0), s.app.code(acc); got != want {
				t.Fatalf("shows %+v, it is %+v", got, want)
			}
			s.pass(time.Second)
		}
	})
}

func TestRowsAreMadeAnewWhenAnAccountChanges(t *testing.T) {
	play(t, many(3), func(s *scene) {
		before := is[HomeState](s).Rows
		s.pass(time.Second)
		if after := is[HomeState](s).Rows; &before[0] != &after[0] {
			t.Error("a second made all rows anew")
		}
		s.accounts.all[1].Name = "Work"
		s.app.do(func() { _ = s.app.reload() })
		s.rest()
		if got := is[HomeState](s).Rows[1].Title; got != "Work" || before[1].Title == "Work" {
			t.Errorf("it is called %q, and was %q", got, before[1].Title)
		}
	})
}
