package vault

import (
	"context"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"kauth/core"
	"kauth/core/coretest"
)

var wrongPIN = []byte("000000")

// clocked is locked with a clock that the test sets, closed and open again.
func clocked(t *testing.T) (v *Vault, k *coretest.Keyring, dir, recovery string, now *time.Time) {
	t.Helper()
	v, k, dir, recovery = locked(t)
	must(t, v.Close())
	now = new(time.Time)
	*now = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	return reopened(t, dir, now), k, dir, recovery, now
}

func reopened(t *testing.T, dir string, now *time.Time) *Vault {
	t.Helper()
	v, err := OpenAs(dir, Options{Now: func() time.Time { return *now }})
	must(t, err)
	t.Cleanup(func() { v.Close() })
	return v
}

func (v *Vault) miss(t *testing.T, k Keyring, times int) {
	t.Helper()
	for range times {
		wantKind(t, v.Unlock(t.Context(), k, wrongPIN), core.WrongPass)
	}
}

func TestWrongPINsAreSlowedAndThenSpent(t *testing.T) {
	v, k, _, recovery, now := clocked(t)
	v.miss(t, k, 4)
	for i, wait := range []time.Duration{30 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute, 15 * time.Minute} {
		v.miss(t, k, 1)
		if f := v.Facts(); f.Wrong != 5+i || f.Next.Sub(*now) != wait || f.Spent {
			t.Fatalf("after %d: %+v", 5+i, f)
		}
		*now = now.Add(wait - time.Millisecond)
		wantKind(t, v.Unlock(t.Context(), k, somePIN), core.RateLimited) // the right one too
		*now = now.Add(time.Millisecond)
		if f := v.Facts(); !f.Next.IsZero() {
			t.Fatalf("after its wait: %+v", f)
		}
	}
	v.miss(t, k, 1)
	*now = now.Add(1000 * time.Hour)
	if f := v.Facts(); !f.Spent || f.Wrong != 10 {
		t.Fatalf("%+v", f)
	}
	wantKind(t, v.Unlock(t.Context(), k, somePIN), core.Locked)
	must(t, v.Unlock(t.Context(), k, []byte(recovery)))
	v.Shut()
	must(t, v.Unlock(t.Context(), k, somePIN)) // forgiven
}

func TestRightPINSetsTheCountBack(t *testing.T) {
	v, k, dir, _, now := clocked(t)
	for range 3 {
		v.miss(t, k, 4)
		must(t, v.Unlock(t.Context(), k, somePIN))
		if f := v.Facts(); f.Wrong != 0 || !f.Next.IsZero() {
			t.Fatalf("%+v", f)
		}
		must(t, v.Close())
		v = reopened(t, dir, now)
	}
}

func TestRestartDoesNotForgetWrongPINs(t *testing.T) {
	v, k, dir, _, now := clocked(t)
	v.miss(t, k, 5)
	*now = now.Add(10 * time.Second)
	must(t, v.Close())
	v = reopened(t, dir, now)
	must(t, v.Look(t.Context(), k))
	if f := v.Facts(); f.Wrong != 5 || f.Next.Sub(*now) != 20*time.Second {
		t.Fatalf("%+v", f)
	}
	wantKind(t, v.Unlock(t.Context(), k, somePIN), core.RateLimited)
}

func TestClockPutBackDoesNotShortenTheWait(t *testing.T) {
	for name, restart := range map[string]bool{"while the app runs": false, "before a start": true} {
		t.Run(name, func(t *testing.T) {
			v, k, dir, _, now := clocked(t)
			v.miss(t, k, 5)
			*now = now.Add(-1000 * time.Hour)
			if restart {
				must(t, v.Close())
				v = reopened(t, dir, now)
			}
			must(t, v.Look(t.Context(), k))
			if left := v.Facts().Next.Sub(*now); left < 30*time.Second {
				t.Fatal(left)
			}
			if restart { // and not for as long as the clock was put back
				*now = now.Add(31 * time.Second)
				must(t, v.Unlock(t.Context(), k, somePIN))
			}
		})
	}
}

// A thief who tries, and then puts the file back, has not tried for free.
func TestFilePutBackDoesNotGiveTriesBack(t *testing.T) {
	v, k, dir, recovery, now := clocked(t)
	v.miss(t, k, 1)
	must(t, v.Close())
	before := read(t, dir)
	v = reopened(t, dir, now)
	v.miss(t, k, 1)
	must(t, v.Close())
	overwrite(t, dir, before)
	v = reopened(t, dir, now)
	must(t, v.Look(t.Context(), k))
	if f := v.Facts(); !f.Spent || f.Gone {
		t.Fatalf("%+v", f)
	}
	wantKind(t, v.Unlock(t.Context(), k, somePIN), core.Locked)
	must(t, v.Unlock(t.Context(), k, []byte(recovery)))
	must(t, v.Close())
	v = reopened(t, dir, now)
	must(t, v.Unlock(t.Context(), k, somePIN))
}

func TestCountThatWasChangedOrTakenAwayIsSpent(t *testing.T) {
	for name, change := range map[string]func(own *bolt.Bucket) error{
		"taken away": func(own *bolt.Bucket) error { return own.Delete(nameTries) },
		"changed": func(own *bolt.Bucket) error {
			box := append([]byte(nil), own.Get(nameTries)...)
			box[30] ^= 1
			return own.Put(nameTries, box)
		},
	} {
		t.Run(name, func(t *testing.T) {
			v, k, dir, recovery, now := clocked(t)
			must(t, v.Close())
			tamper(t, dir, func(own, _ *bolt.Bucket) error { return change(own) })
			v = reopened(t, dir, now)
			wantKind(t, v.Unlock(t.Context(), k, somePIN), core.Locked)
			must(t, v.Unlock(t.Context(), k, []byte(recovery)))
			v.Shut()
			must(t, v.Unlock(t.Context(), k, somePIN))
		})
	}
}

func TestTryIsCountedBeforeItIsMade(t *testing.T) {
	v, k, dir, _, _ := clocked(t)
	file := read(t, dir)
	k.Fail(core.E("test", core.Unsupported, nil))
	wantKind(t, v.Unlock(t.Context(), k, somePIN), core.KeyringSilent) // no try without its count
	k.Fail(nil)
	slow := &atSet{Keyring: k, then: func() {
		if string(read(t, dir)) == string(file) {
			t.Error("the file does not know of the try yet")
		}
		if v.State() == Opened {
			t.Error("the try was made already")
		}
	}}
	must(t, v.Unlock(t.Context(), slow, somePIN))
	if slow.then != nil {
		t.Fatal("the keyring was not told")
	}
}

// atSet looks at the vault when the keyring is told of a try, first.
type atSet struct {
	*coretest.Keyring
	then func()
}

func (a *atSet) Set(ctx context.Context, name string, key []byte) error {
	if a.then != nil {
		a.then()
		a.then = nil
	}
	return a.Keyring.Set(ctx, name, key)
}
