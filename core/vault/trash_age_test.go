package vault

import (
	"testing"
	"time"

	"kauth/core"
)

const day = 24 * time.Hour

// binned is a vault with one account in the trash.
func binned(t *testing.T, w *wristwatch) *Vault {
	t.Helper()
	dir, k := filled(t, codeOnly("acc_a"))
	v := timed(t, dir, k, w)
	must(t, v.Discard("acc_a", core.ByPerson))
	return v
}

func left(t *testing.T, v *Vault) time.Duration {
	t.Helper()
	_, err := v.AgeTrash()
	must(t, err)
	list, err := v.Trash()
	must(t, err)
	if len(list) == 0 {
		return 0
	}
	return list[0].Left
}

func wantLeft(t *testing.T, v *Vault, want time.Duration) {
	t.Helper()
	if got := left(t, v); got != want {
		t.Fatalf("%v are left, want %v", got, want)
	}
}

func TestTrashIsEmptiedAfterThirtyDaysOfUse(t *testing.T) {
	w := newWristwatch()
	v := binned(t, w)
	for n := 1; n < 30; n++ {
		w.pass(day)
		wantLeft(t, v, trashKeeps-time.Duration(n)*day)
	}
	name := v.keys.name(trash, "acc_a")
	w.pass(day)
	wantLeft(t, v, 0)
	if v.list.Stale {
		t.Fatalf("bytes of %x are left", name)
	}
}

// One wrong look costs a day at most, wherever the clock went.
func TestWrongPhoneClockDoesNotEmptyTheTrash(t *testing.T) {
	for _, year := range []int{1970, 2038, 2500, 9999} {
		w := newWristwatch()
		v := binned(t, w)
		right := w.m
		w.m.Phone = time.Date(year, 1, 19, 3, 14, 7, 0, time.UTC)
		w.m.Corrected = w.m.Phone
		for range 50 { // it is looked at often
			if l := left(t, v); l < trashKeeps-day {
				t.Fatalf("%d: %v are left", year, l)
			}
		}
		w.m = right
		if l := left(t, v); l < trashKeeps-day {
			t.Fatalf("%d and back: %v are left", year, l)
		}
		w.pass(12 * time.Hour)
		if l := left(t, v); l > trashKeeps-12*time.Hour || l < trashKeeps-36*time.Hour {
			t.Fatalf("%d and back: time stands still, %v are left", year, l)
		}
	}
}

func TestWrongServerClockDoesNotEmptyTheTrash(t *testing.T) {
	w := newWristwatch()
	w.m.Sure = true
	v := binned(t, w)
	w.m.Corrected = w.m.Corrected.AddDate(20, 0, 0)
	wantLeft(t, v, trashKeeps)
	w.m.Phone = w.m.Phone.Add(time.Hour)
	wantLeft(t, v, trashKeeps-time.Hour)
}

func TestAbsenceThatServersConfirmIsCountedInFull(t *testing.T) {
	w := newWristwatch()
	w.m.Sure = true
	v := binned(t, w)
	w.m.Sure = false
	w.pass(20 * day)
	wantLeft(t, v, trashKeeps-day) // until a server was heard
	w.m.Sure = true
	wantLeft(t, v, trashKeeps-20*day)
	w.pass(10 * day)
	wantLeft(t, v, 0)
}

// What is removed late is kept for its own 30 days, whatever the trash has seen before.
func TestEachAccountHasItsOwnThirtyDays(t *testing.T) {
	w := newWristwatch()
	w.m.Sure = true
	dir, k := filled(t, codeOnly("acc_a"), codeOnly("acc_b"))
	v := timed(t, dir, k, w)
	must(t, v.Discard("acc_a", core.ByPerson))
	w.pass(29 * day)
	must(t, v.Discard("acc_b", core.ByPerson))
	inTrash(t, v, "acc_b", "acc_a")
	w.pass(2 * day)
	wantLeft(t, v, trashKeeps-2*day)
	inTrash(t, v, "acc_b")
	w.pass(400 * day)
	wantLeft(t, v, 0)
	must(t, v.PutAccount(codeOnly("acc_c")))
	must(t, v.Discard("acc_c", core.ByPerson)) // into a trash that is empty and old
	wantLeft(t, v, trashKeeps)
}

func TestLostCountOfTheTrashRemovesNothingEarly(t *testing.T) {
	w := newWristwatch()
	v := binned(t, w)
	must(t, v.change("test", write{trashClock, trashClockID, nil}))
	w.pass(100 * day)
	wantLeft(t, v, trashKeeps)
	w.pass(day)
	wantLeft(t, v, trashKeeps-day)
}

func TestLookAtTheTrashWithinAnHourWritesNothing(t *testing.T) {
	w := newWristwatch()
	v := binned(t, w)
	was := v.list.Generation
	w.pass(59 * time.Minute)
	wantLeft(t, v, trashKeeps-59*time.Minute)
	if v.list.Generation != was {
		t.Fatal("it was written")
	}
}
