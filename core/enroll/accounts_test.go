package enroll_test

import (
	"testing"

	"kauth/core"
	"kauth/core/coretest"
)

func codeOnly(issuer, label, secret string) core.Account {
	return core.Account{Issuer: issuer, Label: label, OTP: core.OTP{Type: core.TOTP, Secret: core.NewSecret([]byte(secret)), Digits: 6}}
}

func TestCodeOnlyAccountsComeAtTheEnd(t *testing.T) {
	s := newScene()
	s.confirm(t, s.begin(t))
	for _, label := range []string{"a", "b"} {
		a, err := s.Enroll.AddCodeOnly(codeOnly("Example", label, "s"))
		if err != nil || a.State != core.CodeOnly || a.ID == "" || a.Added.IsZero() {
			t.Fatalf("%+v, %v", a, err)
		}
	}
	all := s.Accounts(t)
	if len(all) != 3 || all[1].Label != "a" || all[2].Label != "b" || all[2].Order <= all[1].Order || all[1].Order <= all[0].Order {
		t.Fatalf("%+v", all)
	}
}

func TestSameCodeOnlyAccountIsNotAddedTwice(t *testing.T) {
	s := newScene()
	first, err := s.Enroll.AddCodeOnly(codeOnly("Example", "anna", "s"))
	if err != nil {
		t.Fatal(err)
	}
	again, err := s.Enroll.AddCodeOnly(codeOnly("Example", "anna", "s"))
	wantKind(t, err, core.Duplicate)
	if again.ID != first.ID {
		t.Error("it does not say which")
	}
	for _, other := range []core.Account{codeOnly("Other", "anna", "s"), codeOnly("Example", "ben", "s"), codeOnly("Example", "anna", "t")} {
		if _, err := s.Enroll.AddCodeOnly(other); err != nil {
			t.Error(err)
		}
	}
}

func TestCodeOnlyAccountHasNoServerWhateverItSays(t *testing.T) {
	s := newScene()
	a := codeOnly("Example", "anna", "s")
	a.ID, a.State, a.Device, a.CodesWaiting = "acc_mine", core.Active, &core.Device{ID: "dev_x"}, true
	a, err := s.Enroll.AddCodeOnly(a)
	if err != nil || a.ID == "acc_mine" || a.State != core.CodeOnly || a.Device != nil || a.CodesWaiting {
		t.Fatalf("%+v, %v", a, err)
	}
}

func TestRemovedAccountIsGoneOnBothSides(t *testing.T) {
	s := newScene()
	a := s.confirm(t, s.begin(t))
	if err := s.Enroll.Remove(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	s.none(t)
	if s.server.State(a.Device.ID) != "revoked" {
		t.Fatal("the server was not told")
	}
	wantKind(t, s.Enroll.Remove(t.Context(), a.ID), core.NotFound)
}

func TestRemovingNeedsNoServer(t *testing.T) {
	s := newScene()
	a := s.confirm(t, s.begin(t))
	s.faults.Before(coretest.Fail(core.E("test", core.Offline, nil), "GiveUp"))
	if err := s.Enroll.Remove(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	s.none(t)
}

func TestPolicyAloneKeepsAPhoneThatItsOwnerRemoves(t *testing.T) {
	for kind, stays := range map[core.Kind]bool{
		core.Forbidden: true, core.Suspended: false, core.Blocked: false, core.Offline: false, core.NotLinked: false,
		core.ServerDown: false, core.Slow: false, core.Garbled: false,
	} {
		t.Run(string(kind), func(t *testing.T) {
			s := newScene()
			a := s.confirm(t, s.begin(t))
			a.Device.Policy.MustStay = true
			if err := s.store.PutAccount(a); err != nil {
				t.Fatal(err)
			}
			s.faults.Before(coretest.Fail(core.E("test", kind, nil), "GiveUp"))
			err := s.Enroll.Remove(t.Context(), a.ID)
			if stays {
				wantKind(t, err, core.Forbidden)
				if len(s.Accounts(t)) != 1 {
					t.Fatal("it is gone")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			s.none(t)
		})
	}
}

func TestBackupCodesAreShownUntilTheyAreKept(t *testing.T) {
	s := newScene()
	a := s.confirm(t, s.begin(t))
	for range 2 {
		if codes, err := s.Enroll.RecoveryCodes(t.Context(), a.ID); err != nil || len(codes) != 10 {
			t.Fatalf("%d codes, %v", len(codes), err)
		}
	}
	s.faults.Before(coretest.Fail(core.E("test", core.Offline, nil), "AckRecoveryCodes"))
	wantKind(t, s.Enroll.CodesKept(t.Context(), a.ID), core.Offline)
	if now, _ := s.store.Account(a.ID); !now.CodesWaiting {
		t.Fatal("forgotten although the server was not told")
	}
	s.faults.Before(nil)
	if err := s.Enroll.CodesKept(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	if now, _ := s.store.Account(a.ID); now.CodesWaiting {
		t.Fatal("they still wait")
	}
	if codes, err := s.Enroll.RecoveryCodes(t.Context(), a.ID); err != nil || len(codes) != 0 {
		t.Fatalf("%d codes, %v", len(codes), err)
	}
}

func TestCodesThatWereKeptBeforeAKillWaitNoMore(t *testing.T) {
	s := newScene()
	a := s.confirm(t, s.begin(t))
	s.faults.After(coretest.Fail(core.E("test", core.Offline, nil), "AckRecoveryCodes"))
	wantKind(t, s.Enroll.CodesKept(t.Context(), a.ID), core.Offline)
	s.faults.After(nil)
	s.restart()
	if codes, err := s.Enroll.RecoveryCodes(t.Context(), a.ID); err != nil || len(codes) != 0 {
		t.Fatalf("%d codes, %v", len(codes), err)
	}
	if now, _ := s.store.Account(a.ID); now.CodesWaiting {
		t.Fatal("they still wait")
	}
}

func TestCodeOnlyAccountHasNoBackupCodes(t *testing.T) {
	s := newScene()
	a, err := s.Enroll.AddCodeOnly(codeOnly("Example", "anna", "s"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Enroll.RecoveryCodes(t.Context(), a.ID)
	wantKind(t, err, core.NotFound)
	wantKind(t, s.Enroll.CodesKept(t.Context(), a.ID), core.NotFound)
}

func TestLinkingAgainKeepsNamePlaceAndID(t *testing.T) {
	s := newScene()
	old := s.confirm(t, s.begin(t))
	old.Name = "Work"
	if err := s.store.PutAccount(old); err != nil {
		t.Fatal(err)
	}
	other := s.Link(t, s.server, coretest.Ben)
	waits := s.begin(t)
	if waits.ID == old.ID || len(s.Accounts(t)) != 3 {
		t.Fatal("the old account went before the new one is confirmed")
	}
	now := s.confirm(t, waits)
	all := s.Accounts(t)
	if len(all) != 2 || now.ID != old.ID || now.Name != "Work" || now.Order != old.Order || now.Device.ID == old.Device.ID {
		t.Fatalf("%+v", now)
	}
	if all[1].ID != other.ID {
		t.Fatal("another account changed")
	}
	if s.server.State(old.Device.ID) != "revoked" || s.server.State(now.Device.ID) != "active" {
		t.Fatal("the server still asks the old phone")
	}
	s.usable(t)
}

func TestLinkingAgainThatFailsLeavesTheOldAccount(t *testing.T) {
	s := newScene()
	old := s.confirm(t, s.begin(t))
	waits := s.begin(t)
	_, err := s.Enroll.Confirm(t.Context(), waits.ID, "000000")
	wantKind(t, err, core.Mismatch)
	if all := s.Accounts(t); len(all) != 1 || all[0].ID != old.ID || all[0].Device.ID != old.Device.ID {
		t.Fatalf("%+v", all)
	}
	s.usable(t)
}
