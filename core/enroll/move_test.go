package enroll_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
	"kauth/core/coretest"
	"kauth/core/enroll"
)

// moving is a new phone, and the id of the old one that is linked to Anna's account.
func moving(t *testing.T) (s *scene, old core.Account) {
	t.Helper()
	s = newScene()
	return s, coretest.NewPhone(s.server, coretest.NewStore(nil)).Link(t, s.server, coretest.Anna)
}

// beginMove has the new phone register.
func (s *scene) beginMove(t *testing.T, old core.Account) core.Account {
	t.Helper()
	a, err := s.Enroll.Begin(t.Context(), s.server.OfferMove(coretest.Anna, old.Device.ID))
	if err != nil || a.State != core.Unconfirmed || !a.Device.Moves || a.Device.MovesFrom != "Old phone" {
		t.Fatalf("%+v, %v", a, err)
	}
	return a
}

func (s *scene) move(t *testing.T, a core.Account) (core.Account, enroll.Moving) {
	t.Helper()
	now, m, err := s.Enroll.Move(t.Context(), a.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	return now, m
}

func TestNewPhoneShowsTheDigitsAndIsActiveAfterTheOldOnesYes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, old := moving(t)
		a := s.beginMove(t, old)
		if _, m := s.move(t, a); m.State != enroll.MoveWaits || m.Digits != coretest.MoveNumber || m.Left != 10*time.Minute || m.From != "Old phone" {
			t.Fatalf("%+v", m)
		}
		go func() {
			time.Sleep(5 * time.Second)
			s.server.AnswerMove(old.Device.ID, "approved")
		}()
		now, m, err := s.Enroll.Move(t.Context(), a.ID, 25*time.Second)
		if err != nil || m.State != "approved" || now.State != core.Active || now.Device.Moves || !now.CodesWaiting {
			t.Fatalf("%+v, %+v, %v", now, m, err)
		}
		s.usable(t)
		if now, m = s.move(t, a); now.State != core.Active || m.State != "approved" {
			t.Errorf("asked again: %+v", m)
		}
	})
}

func TestMoveByALogInOnThisDeviceWaitsForTheOldPhone(t *testing.T) {
	s, old := moving(t)
	at, err := s.Enroll.Login(t.Context(), s.server.Origin, redirect)
	if err != nil {
		t.Fatal(err)
	}
	a, err := s.Enroll.FinishLogin(t.Context(), at, s.server.AuthorizeMove(at.URL, coretest.Anna, old.Device.ID))
	if err != nil || a.State != core.Unconfirmed || !a.Device.Moves {
		t.Fatalf("%+v, %v", a, err)
	}
	s.server.AnswerMove(old.Device.ID, "approved")
	if now, _ := s.move(t, a); now.State != core.Active {
		t.Errorf("%+v", now)
	}
}

func TestEveryOtherEndOfAMoveRemovesTheNewAccountAlone(t *testing.T) {
	for _, state := range []string{"denied", "mismatch", "expired", "cancelled", "superseded"} {
		s, old := moving(t)
		a := s.beginMove(t, old)
		s.server.AnswerMove(old.Device.ID, state)
		if now, m := s.move(t, a); m.State != state || now.ID != "" {
			t.Errorf("%s: %+v, %+v", state, now, m)
		}
		s.none(t)
		if s.server.State(old.Device.ID) != "active" {
			t.Errorf("%s: the old phone is %s", state, s.server.State(old.Device.ID))
		}
	}
}

// TestKillAnywhereWhileMovingLeavesOnePhone: whatever is known to the server as the
// account's phone is one that a person can use.
func TestKillAnywhereWhileMovingLeavesOnePhone(t *testing.T) {
	for n, more := 1, true; more; n++ {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			s, old := moving(t)
			more = s.survive(t, n, func() {
				a, err := s.Enroll.Begin(context.Background(), s.server.OfferMove(coretest.Anna, old.Device.ID))
				if err != nil {
					return
				}
				s.Enroll.Move(context.Background(), a.ID, 0)
				s.server.AnswerMove(old.Device.ID, "approved")
				s.Enroll.Move(context.Background(), a.ID, 0)
			})
			all, active := s.Accounts(t), s.server.Devices("active")
			switch {
			case len(active) != 1:
				t.Fatalf("%d phones count", len(active))
			case active[0] == old.Device.ID:
				for _, a := range all {
					if a.State != core.Unconfirmed {
						t.Fatalf("%+v", a)
					}
					if _, m := s.move(t, a); m.Digits == "" {
						t.Error("it has no digits to show")
					}
				}
			case len(all) != 1 || all[0].State != core.Active || all[0].Device.ID != active[0]:
				t.Fatalf("the server's phone is not here: %+v", all)
			}
		})
		if n > 100 {
			t.Fatal("it never ends")
		}
	}
}

func TestMoveIsForgottenOnlyOnceTheServerHasHeard(t *testing.T) {
	s, old := moving(t)
	a := s.beginMove(t, old)
	s.faults.Before(func(call string) error {
		if call == "CancelMove" {
			return core.E("test", core.Offline, nil)
		}
		return nil
	})
	wantKind(t, s.Enroll.Abandon(t.Context(), a.ID), core.Offline)
	s.faults.Before(nil)
	if len(s.Accounts(t)) != 1 {
		t.Fatal("the old phone's YES would now leave no phone at all")
	}
	if err := s.Enroll.Abandon(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	s.none(t)
	if s.server.State(old.Device.ID) != "active" || s.server.State(a.Device.ID) != "revoked" {
		t.Error("the server has not heard")
	}
}

// The YES came, nobody told the new phone, and the old one has let go: what is given up
// unheard a day later may be the only phone.
func TestMoveGivenUpUnheardKeepsItsCodesInTheTrash(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, old := moving(t)
		a := s.beginMove(t, old)
		s.server.AnswerMove(old.Device.ID, "approved")
		s.faults.Before(func(call string) error {
			if call == "CancelMove" {
				return core.E("test", core.Offline, nil)
			}
			return nil
		})
		time.Sleep(25 * time.Hour)
		if err := s.Enroll.Abandon(t.Context(), a.ID); err != nil {
			t.Fatal(err)
		}
		s.none(t)
		if !s.store.Trashed(a.ID) {
			t.Error("the codes are gone for good")
		}
	})
}

func TestCancelThatComesAfterTheYesKeepsTheAccount(t *testing.T) {
	s, old := moving(t)
	a := s.beginMove(t, old)
	s.server.AnswerMove(old.Device.ID, "approved")
	wantKind(t, s.Enroll.Abandon(t.Context(), a.ID), core.AlreadyDone)
	if all := s.Accounts(t); len(all) != 1 || all[0].State != core.Active {
		t.Fatalf("%+v", all)
	}
	s.usable(t)
}

func TestPhoneDoesNotTakeItsOwnPlace(t *testing.T) {
	s := newScene()
	here := s.Link(t, s.server, coretest.Anna)
	_, err := s.Enroll.Begin(t.Context(), s.server.OfferMove(coretest.Anna, here.Device.ID))
	wantKind(t, err, core.Duplicate)
	s.usable(t)
	if all := s.Accounts(t); len(all) != 1 || s.server.State(here.Device.ID) != "active" {
		t.Errorf("%+v", all)
	}
}

func TestRestoredAccountMovesInItsPlace(t *testing.T) {
	s, old := moving(t)
	here := s.restored(t, coretest.Anna)
	a := s.beginMove(t, old)
	s.server.AnswerMove(old.Device.ID, "approved")
	now, _ := s.move(t, a)
	if all := s.Accounts(t); len(all) != 1 || now.ID != here.ID || now.Name != "Work" || now.State != core.Active {
		t.Errorf("%+v", all)
	}
}
