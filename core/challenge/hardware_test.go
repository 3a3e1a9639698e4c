package challenge_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
	"kauth/core/coretest"
)

// chipped is a phone whose hardware holds its keys, linked to one account.
func chipped(t *testing.T) (*scene, *coretest.Hardware) {
	t.Helper()
	h := &coretest.Hardware{}
	s := &scene{server: coretest.NewServer(&coretest.Faults{}), store: coretest.NewStore(&coretest.Faults{})}
	s.Phone = coretest.NewPhoneWith(s.server, s.store, h)
	s.account = s.Link(t, s.server, coretest.Anna)
	if k := s.now(t).Device; k.Key.Level() != core.InStrongBox || k.Listen.Level() != core.InSoftware {
		t.Fatalf("the device key is in %s, the listening key in %s", k.Key.Level(), k.Listen.Level())
	}
	return s, h
}

func (s *scene) name(t *testing.T) string {
	t.Helper()
	k, ok := s.now(t).Device.Key.Hardware()
	if !ok {
		t.Fatal("the key is in software")
	}
	return k.Name
}

func TestYesIsSignedByTheHardwareAndANoIsNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, h := chipped(t)
		before := h.Signed()
		s.server.Ask(coretest.Anna, 0, time.Minute)
		if o := s.answer(t, s.one(t), core.Deny, ""); o != core.Refused || h.Signed() != before {
			t.Errorf("%s, signed %d times for it", o, h.Signed()-before)
		}
		s.usable(t)
		if h.Signed() == before {
			t.Error("the YES was not signed by the hardware")
		}
	})
}

func TestHardwareThatFailsForAMomentLeavesTheRequestToBeAnsweredAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, h := chipped(t)
		asked := s.server.Ask(coretest.Anna, 0, time.Minute)
		c := s.one(t)
		h.Busy(true)
		_, err := s.Inbox.Answer(t.Context(), c.ID, core.Approve, "", "")
		wantKind(t, err, core.SignerBusy)
		if s.server.StateOf(asked) != "pending" || len(s.Inbox.Pending()) != 1 || len(s.Inbox.AccountTrouble()) != 0 {
			t.Fatalf("%s at the server, trouble %v", s.server.StateOf(asked), s.Inbox.AccountTrouble())
		}
		h.Busy(false)
		if o := s.answer(t, c, core.Approve, ""); o != core.Approved {
			t.Error(o)
		}
	})
}

func TestKeyThatIsGoneForGoodIsSaidAndANoStillGoes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, h := chipped(t)
		asked := s.server.Ask(coretest.Anna, 0, time.Minute)
		c := s.one(t)
		h.Gone(s.name(t))
		_, err := s.Inbox.Answer(t.Context(), c.ID, core.Approve, "", "")
		wantKind(t, err, core.SignerGone)
		for range 2 { // a fetch that succeeds does not make it well
			wantKind(t, s.Inbox.AccountTrouble()[s.account.ID], core.SignerGone)
			s.refresh(t)
		}
		if o := s.answer(t, c, core.Deny, ""); o != core.Refused || s.server.StateOf(asked) != "denied" {
			t.Errorf("%s, %s", o, s.server.StateOf(asked))
		}
		if s.now(t).OTP.Secret.Len() == 0 {
			t.Error("the codes are gone")
		}
	})
}

func TestPhoneLooksForItsKeyBeforeARequestComes(t *testing.T) {
	for name, c := range map[string]struct {
		fail func(h *coretest.Hardware, key string)
		want core.Kind
	}{
		"there":          {func(*coretest.Hardware, string) {}, ""},
		"gone":           {func(h *coretest.Hardware, key string) { h.Gone(key) }, core.SignerGone},
		"only busy":      {func(h *coretest.Hardware, _ string) { h.Busy(true) }, ""},
		"another device": {func(h *coretest.Hardware, _ string) { h.Absent(true) }, core.SignerGone},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, h := chipped(t)
				c.fail(h, s.name(t))
				s.Phone = coretest.NewPhoneWith(s.server, s.store, h)
				ctx, stop := context.WithCancel(t.Context())
				defer stop()
				go s.Inbox.Run(ctx)
				time.Sleep(5 * time.Minute)
				if got := core.KindOf(s.Inbox.AccountTrouble()[s.account.ID]); got != c.want {
					t.Errorf("%q, want %q", got, c.want)
				}
			})
		})
	}
}

func TestRequestComesWhileTheHardwareDoesNotAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, h := chipped(t)
		s.Phone = coretest.NewPhoneWith(s.server, s.store, h)
		wake := h.Hang()
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		go s.Inbox.Run(ctx)
		time.Sleep(time.Second)
		s.server.Ask(coretest.Anna, 0, time.Minute)
		time.Sleep(5 * time.Second)
		if n := len(s.Inbox.Pending()); n != 1 {
			t.Errorf("%d requests", n)
		}
		h.Gone(s.name(t))
		wake()
		synctest.Wait()
		wantKind(t, s.Inbox.AccountTrouble()[s.account.ID], core.SignerGone)
	})
}

func TestRotationMovesAKeyIntoHardware(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t) // of before
		h := &coretest.Hardware{}
		s.Phone = coretest.NewPhoneWith(s.server, s.store, h)
		if err := s.Inbox.Rekey(t.Context(), s.account.ID); err != nil {
			t.Fatal(err)
		}
		first := s.name(t)
		s.usable(t)
		if err := s.Inbox.Rekey(t.Context(), s.account.ID); err != nil {
			t.Fatal(err)
		}
		if s.name(t) == first {
			t.Error("the key was not replaced")
		}
		s.usable(t)
	})
}

func TestRotationWaitsForHardwareRatherThanLeaveIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, h := chipped(t)
		first := s.name(t)
		h.Busy(true)
		wantKind(t, s.Inbox.Rekey(t.Context(), s.account.ID), core.SignerBusy)
		h.Busy(false)
		if s.name(t) != first || !s.now(t).Device.NextKey.IsZero() || len(h.Names()) != 1 {
			t.Fatalf("keys left: %v", h.Names())
		}
		s.usable(t)
	})
}

func TestNextKeyThatTheHardwareHasLostIsMadeAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, h := chipped(t)
		s.server.Before(coretest.Fail(offline, "Rekey"))
		if err := s.Inbox.Rekey(t.Context(), s.account.ID); err == nil {
			t.Fatal("it succeeded")
		}
		lost, ok := s.now(t).Device.NextKey.Hardware()
		if !ok {
			t.Fatal("the next key is not in hardware")
		}
		h.Gone(lost.Name)
		s.server.Before(nil)
		if err := s.Inbox.Rekey(t.Context(), s.account.ID); err != nil {
			t.Fatal(err)
		}
		s.usable(t)
	})
}

func TestKeyThatCouldNotBeStoredIsNotLeftInTheHardware(t *testing.T) {
	full := core.E("fake", core.StorageFull, nil)
	for name, c := range map[string]struct {
		fail func(*coretest.Store)
		left int // keys
	}{
		"not stored":              {func(s *coretest.Store) { s.Before(coretest.Fail(full, "UpdateAccount")) }, 1},
		"stored, and not said so": {func(s *coretest.Store) { s.After(coretest.Fail(full, "UpdateAccount")) }, 2},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, h := chipped(t)
				c.fail(s.store)
				wantKind(t, s.Inbox.Rekey(t.Context(), s.account.ID), core.StorageFull)
				s.store.Before(nil)
				s.store.After(nil)
				if n := h.Names(); len(n) != c.left {
					t.Errorf("left: %v", n)
				}
				if err := s.Inbox.Rekey(t.Context(), s.account.ID); err != nil {
					t.Fatal(err)
				}
				s.usable(t)
			})
		})
	}
}

func wantKind(t *testing.T, err error, want core.Kind) {
	t.Helper()
	if core.KindOf(err) != want {
		t.Fatalf("%v, want %s", err, want)
	}
}
