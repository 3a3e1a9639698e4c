package wire

import (
	"context"
	"slices"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/coretest"
)

// heardHardware says when a key was taken out.
type heardHardware struct {
	coretest.Hardware
	out chan string
}

func (h *heardHardware) Delete(ctx context.Context, name string) error {
	err := h.Hardware.Delete(ctx, name)
	h.out <- name
	return err
}

// chipped is a phone with an account whose key is in hardware, and its name there.
func chipped(t *testing.T) (s *scene, h *heardHardware, now *time.Time, key string) {
	t.Helper()
	s, h = newScene(t), &heardHardware{out: make(chan string, 8)}
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	now = &at
	s.o.Hardware, s.o.Now = h, func() time.Time { return *now }
	s.again()
	k, err := core.NewDeviceKeyIn(t.Context(), h, false)
	s.must(err)
	s.must(s.Vault.UpdateAccount("acc_a", func(a *core.Account) error { a.Device.Key = k; return nil }))
	kept, _ := k.Hardware()
	return s, h, now, kept.Name
}

func TestKeyLeavesTheHardwareAfterItsAccount(t *testing.T) {
	s, h, now, key := chipped(t)
	s.must(s.Vault.Discard("acc_a", core.ByPerson))
	<-spentKeys(s.Vault, h)
	if !slices.Contains(h.Names(), key) {
		t.Fatal("it went at once: the server could not be told that the phone leaves")
	}
	*now = now.Add(spentRest)
	s.again() // a start takes it out
	if got := <-h.out; got != key || len(h.Names()) != 0 {
		t.Errorf("%q is out, %v are left", got, h.Names())
	}
}

func TestBusyHardwareIsAskedAgainForASpentKey(t *testing.T) {
	s, h, now, key := chipped(t)
	s.must(s.Vault.DeleteAccount("acc_a"))
	*now = now.Add(time.Hour)
	h.Busy(true)
	<-spentKeys(s.Vault, h)
	h.Busy(false)
	if names, err := s.Vault.SpentKeys(0); err != nil || !slices.Equal(names, []string{key}) {
		t.Fatalf("forgotten: %v, %v", names, err)
	}
	<-spentKeys(s.Vault, h)
	if names, err := s.Vault.SpentKeys(0); err != nil || len(names) != 0 || len(h.Names()) != 0 {
		t.Errorf("%v, %v, in the hardware %v", names, err, h.Names())
	}
}

func TestKeyOfAnAccountThatIsThereStays(t *testing.T) {
	s, h, now, key := chipped(t)
	*now = now.AddDate(2, 0, 0)
	<-spentKeys(s.Vault, h)
	if !slices.Equal(h.Names(), []string{key}) {
		t.Errorf("left: %v", h.Names())
	}
}

// killed makes a key whose process ends before its account is stored, in a vault that
// another process then opens.
func (s *scene) killed(h core.Hardware) (key string) {
	s.T.Helper()
	k, err := (&notedKeys{Hardware: h, v: s.Vault}).Make(s.T.Context(), core.NewKeyName())
	s.must(err)
	return k.Name
}

func (s *scene) settled(h core.Hardware) { <-(&notedKeys{Hardware: h, v: s.Vault}).settle() }

func TestKeyOfAProcessThatWasKilledLeavesTheHardware(t *testing.T) {
	s, h, now, key := chipped(t)
	stray := s.killed(h)
	s.settled(h)
	*now = now.Add(spentRest)
	<-spentKeys(s.Vault, h)
	if !slices.Equal(h.Names(), []string{key}) {
		t.Errorf("left: %v, of which %s is of use", h.Names(), key)
	}
	if names, err := s.Vault.NotedKeys(); err != nil || len(names) != 0 || slices.Contains(h.Names(), stray) {
		t.Errorf("still noted: %v, %v", names, err)
	}
}

// TestWithoutHardwareNoKeyIsNoted: the next start would make the vault's file anew, twice,
// for a key that never was.
func TestWithoutHardwareNoKeyIsNoted(t *testing.T) {
	s, h, _, _ := chipped(t)
	h.Absent(true)
	if _, err := core.NewDeviceKeyIn(t.Context(), &notedKeys{Hardware: h, v: s.Vault}, false); err != nil {
		t.Fatal(err)
	}
	if names, err := s.Vault.NotedKeys(); err != nil || len(names) != 0 {
		t.Errorf("noted: %v, %v", names, err)
	}
	if names, err := s.Vault.SpentKeys(0); err != nil || len(names) != 0 {
		t.Errorf("spent: %v, %v", names, err)
	}
}

// TestKeyThatIsBeingMadeStays: what this process makes is nobody's yet.
func TestKeyThatIsBeingMadeStays(t *testing.T) {
	s, h, now, _ := chipped(t)
	n := &notedKeys{Hardware: h, v: s.Vault}
	<-n.settle()
	k, err := n.Make(t.Context(), core.NewKeyName())
	s.must(err)
	*now = now.Add(time.Hour)
	<-n.settle()
	<-spentKeys(s.Vault, n)
	if !slices.Contains(h.Names(), k.Name) {
		t.Error("it was taken out of the hands of whoever makes it")
	}
}

func TestKeyThatAnAccountHasBySomeNameStays(t *testing.T) {
	for name, give := range map[string]func(d *core.Device, k core.DeviceKey){
		"its key": func(d *core.Device, k core.DeviceKey) { d.Key = k }, "its next key": func(d *core.Device, k core.DeviceKey) { d.NextKey = k },
	} {
		s, h, now, _ := chipped(t)
		noted := &notedKeys{Hardware: h, v: s.Vault}
		k, err := core.NewDeviceKeyIn(t.Context(), noted, false)
		s.must(err)
		s.must(s.Vault.UpdateAccount("acc_a", func(a *core.Account) error { give(a.Device, k); return nil }))
		s.settled(h)
		*now = now.AddDate(1, 0, 0)
		<-spentKeys(s.Vault, h)
		if kept, _ := k.Hardware(); !slices.Contains(h.Names(), kept.Name) {
			t.Errorf("%s was taken out", name)
		}
	}
}

// TestVaultThatTakesNoNoteMakesNoKey: nobody would know of it.
func TestVaultThatTakesNoNoteMakesNoKey(t *testing.T) {
	s, h, _, key := chipped(t)
	n := &notedKeys{Hardware: h, v: s.Vault}
	s.must(s.Vault.Close())
	if _, err := n.Make(t.Context(), core.NewKeyName()); core.KindOf(err) != core.SignerBusy || !slices.Equal(h.Names(), []string{key}) {
		t.Errorf("%v, in the hardware %v", err, h.Names())
	}
}
