package vault

import (
	"slices"
	"testing"

	"kauth/core"
)

func names(t *testing.T, v *Vault) []core.AccountID {
	t.Helper()
	all, err := v.Accounts()
	must(t, err)
	var ids []core.AccountID
	for _, a := range all {
		ids = append(ids, a.ID)
	}
	return ids
}

func TestAccountsStayInTheOrderOfThePerson(t *testing.T) {
	b, c := linked(t, "acc_b"), linked(t, "acc_c")
	b.Order, c.Order, c.Uses = 1, 2, 7
	dir, k := filled(t, linked(t, "acc_a"), b, c)
	v := mustOpen(t, dir)
	must(t, v.UnlockKeyring(t.Context(), k))
	must(t, v.Arrange([]core.AccountID{"acc_c", "acc_gone", "acc_c", "acc_a"}))
	want := []core.AccountID{"acc_c", "acc_a", "acc_b"}
	if got := names(t, v); !slices.Equal(got, want) {
		t.Fatalf("%v, want %v", got, want)
	}
	must(t, v.Close())
	again := mustOpen(t, dir)
	must(t, again.UnlockKeyring(t.Context(), k))
	if got := names(t, again); !slices.Equal(got, want) {
		t.Errorf("after a start: %v", got)
	}
	if got, err := again.Account("acc_c"); err != nil || got.Uses != 7 || got.Device == nil {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAnOrderThatIsAsItWasWritesNothing(t *testing.T) {
	dir, k := filled(t, linked(t, "acc_a"))
	v := mustOpen(t, dir)
	must(t, v.UnlockKeyring(t.Context(), k))
	must(t, v.Arrange([]core.AccountID{"acc_a"}))
	before := v.list.Generation
	must(t, v.Arrange([]core.AccountID{"acc_a"}))
	if v.list.Generation != before {
		t.Error("it wrote")
	}
}
