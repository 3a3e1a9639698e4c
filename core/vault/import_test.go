package vault

import (
	"fmt"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/coretest"
)

func imported(n int) (list []core.Account) {
	for i := range n {
		list = append(list, core.Account{
			ID: core.AccountID(fmt.Sprintf("acc_%06d", i)), Issuer: "Example", Label: fmt.Sprint("user ", i), State: core.CodeOnly, Order: i,
			OTP: core.OTP{Type: core.TOTP, Secret: core.NewSecret(fmt.Appendf(nil, "secret %d", i)), Algorithm: "SHA1", Digits: 6, Period: 30 * time.Second},
		})
	}
	return list
}

func TestManyAccountsAreAddedInOneStepOrNotAtAll(t *testing.T) {
	v := opened(t, t.TempDir(), &coretest.Keyring{})
	list := imported(50)
	must(t, v.AddAccounts(list[:10]))
	generation := v.list.Generation
	wantKind(t, v.AddAccounts(list[9:]), core.Duplicate)
	wantKind(t, v.AddAccounts(append(list[20:30:30], list[20])), core.Duplicate)
	broken := imported(50)[10:]
	broken[39].OTP.Algorithm = "MD5"
	wantKind(t, v.AddAccounts(broken), core.Malformed)
	if all, err := v.Accounts(); err != nil || len(all) != 10 || v.list.Generation != generation {
		t.Errorf("%d accounts, generation %d to %d, %v", len(all), generation, v.list.Generation, err)
	}
	must(t, v.AddAccounts(list[10:]))
	if all, err := v.Accounts(); err != nil || len(all) != 50 || v.list.Generation != generation+1 {
		t.Errorf("%d accounts, generation %d to %d, %v", len(all), generation, v.list.Generation, err)
	}
}

func BenchmarkAddAccounts10000(b *testing.B) {
	list := imported(10_000)
	for range b.N {
		b.StopTimer()
		v := opened(b, b.TempDir(), &coretest.Keyring{})
		b.StartTimer()
		if err := v.AddAccounts(list); err != nil {
			b.Fatal(err)
		}
	}
}
