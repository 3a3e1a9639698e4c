package enroll_test

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"

	"kauth/core"
	"kauth/core/coretest"
)

const annas = "anna@example.ch" // what the server calls her

// restored is Anna's account as a backup brings it back: its codes, its name, no keys.
func (s *scene) restored(t *testing.T, as string) core.Account {
	t.Helper()
	a := codeOnly("Example", annas, "old")
	a.LinkedTo, a.LinkedAs, a.Name, a.Uses = s.server.Origin, as, "Work", 3
	a, err := s.Enroll.AddCodeOnly(a)
	if err != nil || !a.Restored() {
		t.Fatalf("%+v, %v", a, err)
	}
	return a
}

// rowsOf are the accounts that have a row of their own.
func (s *scene) rowsOf(t *testing.T) []core.Account {
	t.Helper()
	return slices.DeleteFunc(s.Accounts(t), func(a core.Account) bool { return a.Replaces != "" })
}

func TestRestoredAccountIsLinkedAgainInItsPlace(t *testing.T) {
	for name, again := range map[string]bool{"from its own page": true, "from the general page": false} {
		t.Run(name, func(t *testing.T) {
			s := newScene()
			here, other := s.restored(t, coretest.Anna), s.Link(t, s.server, coretest.Ben)
			offer := s.server.Offer(coretest.Anna)
			var waits core.Account
			var err error
			if again {
				waits, err = s.Enroll.BeginAgain(t.Context(), here.ID, offer)
			} else {
				waits, err = s.Enroll.Begin(t.Context(), offer)
			}
			if err != nil || waits.Replaces != here.ID {
				t.Fatalf("%+v, %v", waits, err)
			}
			if rows := s.rowsOf(t); len(rows) != 2 || !rows[0].OTP.Secret.Equal(here.OTP.Secret) {
				t.Fatalf("while it is linked: %+v", rows)
			}
			now := s.confirm(t, waits)
			if now.ID != here.ID || now.Name != "Work" || now.Order != here.Order || now.Uses != 3 || now.LinkedTo != "" || now.Replaces != "" {
				t.Fatalf("%+v", now)
			}
			if all := s.Accounts(t); len(all) != 2 || all[1].ID != other.ID {
				t.Fatalf("%+v", all)
			}
		})
	}
}

func TestRestoredAccountIsFoundByItsServersNameOfIt(t *testing.T) {
	s := newScene()
	linked := s.Link(t, s.server, coretest.Anna)
	if err := s.Enroll.Remove(t.Context(), linked.ID); err != nil {
		t.Fatal(err)
	}
	here := s.restored(t, linked.Device.Account)
	here.Label = "anna@before.example" // it was renamed since
	if err := s.store.PutAccount(here); err != nil {
		t.Fatal(err)
	}
	now := s.confirm(t, s.begin(t))
	if all := s.Accounts(t); len(all) != 1 || now.ID != here.ID || now.Label != annas {
		t.Fatalf("%+v", all)
	}
}

// A backup, or the trash, brought back a row of an account that is linked here: the row
// that was to be linked again is, and no other one instead of it.
func TestRestoredRowBesideALinkedOneIsItselfLinkedAgain(t *testing.T) {
	s := newScene()
	beside := s.Link(t, s.server, coretest.Anna)
	here := s.restored(t, coretest.Anna)
	waits, err := s.Enroll.BeginAgain(t.Context(), here.ID, s.server.Offer(coretest.Anna))
	if err != nil || waits.Replaces != here.ID {
		t.Fatalf("it would take the place of %q: %v", waits.Replaces, err)
	}
	if now := s.confirm(t, waits); now.ID != here.ID {
		t.Fatalf("%+v", now)
	}
	if all := s.Accounts(t); len(all) != 1 || all[0].Restored() {
		t.Errorf("each request would come twice, or not at all: %+v", all)
	}
	if state := s.server.State(beside.Device.ID); state != "revoked" {
		t.Errorf("the server has the phone that it was as %s", state)
	}
}

func TestKillWhileARowBesideALinkedOneIsLinkedLeavesOneThatHears(t *testing.T) {
	for n, more := 1, true; more; n++ {
		synctest.Test(t, func(t *testing.T) {
			s := newScene()
			s.Link(t, s.server, coretest.Anna)
			here := s.restored(t, coretest.Anna)
			more = s.survive(t, n, func() {
				if a, err := s.Enroll.BeginAgain(context.Background(), here.ID, s.server.Offer(coretest.Anna)); err == nil {
					s.Enroll.Confirm(context.Background(), a.ID, s.server.Digits(a.Device.ID))
				}
			})
			hear := 0
			for _, a := range s.Accounts(t) {
				if a.State == core.Active {
					hear++
				}
			}
			if hear != 1 && more || !more && len(s.Accounts(t)) != 1 {
				t.Fatalf("killed at %d: %d hear requests of %+v", n, hear, s.Accounts(t))
			}
		})
	}
}

func TestCodeOnlyAccountOfTheSameNameIsNotReplaced(t *testing.T) {
	s := newScene()
	mine, err := s.Enroll.AddCodeOnly(codeOnly("Example", annas, "another method's"))
	if err != nil {
		t.Fatal(err)
	}
	now := s.confirm(t, s.begin(t))
	if all := s.Accounts(t); len(all) != 2 || now.ID == mine.ID {
		t.Fatalf("%+v", all)
	}
}

func TestSuspendedPhoneIsLinkedAgainByLogInOnThisDevice(t *testing.T) {
	s := newScene()
	here := s.Link(t, s.server, coretest.Anna)
	s.server.Suspend(here.Device.ID)
	at, err := s.Enroll.LoginAgain(t.Context(), here.ID, redirect)
	if err != nil {
		t.Fatal(err)
	}
	now, err := s.Enroll.FinishLogin(t.Context(), at, s.server.Authorize(at.URL, coretest.Anna))
	if err != nil || now.ID != here.ID || now.State != core.Active || len(s.Accounts(t)) != 1 {
		t.Fatalf("%+v, %v", now, err)
	}
}

// byBrowser goes the road of linking Anna's account again, and authorizes Ben's.
func byBrowser(t *testing.T, s *scene, id core.AccountID) core.Account {
	t.Helper()
	at, err := s.Enroll.LoginAgain(context.Background(), id, redirect)
	if err != nil {
		t.Fatal(err)
	}
	a, err := s.Enroll.FinishLogin(context.Background(), at, s.server.Authorize(at.URL, coretest.Ben))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAnotherAccountIsAddedOnlyOnceThePersonSaysSo(t *testing.T) {
	s := newScene()
	here := s.restored(t, coretest.Anna)
	ben := byBrowser(t, s, here.ID)
	if ben.State != core.Unconfirmed || ben.Replaces != "" || ben.ID == here.ID {
		t.Fatalf("%+v", ben)
	}
	ben, err := s.Enroll.Settle(t.Context(), ben.ID)
	all := s.Accounts(t)
	if err != nil || ben.State != core.Active || len(all) != 2 || !all[0].Restored() {
		t.Fatalf("%+v, %v", all, err)
	}
}

func TestAnotherAccountThatIsNotWantedIsGivenBack(t *testing.T) {
	s := newScene()
	here := s.restored(t, coretest.Anna)
	ben := byBrowser(t, s, here.ID)
	if err := s.Enroll.Abandon(t.Context(), ben.ID); err != nil {
		t.Fatal(err)
	}
	if all := s.Accounts(t); len(all) != 1 || all[0].ID != here.ID || s.server.State(ben.Device.ID) != "revoked" {
		t.Fatalf("%+v, the server has it %s", all, s.server.State(ben.Device.ID))
	}
}

func TestAnotherAccountThatNobodySaidYesToIsGivenBackAfterAKill(t *testing.T) {
	s := newScene()
	here := s.restored(t, coretest.Anna)
	ben := byBrowser(t, s, here.ID)
	s.restart()
	if waiting, err := s.Enroll.Resume(t.Context()); err != nil || len(waiting) != 0 {
		t.Fatalf("%+v, %v", waiting, err)
	}
	if all := s.Accounts(t); len(all) != 1 || all[0].ID != here.ID || s.server.State(ben.Device.ID) != "revoked" {
		t.Fatalf("%+v, the server has it %s", all, s.server.State(ben.Device.ID))
	}
}

// Whoever said YES has it, from the moment when that is stored: before the fourth point.
func TestAnotherAccountIsAddedThoughThePhoneIsKilled(t *testing.T) {
	for n, more := 1, true; more; n++ {
		synctest.Test(t, func(t *testing.T) {
			s := newScene()
			ben := byBrowser(t, s, s.restored(t, coretest.Anna).ID)
			more = s.survive(t, n, func() { s.Enroll.Settle(context.Background(), ben.ID) })
			all := s.Accounts(t)
			added := len(all) == 2 && all[1].State == core.Active
			if !added && (n > 3 || len(all) != 1) {
				t.Fatalf("killed at %d: %+v", n, all)
			}
			if !more && n < 6 {
				t.Fatalf("only %d points", n)
			}
		})
	}
}

func TestAnotherAccountsCodeIsNoticedBeforeItsDigits(t *testing.T) {
	s := newScene()
	here := s.restored(t, coretest.Anna)
	ben, err := s.Enroll.BeginAgain(t.Context(), here.ID, s.server.Offer(coretest.Ben))
	if err != nil || ben.Replaces != "" || ben.State != core.Unconfirmed {
		t.Fatalf("%+v, %v", ben, err)
	}
}

func TestRestoredAccountOfAnOldBackupIsFoundByItsLabel(t *testing.T) {
	s := newScene()
	here := s.restored(t, "")
	if now := s.confirm(t, s.begin(t)); now.ID != here.ID || len(s.Accounts(t)) != 1 {
		t.Fatalf("%+v", now)
	}
}

func TestKillAnywhereWhileARestoredAccountIsLinkedLeavesItsRow(t *testing.T) {
	for n, more := 1, true; more; n++ {
		synctest.Test(t, func(t *testing.T) {
			s := newScene()
			here := s.restored(t, coretest.Anna)
			more = s.survive(t, n, func() {
				if a, err := s.Enroll.BeginAgain(context.Background(), here.ID, s.server.Offer(coretest.Anna)); err == nil {
					s.Enroll.Confirm(context.Background(), a.ID, s.server.Digits(a.Device.ID))
				}
			})
			if rows := s.rowsOf(t); len(rows) != 1 || rows[0].ID != here.ID || rows[0].Name != "Work" || rows[0].OTP.Secret.Len() == 0 {
				t.Fatalf("killed at %d: %+v", n, rows)
			}
			if !more && (n < 10 || s.rowsOf(t)[0].State != core.Active) {
				t.Fatalf("only %d points", n)
			}
		})
	}
}
