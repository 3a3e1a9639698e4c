package link

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"kauth/core"
)

func leaving(n int) []core.Account {
	var all []core.Account
	for i := range n {
		a := core.Account{Issuer: "Déno & Söhne", Label: fmt.Sprintf("mason+%d@example.ch", i), State: core.CodeOnly, OTP: core.OTP{
			Type: core.TOTP, Secret: core.NewSecret(fmt.Appendf(nil, "secret number %08d", i)), Algorithm: "SHA256", Digits: 8, Period: 30 * time.Second,
		}}
		if i%3 == 0 {
			a.OTP.Type, a.OTP.Counter, a.OTP.Period, a.Issuer = core.HOTP, uint64(i), 0, ""
		}
		all = append(all, a)
	}
	return all
}

func TestExportInPartsIsReadBackWhole(t *testing.T) {
	all := leaving(23)
	texts, left := ExportParts(all)
	if len(texts) != 4 || len(left) != 0 {
		t.Fatalf("%d codes, %d left out", len(texts), len(left))
	}
	var parts Parts
	for _, i := range []int{2, 0, 3, 1} { // in any order
		p, err := Parse(texts[i])
		if err != nil || p.Export == nil || len(texts[i]) > 2900 {
			t.Fatal(err, len(texts[i]))
		}
		parts.Add(p.Export)
	}
	if got := parts.Accounts(); len(parts.Missing()) != 0 || !slices.EqualFunc(got, all, alike) {
		t.Fatalf("missing %v, %+v", parts.Missing(), got)
	}
}

func alike(a, b core.Account) bool {
	return a.Issuer == b.Issuer && a.Label == b.Label && a.OTP.Secret.Equal(b.OTP.Secret) && a.OTP.Type == b.OTP.Type &&
		a.OTP.Algorithm == b.OTP.Algorithm && a.OTP.Digits == b.OTP.Digits && a.OTP.Counter == b.OTP.Counter && a.OTP.Period == b.OTP.Period
}

// An account that would give other codes in the other app is named, not bent.
func TestWhatTheExportCannotSayIsLeftOut(t *testing.T) {
	all := leaving(8)
	all[1].OTP.Period = time.Minute
	all[2].OTP.Digits = 7
	all[4].OTP.Type = core.Steam
	all[5].OTP.Secret = core.Secret{}
	all[7].OTP.Algorithm = "MD5"
	texts, left := ExportParts(all)
	if len(texts) != 1 || len(left) != 5 {
		t.Fatalf("%d codes, %d left out", len(texts), len(left))
	}
	if texts, left := ExportParts(nil); texts != nil || left != nil {
		t.Fatal(texts, left)
	}
}
