package vault

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/coretest"
	"kauth/core/seal"
)

// chip is hardware whose person is always there; err is what it says instead.
type chip struct {
	kept  map[string][]byte
	err   error
	asked int
	while func() // the person is asked
}

func newChip() *chip { return &chip{kept: map[string][]byte{}} }

func (c *chip) ask() error {
	c.asked++
	if c.while != nil {
		c.while()
	}
	return c.err
}

func (c *chip) Seal(_ context.Context, name string, secret []byte) error {
	if err := c.ask(); err != nil {
		return err
	}
	c.kept[name] = bytes.Clone(secret)
	return nil
}

func (c *chip) Open(_ context.Context, name string) ([]byte, error) {
	if err := c.ask(); err != nil {
		return nil, err
	}
	if c.kept[name] == nil {
		return nil, core.E("chip", core.UnlockGone, nil)
	}
	return bytes.Clone(c.kept[name]), nil
}

func (c *chip) Forget(_ context.Context, name string) error {
	if c.err == nil {
		delete(c.kept, name)
	}
	return c.err
}

// fingered is a shut vault with a PIN and a finger.
func fingered(t *testing.T) (v *Vault, k *coretest.Keyring, hw *chip, dir string, now *time.Time) {
	t.Helper()
	v, k, dir, _, now = clocked(t)
	hw = newChip()
	must(t, v.Unlock(t.Context(), k, somePIN))
	must(t, v.AddFinger(t.Context(), hw))
	v.Shut()
	return v, k, hw, dir, now
}

func TestFingerOpensTheVaultBesideThePIN(t *testing.T) {
	v, k, hw, dir, now := fingered(t)
	must(t, v.Close())
	v = reopened(t, dir, now)
	if f := v.Facts(); !f.Finger || f.Kind != "pin" || !f.Shut {
		t.Fatalf("%+v", f)
	}
	must(t, v.UnlockFinger(t.Context(), k, hw))
	if v.State() != Opened {
		t.Error("it is not open")
	}
	v.Shut()
	must(t, v.Unlock(t.Context(), k, somePIN))
	must(t, v.UnlockFinger(t.Context(), k, hw)) // once more, before a YES
}

// TestFileAndKeyringGiveNothingOfTheFingersSlot: whoever has all but the hardware has no
// key of it, and what another hardware gives opens nothing.
func TestFileAndKeyringGiveNothingOfTheFingersSlot(t *testing.T) {
	v, k, hw, dir, _ := fingered(t)
	by := hw.kept[v.Name()+itemFinger]
	if len(by) != seal.KeySize {
		t.Fatalf("%d bytes in the hardware", len(by))
	}
	keys := [][]byte{make([]byte, seal.KeySize), somePIN}
	for _, item := range []string{"", itemDevice, itemNext, itemTries, itemFinger} {
		if key, err := k.Get(t.Context(), v.Name()+item); err == nil {
			keys = append(keys, key)
		}
	}
	must(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		keys = append(keys, data)
		return err
	}))
	for _, key := range keys {
		if bytes.Contains(key, by) {
			t.Error("the hardware's key is outside of the hardware")
		}
		_, err := v.head.openSlot(slotFinger, func(s seal.Slot) ([]byte, error) { return s.OpenKey(v.head.Name, key) })
		if err == nil {
			t.Error("opened without the hardware")
		}
	}
	wantKind(t, v.UnlockFinger(t.Context(), k, newChip()), core.UnlockGone)
	other := &chip{kept: map[string][]byte{v.Name() + itemFinger: seal.NewKey()}}
	wantKind(t, v.UnlockFinger(t.Context(), k, other), core.UnlockGone)
	if v.State() == Opened {
		t.Error("it is open")
	}
}

func TestFingerIsNoLockByItself(t *testing.T) {
	hw := newChip()
	k := &coretest.Keyring{}
	v := opened(t, t.TempDir(), k)
	wantKind(t, v.AddFinger(t.Context(), hw), core.Unsupported)
	must(t, v.SetPassphrase(t.Context(), k, []byte("a passphrase")))
	wantKind(t, v.AddFinger(t.Context(), hw), core.Unsupported)
	if hw.asked != 0 {
		t.Error("somebody was asked for it")
	}
	wantKind(t, v.UnlockFinger(t.Context(), k, hw), core.NotFound)
	v.Shut()
	wantKind(t, v.AddFinger(t.Context(), hw), core.Locked)
}

func TestFingerNeitherCountsNorForgivesWrongPINs(t *testing.T) {
	v, k, hw, _, now := fingered(t)
	v.miss(t, k, 5)
	must(t, v.UnlockFinger(t.Context(), k, hw)) // while the PIN has to wait
	v.Shut()
	hw.err = core.E("chip", core.UnlockWait, nil)
	wantKind(t, v.UnlockFinger(t.Context(), k, hw), core.UnlockWait)
	if f := v.Facts(); f.Wrong != 5 || f.Next.IsZero() || !f.Finger {
		t.Errorf("%+v", f)
	}
	hw.err = nil
	for !v.Facts().Spent {
		*now = now.Add(time.Hour)
		v.miss(t, k, 1)
	}
	asked := hw.asked
	wantKind(t, v.UnlockFinger(t.Context(), k, hw), core.Locked)
	if hw.asked != asked || v.State() == Opened {
		t.Error("after ten wrong PINs a finger was asked for")
	}
}

// TestTheTenthWrongPINBeatsAFingerThatIsBeingAsked: the prompt was there before it.
func TestTheTenthWrongPINBeatsAFingerThatIsBeingAsked(t *testing.T) {
	v, k, hw, _, now := fingered(t)
	hw.while = func() {
		for !v.Facts().Spent {
			v.miss(t, k, 1)
			*now = now.Add(time.Hour)
		}
	}
	wantKind(t, v.UnlockFinger(t.Context(), k, hw), core.Locked)
	if v.State() == Opened {
		t.Error("it is open")
	}
}

// TestAnotherLockBeatsAFingerThatIsBeingAsked: what the hardware gives then is of before.
func TestAnotherLockBeatsAFingerThatIsBeingAsked(t *testing.T) {
	v, k, hw, _, _ := fingered(t)
	hw.while = func() {
		must(t, v.Unlock(t.Context(), k, somePIN))
		must(t, v.SetPassphrase(t.Context(), k, []byte("a passphrase")))
		v.Shut()
	}
	wantKind(t, v.UnlockFinger(t.Context(), k, hw), core.NotFound)
	if v.State() == Opened {
		t.Error("it is open")
	}
}

func TestNewFingerEndsTheSlotAndThePINOpens(t *testing.T) {
	v, k, hw, dir, now := fingered(t)
	clear(hw.kept)
	wantKind(t, v.UnlockFinger(t.Context(), k, hw), core.UnlockGone)
	if f := v.Facts(); f.Finger || f.Spent || !f.Shut {
		t.Errorf("%+v", f)
	}
	must(t, v.Unlock(t.Context(), k, somePIN))
	must(t, v.Close())
	v = reopened(t, dir, now)
	if v.Facts().Finger || slices.Contains(v.Slots(), slotFinger) {
		t.Error("the dead slot is still there")
	}
	must(t, v.Unlock(t.Context(), k, somePIN))
	must(t, v.AddFinger(t.Context(), hw))
	must(t, v.UnlockFinger(t.Context(), k, hw))
}
