package keystore

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
	"kauth/core/coretest"
	"kauth/core/vault"
	"kauth/platform/keystore/keystoretest"
)

var (
	_ vault.Keyring = (*Keyring)(nil)
	_ vault.Keyring = (*coretest.Keyring)(nil)
)

func TestFakeKeyringBehavesAsTheRealOne(t *testing.T) {
	keystoretest.Suite(t, func(*testing.T) keystoretest.Rig {
		k := &coretest.Keyring{}
		failing := map[bool]error{true: core.E("test", core.Unsupported, nil)}
		return keystoretest.Rig{
			Keyring: k, Again: func() keystoretest.Keyring { return k },
			Fail: func(yes bool) { k.Fail(failing[yes]) }, Lose: k.Forget,
		}
	})
}

// stuck answers when it is told to.
type stuck struct{ release chan struct{} }

func (s stuck) get(string) ([]byte, error) { <-s.release; return []byte("late"), nil }
func (s stuck) set(string, []byte) error   { <-s.release; return nil }
func (s stuck) remove(string) error        { <-s.release; return nil }

// A keyring that asks the person and waits must not make the app wait with it, nor
// be asked again while it waits: each call would open another window.
func TestKeyringThatNeverAnswersIsGivenUpAfterTwoSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := stuck{make(chan struct{})}
		k := over(s)
		start := time.Now()
		_, get := k.Get(t.Context(), "n")
		if took := time.Since(start); took != 2*time.Second {
			t.Errorf("Get took %v", took)
		}
		set := k.Set(t.Context(), "n", []byte("k"))
		remove := k.Delete(t.Context(), "n")
		for _, err := range []error{get, set, remove} {
			if core.KindOf(err) != core.Unsupported || core.Reason(err) != "no answer" {
				t.Errorf("%v", err)
			}
		}
		if took := time.Since(start); took != 6*time.Second {
			t.Errorf("all took %v", took)
		}
		close(s.release)
		synctest.Wait() // the first call ends, late
		if key, err := k.Get(t.Context(), "n"); err != nil || string(key) != "late" {
			t.Errorf("after it woke up: %q, %v", key, err)
		}
	})
}

func TestCallerCanStopACall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := stuck{make(chan struct{})}
		defer close(s.release)
		ctx, stop := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, stop)
		start := time.Now()
		_, err := over(s).Get(ctx, "n")
		if core.KindOf(err) != core.Cancelled || time.Since(start) != time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
		ctx, stop = context.WithTimeout(t.Context(), time.Second)
		defer stop()
		if _, err := over(s).Get(ctx, "n"); core.KindOf(err) != core.Unsupported {
			t.Errorf("a shorter limit of the caller: %v", err)
		}
	})
}

// late keeps the key that it is given and looks at it when it may.
type late struct {
	stuck
	got chan []byte
}

func (l late) set(_ string, key []byte) error { <-l.release; l.got <- key; return nil }

func TestKeyWipedByTheCallerIsStillStoredWhole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := late{stuck{make(chan struct{})}, make(chan []byte, 1)}
		key := []byte("the key")
		if err := over(l).Set(t.Context(), "n", key); core.KindOf(err) != core.Unsupported {
			t.Error(err)
		}
		clear(key)
		close(l.release)
		if got := <-l.got; string(got) != "the key" {
			t.Errorf("stored %q", got)
		}
	})
}
