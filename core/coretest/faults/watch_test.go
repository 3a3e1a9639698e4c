package faults_test

import (
	"testing"
	"time"
)

// watch tells for how long a number has stood still.
type watch struct {
	n     int64
	since time.Time
	said  bool
}

// look takes the number as it is now; say is true once for each time that it stands
// still for stillAfter.
func (w *watch) look(n int64, now time.Time) (still time.Duration, say bool) {
	if n != w.n || w.since.IsZero() {
		*w = watch{n: n, since: now}
	}
	still = now.Sub(w.since)
	say = still >= stillAfter && !w.said
	w.said = w.said || say
	return still, say
}

func TestRunThatStandsStillIsTold(t *testing.T) {
	var w watch
	now := time.Unix(1_000_000, 0)
	at := func(n int64, after time.Duration, still time.Duration, say bool) {
		t.Helper()
		now = now.Add(after)
		if got, said := w.look(n, now); got != still || said != say {
			t.Errorf("%v, %v instead of %v, %v", got, said, still, say)
		}
	}
	at(0, 0, 0, false) // also before the first one ended
	at(0, stillAfter-look, stillAfter-look, false)
	at(1, look, 0, false)
	at(1, stillAfter, stillAfter, true)
	at(1, look, stillAfter+look, false) // once
	at(2, look, 0, false)
	at(2, stillAfter, stillAfter, true)
}
