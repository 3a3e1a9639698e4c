package vault

import (
	"testing"

	"kauth/core"
	"kauth/core/seal"
)

func TestHardwareThatFailsForAMomentKeepsTheSlot(t *testing.T) {
	v, k, hw, _, _ := fingered(t)
	for _, kind := range []core.Kind{core.UnlockBusy, core.Cancelled, core.UnlockBarred, core.UnlockNone} {
		hw.err = core.E("chip", kind, nil)
		wantKind(t, v.UnlockFinger(t.Context(), k, hw), kind)
	}
	must(t, v.Unlock(t.Context(), k, somePIN))
	v.Shut()
	hw.err = nil
	must(t, v.UnlockFinger(t.Context(), k, hw))
}

func TestAnotherLockLeavesNoFinger(t *testing.T) {
	for name, change := range map[string]func(v *Vault, k Keyring) error{
		"pin":        func(v *Vault, k Keyring) error { _, err := v.SetPIN(t.Context(), k, []byte("918273")); return err },
		"passphrase": func(v *Vault, k Keyring) error { return v.SetPassphrase(t.Context(), k, []byte("a passphrase")) },
		"none":       func(v *Vault, k Keyring) error { return v.ClearLock(t.Context(), k) },
	} {
		t.Run(name, func(t *testing.T) {
			v, k, hw, _, _ := fingered(t)
			must(t, v.UnlockFinger(t.Context(), k, hw))
			must(t, change(v, k))
			if v.Facts().Finger {
				t.Error("the finger's slot is there")
			}
			wantKind(t, v.UnlockFinger(t.Context(), k, hw), core.NotFound)
		})
	}
}

// TestDroppedFingerOpensNoCopyOfBefore: the hardware's key is what a copy would need.
func TestDroppedFingerOpensNoCopyOfBefore(t *testing.T) {
	v, k, hw, _, _ := fingered(t)
	must(t, v.UnlockFinger(t.Context(), k, hw))
	before := v.head
	hw.err = core.E("chip", core.UnlockBusy, nil)
	wantKind(t, v.DropFinger(t.Context(), hw), core.UnlockBusy)
	if !v.Facts().Finger {
		t.Error("half turned off")
	}
	hw.err = nil
	must(t, v.DropFinger(t.Context(), hw))
	if v.Facts().Finger || len(hw.kept) != 0 || !before.has(slotFinger) {
		t.Errorf("%+v, %d keys in the hardware", v.Facts(), len(hw.kept))
	}
	must(t, v.DropFinger(t.Context(), hw))
	must(t, v.Unlock(t.Context(), k, somePIN))
}

func TestWhoLocksWhileThePersonIsAskedGetsNoSlot(t *testing.T) {
	v, k, dir, _, now := clocked(t)
	hw := newChip()
	must(t, v.Unlock(t.Context(), k, somePIN))
	hw.while = v.Shut
	wantKind(t, v.AddFinger(t.Context(), hw), core.Locked)
	must(t, v.Close())
	v = reopened(t, dir, now)
	if v.Facts().Finger {
		t.Error("there is a slot")
	}
}

func TestNewSlotMakesTheOneBeforeDead(t *testing.T) {
	v, k, hw, _, _ := fingered(t)
	must(t, v.UnlockFinger(t.Context(), k, hw))
	old := hw.kept[v.Name()+itemFinger]
	must(t, v.AddFinger(t.Context(), hw))
	if _, err := v.head.openSlot(slotFinger, func(s seal.Slot) ([]byte, error) { return s.OpenKey(v.head.Name, old) }); err == nil {
		t.Error("the old key opens it")
	}
	must(t, v.UnlockFinger(t.Context(), k, hw))
}
