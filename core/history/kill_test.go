package history_test

import (
	"errors"
	"strings"
	"testing"

	"kauth/core"
	"kauth/core/history"
)

var errKilled = errors.New("killed")

// TestKillAtAnyPointLeavesEachRequestOnce kills the process before and after every
// call of the vault, and has the next one write the same request again.
func TestKillAtAnyPointLeavesEachRequestOnce(t *testing.T) {
	for point := 0; ; point++ {
		s := newScene()
		s.write(t, 1, 49)
		calls := 0
		die := func(string) error {
			if calls++; calls > point {
				return errKilled
			}
			return nil
		}
		s.restart()
		s.store.Before(die)
		s.store.After(die)
		err := errors.Join(s.Begin(record(50)), s.End(record(50)), s.End(record(51)))
		s.store.Before(nil)
		s.store.After(nil)
		s.restart()
		s.write(t, 50, 52)
		if r := s.verify(t); !r.OK() || r.Records != 52 {
			t.Fatalf("killed at point %d: %+v", point, r)
		}
		if list := s.all(t, history.Query{}); len(list) != 52 {
			t.Fatalf("killed at point %d: %d requests", point, len(list))
		}
		if left, _ := s.Left(); len(left) != 0 {
			t.Fatalf("killed at point %d: still open: %+v", point, left)
		}
		if err == nil {
			if point < 10 {
				t.Fatalf("only %d points", point)
			}
			return
		}
	}
}

func TestRequestWithoutAnEndIsLeft(t *testing.T) {
	s := newScene()
	if err := s.Begin(record(1)); err != nil {
		t.Fatal(err)
	}
	said := record(2)
	for _, d := range []core.Decision{"", core.Approve} { // a later note takes the place of the first
		said.Decision = d
		if err := s.Begin(said); err != nil {
			t.Fatal(err)
		}
	}
	s.restart()
	left, err := s.Left()
	if err != nil || len(left) != 2 || left[1].Decision != core.Approve || left[1].Context.Place != "Lausanne" {
		t.Fatalf("%+v, %v", left, err)
	}
	s.write(t, 1, 1)
	if left, _ := s.Left(); len(left) != 1 {
		t.Fatalf("%+v", left)
	}
}

func TestHistoryIsBoundedAndStaysVerifiable(t *testing.T) {
	s := newScene()
	s.write(t, 1, 2120)
	for range 2 {
		r := s.verify(t)
		if !r.OK() || r.Last != 2120 || r.Records > 2000 || r.Records < 1950 || r.First != 2120-uint64(r.Records)+1 {
			t.Fatalf("%+v", r)
		}
		list := s.all(t, history.Query{})
		if len(list) != r.Records || list[0].ID != record(2120).ID {
			t.Fatalf("%d records", len(list))
		}
		ids, _ := s.store.List("history")
		if len(ids) > 42 {
			t.Fatalf("%d pages: the old ones were not taken away", len(ids))
		}
		s.restart()
	}
}

func TestYearOldRecordsGo(t *testing.T) {
	s := newScene()
	s.write(t, 1, 60)
	young := record(100)
	young.Asked, young.Ended = young.Asked.AddDate(1, 0, 1), young.Ended.AddDate(1, 0, 1)
	s.now = young.Ended
	if err := s.End(young); err != nil {
		t.Fatal(err)
	}
	if list := s.all(t, history.Query{}); len(list) != 1 || !s.verify(t).OK() {
		t.Fatalf("%d records, %+v", len(list), s.verify(t))
	}
	s.restart()
	s.write(t, 101, 101)
	if r := s.verify(t); !r.OK() || r.Records != 2 {
		t.Fatalf("%+v", r)
	}
}

func TestClockThatIsYearsAheadEmptiesNothing(t *testing.T) {
	s := newScene()
	s.write(t, 1, 10)
	s.now = noon.AddDate(20, 0, 0)
	s.restart()
	s.write(t, 11, 11)
	if n := len(s.all(t, history.Query{})); n != 11 {
		t.Fatalf("%d are left", n)
	}
}

func TestTwoThousandRecordsAreReadOnlyWhenAskedFor(t *testing.T) {
	s := newScene()
	s.write(t, 1, 500)
	s.restart()
	reads := 0
	s.store.Before(func(call string) error {
		if strings.HasPrefix(call, "Get") {
			reads++
		}
		return nil
	})
	if _, err := s.Left(); err != nil || reads > 3 {
		t.Fatalf("%d reads, %v", reads, err)
	}
	if err := s.Begin(record(501)); err != nil || reads > 3 {
		t.Fatalf("%d reads to note a request, %v", reads, err)
	}
	if _, _, err := s.List(history.Query{}, 0, 50); err != nil {
		t.Fatal(err)
	}
	reads = 0
	if _, _, err := s.List(history.Query{}, 50, 50); err != nil || reads > 2 {
		t.Fatalf("%d reads for a page, %v", reads, err)
	}
}
