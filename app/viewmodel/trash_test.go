//go:build !race

package viewmodel

import (
	"slices"
	"testing"
	"time"

	"kauth/core"
)

// fakeTrash is filled by what fakeEnroller removes.
type fakeTrash struct {
	accounts *fakeAccounts
	all      []core.Discarded
	fail     error
}

func (f *fakeTrash) List() ([]core.Discarded, error) { return slices.Clone(f.all), nil }

func (f *fakeTrash) PutBack(id core.AccountID) (core.Account, error) {
	i := slices.IndexFunc(f.all, func(d core.Discarded) bool { return d.Account.ID == id })
	if f.fail != nil || i < 0 {
		return core.Account{}, f.fail
	}
	a := f.all[i].Account
	f.all = slices.Delete(f.all, i, i+1)
	f.accounts.all = append(f.accounts.all, a)
	return a, nil
}

func (f *fakeTrash) Remove(ids ...core.AccountID) error {
	f.all = slices.DeleteFunc(f.all, func(d core.Discarded) bool { return slices.Contains(ids, d.Account.ID) })
	return f.fail
}

// trashScene is an account beside one in the trash.
func trashScene(t *testing.T, f func(*scene, *fakeTrash)) {
	t.Helper()
	old := linked()[0]
	old.ID, old.State, old.Device, old.LinkedTo = "acc_old", core.CodeOnly, nil, "https://old.example"
	stage(t, linked(), func(s *scene, _ *Ports) {
		bin := &fakeTrash{accounts: s.accounts, all: []core.Discarded{{Account: old, Left: 25 * time.Hour, By: core.ByPerson}}}
		s.opener.phone.Trash = bin
		f := s.enroll
		f.removed = func(a core.Account) {
			a.State, a.Device, a.LinkedTo = core.CodeOnly, nil, "https://manager.example.ch"
			bin.all = append([]core.Discarded{{Account: a, Left: 30 * 24 * time.Hour, By: core.ByPerson}}, bin.all...)
		}
	}, func(s *scene) { f(s, s.opener.phone.Trash.(*fakeTrash)) })
}

// remove takes the only account off the phone, which leaves the welcome.
func remove(s *scene) {
	s.shown.Intents.(*Home).Open("acc_1")
	s.rest()
	s.shown.Intents.(*Detail).Remove()
	s.rest()
	s.shown.Intents.(*Remove).Confirm()
	s.rest()
}

func TestRemovalCanBeUndoneFromTheToast(t *testing.T) {
	trashScene(t, func(s *scene, bin *fakeTrash) {
		remove(s)
		if w := is[WelcomeState](s); w.Toast != ToastRemoved || !w.Undo {
			t.Fatalf("%+v", w)
		}
		s.shown.Intents.(*Welcome).Undo()
		s.rest()
		h := is[HomeState](s)
		if len(h.Rows) != 1 || h.Toast != ToastRestoredCodes || h.Undo || len(bin.all) != 1 {
			t.Fatalf("%+v, %d in the trash", h, len(bin.all))
		}
	})
}

func TestUndoIsOfferedForTenSecondsAndOnce(t *testing.T) {
	trashScene(t, func(s *scene, bin *fakeTrash) {
		remove(s)
		s.pass(undoTime)
		if w := is[WelcomeState](s); w.Toast != "" || w.Undo {
			t.Fatalf("%+v", w)
		}
		s.shown.Intents.(*Welcome).Undo()
		s.rest()
		if len(bin.all) != 2 {
			t.Fatal("it was put back")
		}
	})
}

func TestUndoThatFailsLeadsToTheTrash(t *testing.T) {
	trashScene(t, func(s *scene, bin *fakeTrash) {
		remove(s)
		bin.fail = core.E("fake", core.StorageFull, nil)
		s.shown.Intents.(*Welcome).Undo()
		s.rest()
		if p := is[TrashState](s); p.Problem == nil || p.Problem.Kind != core.StorageFull || len(p.Items) != 2 {
			t.Fatalf("%+v", p)
		}
	})
}

func TestTrashSaysHowLongEachStaysAndPutsOneBack(t *testing.T) {
	trashScene(t, func(s *scene, bin *fakeTrash) {
		s.shown.Intents.(*Home).Settings()
		s.rest()
		s.shown.Intents.(*Settings).Trash()
		s.rest()
		p := is[TrashState](s)
		if len(p.Items) != 1 || p.Items[0].Days != 2 || !p.Items[0].Linked || p.Items[0].Revoked {
			t.Fatalf("%+v", p)
		}
		s.shown.Intents.(*TrashPage).Open("acc_old")
		s.rest()
		s.shown.Intents.(*Trashed).PutBack()
		s.rest()
		if p := is[TrashState](s); len(p.Items) != 0 || p.Toast != ToastRestoredCodes || len(s.accounts.all) != 2 {
			t.Fatalf("%+v", p)
		}
	})
}

// The only account was removed, and comes back by way of the settings: behind them is
// the list then, not the welcome.
func TestAccountPutBackIntoAnEmptyAppIsListed(t *testing.T) {
	trashScene(t, func(s *scene, bin *fakeTrash) {
		remove(s)
		s.shown.Intents.(*Welcome).Settings()
		s.rest()
		s.shown.Intents.(*Settings).Trash()
		s.rest()
		s.shown.Intents.(*TrashPage).Open("acc_old")
		s.rest()
		s.shown.Intents.(*Trashed).PutBack()
		s.rest()
		for range 2 {
			s.app.Back()
			s.rest()
		}
		if h := is[HomeState](s); len(h.Rows) != 1 || h.Rows[0].ID != "acc_old" {
			t.Fatalf("%+v", h)
		}
	})
}

func TestNothingIsRemovedForEverUnasked(t *testing.T) {
	trashScene(t, func(s *scene, bin *fakeTrash) {
		s.shown.Intents.(*Home).Settings()
		s.rest()
		s.shown.Intents.(*Settings).Trash()
		s.rest()
		list := s.shown.Intents.(*TrashPage)
		list.Open("acc_old")
		s.rest()
		p := s.shown.Intents.(*Trashed)
		p.Forever()
		s.rest()
		if len(bin.all) != 1 {
			t.Fatal("removed by one tap")
		}
		p.Ask()
		s.rest()
		s.app.Back()
		s.rest()
		if st := is[TrashedState](s); st.Sure {
			t.Fatalf("%+v", st)
		}
		p.Ask()
		p.Forever()
		s.rest()
		if st := is[TrashState](s); len(st.Items)+len(bin.all) != 0 || st.Toast != ToastForever {
			t.Fatalf("%+v", st)
		}
		list.Empty() // of nothing
		s.rest()
		is[TrashState](s)
	})
}
