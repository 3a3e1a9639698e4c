package vault

import (
	"math"
	"testing"
	"time"
)

// A phone's clock may say anything: the wait after a wrong PIN is never longer than it
// was, never negative, and over once its time has passed by a clock that runs.
func TestNoClockMakesAWaitNegativeOrEndless(t *testing.T) {
	clocks := []time.Time{
		time.Date(1601, 1, 1, 0, 0, 0, 0, time.UTC), time.Unix(-1, 0), time.Unix(0, 0), time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC),
		time.Unix(math.MaxInt32, 0), time.Date(3000, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC),
	}
	for _, last := range clocks {
		for _, now := range clocks {
			count := tries{Wrong: freeTries + 1, Last: last}
			count.since(now)
			left := count.left(now)
			if left < 0 || left > waits[0] {
				t.Errorf("%v after %v: a wait of %v", now, last, left)
			}
			if again := count.left(now.Add(waits[0])); again != 0 {
				t.Errorf("%v after %v: still %v when it is over", now, last, again)
			}
		}
	}
}

func TestCountOfWrongPINsKeepsItsTimeInAnyCentury(t *testing.T) {
	for _, last := range []time.Time{time.Date(1601, 1, 1, 0, 0, 0, 0, time.UTC), time.Unix(-1, 0), time.Date(3000, 1, 1, 0, 0, 0, 0, time.UTC)} {
		key := make([]byte, 32)
		box, err := tries{Number: 7, Wrong: 5, Digits: 6, Last: last}.seal(key, "vault_x")
		must(t, err)
		got, err := openTries(box, key, "vault_x")
		must(t, err)
		if !got.Last.Equal(last) {
			t.Errorf("%v became %v", last, got.Last)
		}
	}
}

func TestAccountsKeepTheirDatesInAnyCentury(t *testing.T) {
	for _, added := range []time.Time{
		time.Unix(-1, 0), time.Date(1601, 2, 28, 0, 0, 0, 0, time.UTC), time.Date(2028, 2, 29, 23, 59, 59, 0, time.UTC),
		time.Unix(math.MaxInt32+1, 0), time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC),
	} {
		a := codeOnly("acc_a")
		a.Added = added
		data, err := encodeAccount(a)
		must(t, err)
		back, err := decodeAccount(data, nil)
		must(t, err)
		if !back.Added.Equal(added) {
			t.Errorf("%v became %v", added, back.Added)
		}
	}
	a := codeOnly("acc_a")
	a.Added = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) // RFC 3339 ends before
	if _, err := encodeAccount(a); err == nil {
		t.Error("a date that cannot be written was")
	}
}
