package enroll_test

import (
	"testing"

	"kauth/core"
	"kauth/core/api"
)

func TestLinkedPhoneHasAListeningKeyThatItsServerKnows(t *testing.T) {
	s := newScene()
	a := s.confirm(t, s.begin(t))
	d := a.Device
	if d.Listen.IsZero() || d.Listen.Equal(d.Key) || !s.server.Listening(d.ID) {
		t.Fatalf("%+v", d)
	}
	if _, err := s.server.Fetch(t.Context(), d.Listening(), "", 0); err != nil {
		t.Fatalf("locked, it hears nothing: %v", err)
	}
}

func TestServerOfBeforeListeningKeysLinksAPhoneWithOneKey(t *testing.T) {
	s := newScene()
	s.server.Deaf = true
	a := s.confirm(t, s.begin(t))
	if d := a.Device; !d.Listen.IsZero() || d.Key.IsZero() || a.State != core.Active {
		t.Fatalf("%+v", d)
	}
}

func TestServerThatSignsAnotherListeningKeyLinksNothing(t *testing.T) {
	other, err := core.NewDeviceKey()
	if err != nil {
		t.Fatal(err)
	}
	for name, lk := range map[string]func(st *api.Statement) string{
		"another":        func(*api.Statement) string { return api.ThumbprintOf(other) },
		"the device key": func(st *api.Statement) string { return st.Key },
		"no thumbprint":  func(*api.Statement) string { return "x" },
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene()
			s.server.Change = func(_ *api.RegisterReply, st *api.Statement) { st.Listen = lk(st) }
			_, err := s.Enroll.Begin(t.Context(), s.server.Offer("acc_AAAAAAAAAAAAAAAAAAAAAA"))
			wantKind(t, err, core.WrongKey)
			s.none(t)
		})
	}
}

func TestPhoneKilledAfterAskingAsksAgainWithTheSameListeningKey(t *testing.T) {
	s := newScene()
	lost := core.E("test", core.Offline, nil)
	s.faults.After(func(call string) error {
		if call == "Register" {
			return lost
		}
		return nil
	})
	a, err := s.Enroll.Begin(t.Context(), s.server.Offer("acc_AAAAAAAAAAAAAAAAAAAAAA"))
	wantKind(t, err, core.Offline)
	s.faults.After(nil)
	s.restart()
	waiting, err := s.Enroll.Resume(t.Context())
	if err != nil || len(waiting) != 1 || !waiting[0].Device.Listen.Equal(a.Device.Listen) || a.Device.Listen.IsZero() {
		t.Fatalf("%+v, %v", waiting, err)
	}
}
