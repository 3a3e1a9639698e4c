// Package keystoretest holds every keyring, and what stands in for one, against what the
// vault relies on. It is for tests alone, and for the program that runs them inside a
// simulated phone.
package keystoretest

import (
	"bytes"
	"context"
	"testing"

	"kauth/core"
)

// Keyring is what is held: the same as vault.Keyring.
type Keyring interface {
	Get(ctx context.Context, name string) ([]byte, error)
	Set(ctx context.Context, name string, key []byte) error
	Delete(ctx context.Context, name string) error
}

// Rig is a keyring and what can happen to it. What is nil cannot be made to happen.
type Rig struct {
	Keyring
	Again      func() Keyring // the same one, as another process sees it
	Fail       func(yes bool) // it does not work for a moment, or does again
	Invalidate func()         // the system never uses the keys again that there are
	Lose       func()         // it was reset: no key is there
}

// Suite plays each promise on a rig of its own. It uses names that begin with "kauth
// test", and leaves none behind.
func Suite(t *testing.T, rig func(t *testing.T) Rig) {
	t.Run("KeysAreKeptApartAndWhole", func(t *testing.T) { keepsKeys(t, rig(t)) })
	t.Run("AKeyOutlivesTheProcess", func(t *testing.T) { outlives(t, rig(t)) })
	t.Run("FailingForAMomentLosesNoKey", func(t *testing.T) { failing(t, rig(t)) })
	t.Run("AKeyThatIsLostIsGoneAndCanBeMadeAnew", func(t *testing.T) { losing(t, rig(t)) })
}

const one, two = "kauth test one", "kauth test two"

func outlives(t *testing.T, r Rig) {
	if r.Again == nil {
		return
	}
	stored(t, r)
	if got, err := r.Again().Get(t.Context(), one); err != nil || string(got) != "the key" {
		t.Errorf("%q, %v", got, err)
	}
}

// stored has a key under the first name until the end of the test.
func stored(t *testing.T, r Rig) {
	t.Helper()
	if err := r.Set(t.Context(), one, []byte("the key")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Delete(context.Background(), one) })
}

// failing: only a key that is gone may be called so, since its vault is then given up.
func failing(t *testing.T, r Rig) {
	if r.Fail == nil {
		return
	}
	stored(t, r)
	r.Fail(true)
	_, get := r.Get(t.Context(), one)
	set := r.Set(t.Context(), one, []byte("another"))
	remove := r.Delete(t.Context(), two)
	for _, err := range []error{get, set, remove} {
		if core.KindOf(err) != core.Unsupported {
			t.Errorf("%v", err)
		}
	}
	r.Fail(false)
	if got, err := r.Get(t.Context(), one); err != nil || string(got) != "the key" {
		t.Errorf("afterwards: %q, %v", got, err)
	}
}

func losing(t *testing.T, r Rig) {
	for name, lose := range map[string]func(){"lost": r.Lose, "invalidated": r.Invalidate} {
		if lose == nil {
			continue
		}
		stored(t, r)
		lose()
		for range 2 { // the first time may clear away what is left
			if got, err := r.Get(t.Context(), one); core.KindOf(err) != core.KeyGone {
				t.Errorf("%s: %q, %v; want key_gone", name, got, err)
			}
		}
		stored(t, r)
		if got, err := r.Get(t.Context(), one); err != nil || string(got) != "the key" {
			t.Errorf("%s and made anew: %q, %v", name, got, err)
		}
	}
}

func keepsKeys(t *testing.T, k Keyring) {
	ctx := t.Context()
	every := make([]byte, 256) // every byte value, NUL and line ends too
	for i := range every {
		every[i] = byte(i)
	}
	first, second := every[:32], every[224:]
	want := func(step, name string, key []byte) {
		t.Helper()
		if got, err := k.Get(ctx, name); err != nil || !bytes.Equal(got, key) {
			t.Fatalf("%s: %x, %v", step, got, err)
		}
	}
	none := func(step, name string) {
		t.Helper()
		if got, err := k.Get(ctx, name); core.KindOf(err) != core.KeyGone || got != nil {
			t.Fatalf("%s: %x, %v; want key_gone", step, got, err)
		}
	}
	must := func(step string, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", step, err)
		}
	}
	none("before anything was stored", one)
	must("store", k.Set(ctx, one, first))
	want("what was stored", one, first)
	none("another name", two)
	must("store a second", k.Set(ctx, two, second))
	want("the first beside the second", one, first)
	must("store over", k.Set(ctx, one, second))
	want("what was stored over", one, second)
	must("delete", k.Delete(ctx, one))
	none("after deletion", one)
	want("the second after deletion of the first", two, second)
	if err := k.Delete(ctx, one); core.KindOf(err) != core.KeyGone {
		t.Fatalf("delete what is gone: %v; want key_gone", err)
	}
	must("delete the second", k.Delete(ctx, two))

	over, stop := context.WithCancel(ctx)
	stop()
	if _, err := k.Get(over, one); core.KindOf(err) != core.Cancelled {
		t.Fatalf("a canceled call: %v; want cancelled", err)
	}
}
