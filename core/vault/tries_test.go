package vault

import (
	"context"
	"encoding/binary"
	"sync"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"kauth/core"
	"kauth/core/coretest"
	"kauth/core/seal"
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

// A thief who tries, and then puts the file back, has not tried for free; and a person
// whose file was put back, or damaged, has lost no PIN.
func TestFileThatWasPutBackIsBehindInItsCountAndNoMore(t *testing.T) {
	for name, change := range map[string]func(own *bolt.Bucket) error{
		"put back":   func(*bolt.Bucket) error { return nil },
		"taken away": func(own *bolt.Bucket) error { return own.Delete(nameTries) },
		"changed": func(own *bolt.Bucket) error {
			box := append([]byte(nil), own.Get(nameTries)...)
			box[30] ^= 1
			return own.Put(nameTries, box)
		},
	} {
		t.Run(name, func(t *testing.T) {
			v, k, dir, _, now := clocked(t)
			v.miss(t, k, 1)
			must(t, v.Close())
			before := read(t, dir)
			v = reopened(t, dir, now)
			v.miss(t, k, 1)
			must(t, v.Close())
			for wrong := 2; wrong <= 4; wrong++ {
				overwrite(t, dir, before)
				tamper(t, dir, func(own, _ *bolt.Bucket) error { return change(own) })
				v = reopened(t, dir, now)
				must(t, v.Look(t.Context(), k))
				if f := v.Facts(); f.Spent || f.Wrong != wrong || f.Digits != 6 {
					t.Fatalf("after %d: %+v", wrong, f)
				}
				if wrong < 4 {
					v.miss(t, k, 1)
				}
				must(t, v.Close())
			}
			v = reopened(t, dir, now)
			must(t, v.Unlock(t.Context(), k, somePIN))
			wantAccounts(t, v, 1)
		})
	}
}

func TestTriesOfACopyOfTheFolderCount(t *testing.T) {
	v, k, dir, _, now := clocked(t)
	file := read(t, dir)
	v.miss(t, k, 3)
	must(t, v.Close())
	copied := t.TempDir()
	overwrite(t, copied, file)
	v = reopened(t, copied, now)
	v.miss(t, k, 2)
	wantKind(t, v.Unlock(t.Context(), k, somePIN), core.RateLimited)
	*now = now.Add(30 * time.Second)
	must(t, v.Unlock(t.Context(), k, somePIN))
	v = reopened(t, dir, now) // and the first folder goes on
	must(t, v.Unlock(t.Context(), k, somePIN))
}

// mute reads, and keeps nothing: its disk is full, or it was locked meanwhile.
type mute struct{ *coretest.Keyring }

func (mute) Set(context.Context, string, []byte) error { return core.E("test", core.Unsupported, nil) }

func TestTryThatTheKeyringCannotCountIsNotMadeAndCostsNothing(t *testing.T) {
	v, k, dir, recovery, _ := clocked(t)
	file := read(t, dir)
	for range 12 {
		wantKind(t, v.Unlock(t.Context(), mute{k}, somePIN), core.KeyringSilent)
	}
	if f := v.Facts(); f.Wrong != 0 || f.Spent || !f.Shut || string(read(t, dir)) != string(file) {
		t.Fatalf("%+v", f)
	}
	must(t, v.Unlock(t.Context(), mute{k}, []byte(recovery)))
	v.Shut()
	must(t, v.Unlock(t.Context(), k, somePIN))
}

// Until this version the keyring held the number alone.
func TestKeyringOfAnEarlierVersionIsUnderstoodAndReplaced(t *testing.T) {
	v, k, dir, recovery, now := clocked(t)
	item := v.head.Name + itemTries
	bare := func(n uint64) { must(t, k.Set(t.Context(), item, binary.BigEndian.AppendUint64(nil, n))) }
	v.miss(t, k, 2)
	bare(v.tries.Number)
	must(t, v.Close())
	v = reopened(t, dir, now)
	must(t, v.Look(t.Context(), k))
	if f := v.Facts(); f.Wrong != 2 || f.Spent {
		t.Fatalf("%+v", f)
	}
	must(t, v.Unlock(t.Context(), k, somePIN))
	if kept, err := k.Get(t.Context(), item); err != nil || len(kept) == 8 {
		t.Fatalf("%x, %v", kept, err)
	}
	v.Shut()
	bare(v.tries.Number + 1) // then the file was put back, and who knows how many were wrong
	wantKind(t, v.Unlock(t.Context(), k, somePIN), core.Locked)
	must(t, v.Unlock(t.Context(), k, []byte(recovery)))
	v.Shut()
	must(t, v.Unlock(t.Context(), k, somePIN))
}

func TestProgramsInLockstepHaveNoTryMore(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	v, k, dir, _, now := clocked(t)
	file := read(t, dir)
	all := []*Vault{v}
	for range 3 {
		copied := t.TempDir()
		overwrite(t, copied, file)
		all = append(all, reopened(t, copied, now))
	}
	var done sync.WaitGroup
	for _, v := range all {
		done.Go(func() {
			if err := v.Unlock(t.Context(), k, wrongPIN); core.KindOf(err) != core.WrongPass {
				t.Error(err)
			}
		})
	}
	done.Wait()
	must(t, v.Look(t.Context(), k))
	if f := v.Facts(); f.Wrong != len(all) {
		t.Fatalf("%d tries, %d are counted", len(all), f.Wrong)
	}
}

// A keyring that answers nonsense is a keyring that lost what it had.
func TestCountOfAnotherSecretInTheKeyringIsNone(t *testing.T) {
	v, k, _, recovery, _ := clocked(t)
	box, err := tries{Number: 99, Digits: 6}.seal(seal.NewKey(), v.head.Name)
	must(t, err)
	for _, kept := range [][]byte{nil, []byte("short"), box} {
		must(t, k.Set(t.Context(), v.head.Name+itemTries, kept))
		wantKind(t, v.Unlock(t.Context(), k, somePIN), core.KeyGone)
		must(t, v.Unlock(t.Context(), k, []byte(recovery)))
		v.Shut()
	}
}

func TestTryIsCountedBeforeItIsMade(t *testing.T) {
	v, k, _, _, _ := clocked(t)
	k.Fail(core.E("test", core.Unsupported, nil))
	wantKind(t, v.Unlock(t.Context(), k, somePIN), core.KeyringSilent) // no try without its count
	k.Fail(nil)
	killed := &atSet{Keyring: k, then: func() error {
		if v.State() == Opened {
			t.Error("the try was made already")
		}
		return core.E("test", core.Unsupported, nil)
	}}
	wantKind(t, v.Unlock(t.Context(), killed, somePIN), core.KeyringSilent)
	if killed.then != nil || v.State() == Opened {
		t.Fatal("the keyring was not told first")
	}
	must(t, v.Unlock(t.Context(), k, somePIN))
}

// atSet looks at the vault when the keyring is told of a try, first.
type atSet struct {
	*coretest.Keyring
	then func() error
}

func (a *atSet) Set(ctx context.Context, name string, key []byte) error {
	if then := a.then; then != nil {
		a.then = nil
		if err := then(); err != nil {
			return err
		}
	}
	return a.Keyring.Set(ctx, name, key)
}
