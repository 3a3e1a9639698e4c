package transfer_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/seal"
	"kauth/core/transfer"
)

var (
	cheap = seal.Cost{MemoryKiB: 8 << 10, Passes: 1, Lanes: 1}
	noon  = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	pass  = []byte("correct horse battery staple")
)

// people are accounts of each kind: codes by time, by counter and Steam's, linked, named,
// and one that the server has not given a code yet.
func people() []core.Account {
	otp := func(kind core.OTPType, secret string) core.OTP {
		o := core.OTP{Type: kind, Secret: core.NewSecret([]byte(secret)), Algorithm: "SHA1", Digits: 6, Period: 30 * time.Second}
		switch kind {
		case core.HOTP:
			o.Period, o.Counter, o.Algorithm, o.Digits = 0, 41, "SHA512", 8
		case core.Steam:
			o.Digits = 5
		}
		return o
	}
	return []core.Account{
		{ID: "acc_1", Issuer: "Infomaniak", Label: "anna@example.ch", Name: "Work", State: core.Active, OTP: otp(core.TOTP, "01234567890123456789"), Device: &core.Device{Origin: "https://login.example.ch", Account: "acc_there"}, Added: noon.Add(-time.Hour), Uses: 3},
		{ID: "acc_2", Issuer: "Zürich & Söhne: AG", Label: "anna+test@example.ch", State: core.CodeOnly, OTP: otp(core.HOTP, "abcdefghij"), Added: noon},
		{ID: "acc_3", Issuer: "Steam", Label: "sophia", State: core.CodeOnly, OTP: otp(core.Steam, "zyxwvutsrq"), Added: noon},
		{ID: "acc_4", Issuer: "Later", Label: "not yet", State: core.Registering, Device: &core.Device{Origin: "https://login.example.ch"}},
		{ID: "acc_5", Label: "日本", State: core.CodeOnly, OTP: otp(core.TOTP, "another secret"), Added: noon},
	}
}

func locked(t *testing.T) transfer.Lock {
	t.Helper()
	l, err := transfer.NewLock(pass, cheap)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func backup(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	n, err := transfer.WriteBackup(&b, people(), locked(t), noon)
	if err != nil || n != 4 {
		t.Fatal(n, err)
	}
	return b.Bytes()
}

func open(t *testing.T, data []byte, password []byte) (transfer.Report, error) {
	t.Helper()
	return transfer.Parse(context.Background(), bytes.NewReader(data), transfer.Options{Password: password})
}

func TestABackupGivesBackEveryCodeAndNoDeviceKey(t *testing.T) {
	r, err := open(t, backup(t), pass)
	if err != nil || r.Format != transfer.Backup || !r.Encrypted {
		t.Fatal(r.Format, err)
	}
	restored := r.Accounts(noon.Add(time.Hour), 7)
	want := slices.Delete(people(), 3, 4)
	for i, a := range restored {
		w := want[i]
		if a.Issuer != w.Issuer || a.Label != w.Label || a.Name != w.Name || !a.Added.Equal(w.Added) || a.Uses != w.Uses {
			t.Errorf("%+v\n%+v", a, w)
		}
		if !a.OTP.Secret.Equal(w.OTP.Secret) || a.OTP.Counter != w.OTP.Counter || a.OTP.Period != w.OTP.Period || a.OTP.Digits != w.OTP.Digits || a.OTP.Algorithm != w.OTP.Algorithm || a.OTP.Type != w.OTP.Type {
			t.Errorf("%s: %+v", a.Label, a.OTP)
		}
		if a.Device != nil || a.State != core.CodeOnly || a.ID == w.ID || a.ID == "" || a.Order != 7+i {
			t.Errorf("%s: %s, %v, %s, %d", a.Label, a.State, a.Device, a.ID, a.Order)
		}
	}
	if len(restored) != 4 || restored[0].LinkedTo != "https://login.example.ch" || restored[1].LinkedTo != "" {
		t.Errorf("%d accounts, linked to %q and %q", len(restored), restored[0].LinkedTo, restored[1].LinkedTo)
	}
	if !restored[0].Restored() || restored[0].LinkedAs != "acc_there" {
		t.Errorf("%+v could not be linked in its place", restored[0])
	}
}

func TestABackupSaysNothingToWhoHasNoPassphrase(t *testing.T) {
	data := backup(t)
	for _, word := range []string{"Infomaniak", "anna", "Work", "login.example", "Steam", "secret"} {
		if bytes.Contains(data, []byte(word)) {
			t.Errorf("it holds %q", word)
		}
	}
	if _, err := open(t, data, nil); core.KindOf(err) != core.Locked {
		t.Error(err)
	}
	if _, err := open(t, data, []byte("wrong")); core.KindOf(err) != core.WrongPass {
		t.Error(err)
	}
}

// TestNothingOfABackupCanBeChanged flips a bit of each byte, of which some stand in
// front of the seal: costs, date, count.
func TestNothingOfABackupCanBeChanged(t *testing.T) {
	data := backup(t)
	allowed := []core.Kind{core.WrongPass, core.Malformed, core.NotOurs, core.TooNew, core.Unsupported}
	for i := 0; i < len(data); i += 31 {
		changed := bytes.Clone(data)
		changed[i] ^= 1
		if r, err := open(t, changed, pass); err == nil && strings.TrimSpace(string(data[i:i+1])) != "" {
			t.Fatalf("byte %d, %q: opens with %d entries", i, data[i], len(r.Entries))
		} else if err != nil && !slices.Contains(allowed, core.KindOf(err)) {
			t.Fatalf("byte %d: %v", i, err)
		}
	}
}

func TestABackupIsProvedBeforeItCounts(t *testing.T) {
	data := backup(t)
	if err := transfer.Rehearse(context.Background(), data, people(), transfer.Options{Password: pass}); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func([]core.Account) []core.Account{
		"one is missing": func(a []core.Account) []core.Account { return a[1:] },
		"another secret": func(a []core.Account) []core.Account { a[2].OTP.Secret = core.NewSecret([]byte("x")); return a },
		"another count":  func(a []core.Account) []core.Account { a[1].OTP.Counter++; return a },
		"another name":   func(a []core.Account) []core.Account { a[0].Label = "ben"; return a },
	} {
		if err := transfer.Rehearse(context.Background(), data, change(people()), transfer.Options{Password: pass}); core.KindOf(err) != core.Malformed {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func save(t *testing.T, dir string, keep int, at time.Time) (transfer.Saved, error) {
	t.Helper()
	return transfer.Save(context.Background(), dir, keep, people(), locked(t), at)
}

func TestAFolderKeepsTheNewestBackups(t *testing.T) {
	dir := t.TempDir()
	other := filepath.Join(dir, "kAuth-notes.kauth")
	if err := os.WriteFile(other, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var last string
	for i := range 5 {
		s, err := save(t, dir, 3, noon.Add(time.Duration(i)*time.Hour))
		if err != nil || s.Accounts != 4 || !slices.Equal(s.Left, []string{"Later"}) {
			t.Fatal(s, err)
		}
		last = s.Path
	}
	names, err := filepath.Glob(filepath.Join(dir, "kAuth-2026-*"))
	if err != nil || len(names) != 3 || names[2] != last {
		t.Errorf("%v %v", names, err)
	}
	if _, err := os.Stat(other); err != nil {
		t.Error("a file that is none of ours was deleted")
	}
}

func TestABackupThatFailsLeavesTheOneBefore(t *testing.T) {
	dir := t.TempDir()
	first, err := save(t, dir, 1, noon)
	if err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(first.Path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := transfer.Save(ctx, dir, 1, people(), locked(t), noon.Add(time.Hour)); core.KindOf(err) != core.Cancelled {
		t.Error(err)
	}
	if _, err := transfer.Save(context.Background(), dir, 1, people(), transfer.Lock{}, noon.Add(time.Hour)); core.KindOf(err) != core.Malformed {
		t.Error(err)
	}
	if _, err := save(t, filepath.Join(dir, "gone"), 1, noon); core.KindOf(err) != core.NotFound {
		t.Error(err)
	}
	list, err := os.ReadDir(dir)
	after, err2 := os.ReadFile(first.Path)
	if err != nil || err2 != nil || len(list) != 1 || !bytes.Equal(before, after) {
		t.Errorf("%v %v: %d files", err, err2, len(list))
	}
}

func TestPlainExportsAreReadBack(t *testing.T) {
	want := slices.Delete(people(), 3, 4)
	for name, data := range map[string][]byte{"addresses": transfer.PlainAddresses(people()), "aegis": transfer.PlainAegis(people())} {
		r, err := open(t, data, nil)
		if err != nil || len(r.Entries) != len(want) {
			t.Fatalf("%s: %v, %d entries", name, err, len(r.Entries))
		}
		for i, e := range r.Entries {
			a, w := e.Account, want[i]
			if a.Issuer != w.Issuer || a.Label != w.Label || !a.OTP.Secret.Equal(w.OTP.Secret) || a.OTP.Counter != w.OTP.Counter || a.OTP.Digits != w.OTP.Digits || a.OTP.Period != w.OTP.Period {
				t.Errorf("%s: %+v\n%+v", name, a, w)
			}
		}
	}
}

func TestALockIsKeptAndNeverPrinted(t *testing.T) {
	l := locked(t)
	kept, err := transfer.LockOf(l.Bytes())
	if err != nil || !kept.Opens(pass) || kept.Opens([]byte("another")) {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := transfer.WriteBackup(&b, people(), kept, noon); err != nil {
		t.Fatal(err)
	}
	if _, err := open(t, b.Bytes(), pass); err != nil {
		t.Error("the passphrase does not open what the kept lock sealed:", err)
	}
	var spelled struct{ Key []byte }
	if err := json.Unmarshal(l.Bytes(), &spelled); err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d"} {
		got := fmt.Sprintf(verb, l)
		for _, form := range []string{"%x", "%v", "%d", "%s"} {
			if strings.Contains(got, fmt.Sprintf(form, spelled.Key)) {
				t.Errorf("%s prints the key: %q", verb, got)
			}
		}
	}
	if _, err := transfer.LockOf([]byte(`{"salt":"","key":"AAAA"}`)); core.KindOf(err) != core.VaultDamaged {
		t.Error(err)
	}
}

func TestBackupsOfAClockThatWasAheadDoNotPushTheNewestOut(t *testing.T) {
	dir := t.TempDir()
	for i := range 3 {
		if _, err := save(t, dir, 3, noon.AddDate(40, 0, i)); err != nil {
			t.Fatal(err)
		}
	}
	s, err := save(t, dir, 3, noon)
	if err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob(filepath.Join(dir, "kAuth-*"))
	if err != nil || len(names) != 3 || names[2] != s.Path {
		t.Errorf("%v, and the newest is %s", names, s.Path)
	}
}

func TestABackupWithMoreAccountsIsNotPushedOutByOneWithFewer(t *testing.T) {
	dir := t.TempDir()
	first, err := save(t, dir, 1, noon)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := transfer.Save(context.Background(), dir, 1, people()[:1], locked(t), noon.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(first.Path); err != nil {
		t.Error("the fuller one is gone")
	}
}
