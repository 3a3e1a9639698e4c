package enroll_test

import (
	"testing"

	"kauth/core"
	"kauth/core/coretest"
)

// chipped is a phone that has hardware for its keys.
func chipped() (*scene, *coretest.Hardware) {
	s, h := newScene(), &coretest.Hardware{}
	s.Phone = coretest.NewPhoneWith(s.server, s.store, h)
	return s, h
}

func TestNewLinkUsesHardwareWhereItIs(t *testing.T) {
	s, h := chipped()
	a := s.confirm(t, s.begin(t))
	if k := a.Device.Key; k.Level() != core.InStrongBox || h.Signed() == 0 {
		t.Errorf("the key is in %s, which signed %d times", k.Level(), h.Signed())
	}
	// A locked phone hears requests and says NO by this one.
	if k := a.Device.Listen; k.Level() != core.InSoftware {
		t.Errorf("the listening key is in %s", k.Level())
	}
}

func TestPhoneWhoseHardwareIsAbsentOrBrokenLinksAllTheSame(t *testing.T) {
	for name, fail := range map[string]func(*coretest.Hardware){
		"absent": func(h *coretest.Hardware) { h.Absent(true) },
		"broken": func(h *coretest.Hardware) { h.Busy(true) },
	} {
		t.Run(name, func(t *testing.T) {
			s, h := chipped()
			fail(h)
			if a := s.confirm(t, s.begin(t)); a.Device.Key.Level() != core.InSoftware {
				t.Errorf("the key is in %s", a.Device.Key.Level())
			}
		})
	}
}

func TestChipThatFailsWhileLinkingLosesNothing(t *testing.T) {
	s, h := chipped()
	s.faults.Before(coretest.Fail(core.E("fake", core.Offline, nil), "Register"))
	o := s.server.Offer(coretest.Anna)
	_, err := s.Enroll.Begin(t.Context(), o)
	wantKind(t, err, core.Offline)
	s.faults.Before(nil)
	h.Busy(true)
	a, err := s.Enroll.Begin(t.Context(), o)
	wantKind(t, err, core.SignerBusy)
	if all := s.Accounts(t); len(all) != 1 || all[0].ID != a.ID || all[0].State != core.Registering {
		t.Fatalf("%+v", all)
	}
	h.Busy(false)
	if a, err = s.Enroll.Begin(t.Context(), o); err != nil || len(h.Names()) != 1 {
		t.Fatalf("%v, keys %v", err, h.Names())
	}
	s.confirm(t, a)
}

func TestLinkWhoseKeyIsGoneIsNotWaitedForForEver(t *testing.T) {
	s, h := chipped()
	s.faults.Before(coretest.Fail(core.E("fake", core.Offline, nil), "Register"))
	_, err := s.Enroll.Begin(t.Context(), s.server.Offer(coretest.Anna))
	wantKind(t, err, core.Offline)
	s.faults.Before(nil)
	h.Reset()
	s.restart()
	s.Phone = coretest.NewPhoneWith(s.server, s.store, h)
	if _, err := s.Enroll.Resume(t.Context()); err == nil {
		t.Error("it went on without its key")
	}
	s.none(t)
}

func TestKeyOfALinkThatCouldNotBeStoredIsNotLeft(t *testing.T) {
	s, h := chipped()
	s.faults.Before(coretest.Fail(core.E("fake", core.StorageFull, nil), "PutAccount"))
	_, err := s.Enroll.Begin(t.Context(), s.server.Offer(coretest.Anna))
	wantKind(t, err, core.StorageFull)
	s.faults.Before(nil)
	if n := h.Names(); len(n) != 0 {
		t.Errorf("left: %v", n)
	}
	s.none(t)
}

func TestMoveToAPhoneWithHardwareMakesAKeyThere(t *testing.T) {
	s, old := moving(t)
	h := &coretest.Hardware{}
	s.Phone = coretest.NewPhoneWith(s.server, s.store, h)
	a := s.beginMove(t, old)
	s.server.AnswerMove(old.Device.ID, "approved")
	if now, _ := s.move(t, a); now.State != core.Active || now.Device.Key.Level() != core.InStrongBox {
		t.Fatalf("%+v", now)
	}
	s.usable(t)
}
