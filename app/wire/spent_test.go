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
