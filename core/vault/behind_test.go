package vault

import (
	"errors"
	"os"
	"testing"

	"kauth/core"
	"kauth/core/coretest"
)

func generationOf(t *testing.T, k Keyring, name string) uint64 {
	t.Helper()
	kept, err := k.Get(t.Context(), name+itemGeneration)
	must(t, err)
	r := reader{rest: kept}
	return r.number(8)
}

func TestFolderThatWasPutBackIsNoticedAndSaidUntilItIsAccepted(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"))
	v := opened(t, dir, k)
	n, err := v.NextCounter("acc_a")
	must(t, err)
	must(t, v.Close())
	old := keepFolder(t, dir)
	v = opened(t, dir, k)
	for range 5 {
		n, err = v.NextCounter("acc_a")
		must(t, err)
	}
	must(t, v.Close())
	v = opened(t, dir, k)
	if b, ok := v.Behind(); ok {
		t.Fatalf("nothing was put back: %+v", b)
	}
	must(t, v.Close())
	old.into(t, dir)
	for range 2 { // and after a start too
		v = opened(t, dir, k)
		if b, ok := v.Behind(); !ok || b.Changes != 5 {
			t.Fatalf("%v %+v", ok, b)
		}
		if d, hurt := v.Damage(); hurt {
			t.Fatalf("said twice: %+v", d)
		}
		must(t, v.Close())
	}
	v = opened(t, dir, k)
	if next, err := v.NextCounter("acc_a"); err != nil || next <= n {
		t.Fatalf("a number was given twice: %d after %d, %v", next, n, err)
	}
	must(t, v.AcceptBehind(t.Context(), k))
	for range 2 {
		if b, ok := v.Behind(); ok {
			t.Fatalf("said after it was accepted: %+v", b)
		}
		must(t, v.Close())
		v = opened(t, dir, k)
	}
}

func TestFileThatIsNewerThanTheKeyringIsOneWhoseProcessWasKilled(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"))
	v := opened(t, dir, k)
	name := v.Name()
	before := generationOf(t, k, name)
	must(t, v.Put("b", "i", nil))
	if generationOf(t, k, name) != before {
		t.Fatal("the keyring is asked at every change")
	}
	now := keepFolder(t, dir)
	must(t, v.Close())
	if generationOf(t, k, name) <= before {
		t.Fatal("nothing is remembered at the end")
	}
	must(t, k.Set(t.Context(), name+itemGeneration, []byte{0, 0, 0, 0, 0, 0, 0, 1}))
	now.into(t, dir)
	if b, ok := opened(t, dir, k).Behind(); ok {
		t.Fatalf("%+v", b)
	}
}

// A snapshot that serves is older than what the keyring remembers: that is told by
// Damage, and not a second time.
func TestSalvageIsOneEventForThePerson(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"))
	old := keepFolder(t, dir)
	v := opened(t, dir, k)
	for range 3 {
		must(t, v.Put("b", "i", nil))
	}
	must(t, v.Close())
	old.into(t, dir)
	overwrite(t, dir, nil)
	v = opened(t, dir, k)
	d, hurt := v.Damage()
	if _, behind := v.Behind(); behind || !hurt || d.Changes != 3 {
		t.Fatalf("%v %+v", behind, d)
	}
	must(t, v.AcceptDamage())
	must(t, v.Close())
	v = opened(t, dir, k)
	_, hurt = v.Damage()
	if _, behind := v.Behind(); behind || hurt {
		t.Fatal("said again")
	}
}

func TestSilentOrResetKeyringSaysNothingOfThePast(t *testing.T) {
	dir, k := t.TempDir(), &coretest.Keyring{}
	v := mustOpen(t, dir)
	must(t, v.UnlockPassphrase(somePass))
	must(t, v.Put("b", "i", nil))
	must(t, v.Close())
	k.Fail(core.E("test", core.Unsupported, errors.New("no bus")))
	v = mustOpen(t, dir)
	must(t, v.Unlock(t.Context(), k, somePass))
	if _, behind := v.Behind(); behind {
		t.Fatal("behind what?")
	}
	must(t, v.Close())
	k.Fail(nil)
	v = mustOpen(t, dir)
	if !v.Answers(t.Context(), k) {
		t.Fatal("no answer")
	}
	must(t, v.Unlock(t.Context(), k, somePass))
	if _, behind := v.Behind(); behind {
		t.Fatal("behind what?")
	}
	must(t, v.Close())
	if generationOf(t, k, v.Name()) == 0 {
		t.Fatal("not remembered")
	}
}

// No keyring answers, and the copies are gone: the list of names alone is newer than the
// file, and would say of what is made next that it was deleted.
func TestAccountMadeAfterTheFileWasPutBackOutlivesDamageWithoutAKeyring(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"))
	v := opened(t, dir, k)
	must(t, v.SetPassphrase(t.Context(), k, somePass))
	must(t, v.Close())
	old := read(t, dir)
	unlocked := func() *Vault {
		v := mustOpen(t, dir)
		must(t, v.Unlock(t.Context(), k, somePass))
		return v
	}
	v = unlocked()
	b := codeOnly("acc_b")
	for _, label := range []string{"bob", "bobby", "robert"} {
		b.Label = label
		must(t, v.PutAccount(b))
	}
	lacks := v.list.Generation
	must(t, v.Close())
	for i := range copyCount {
		must(t, remove(folder(dir).copy(i)))
	}
	overwrite(t, dir, old)

	v = unlocked()
	if d, ok := v.Behind(); !ok || d.Changes == 0 || d.Changes >= lacks {
		t.Fatalf("%v %+v", ok, d)
	}
	for i := range 2 {
		text, err := os.ReadFile(v.dir.names(i))
		must(t, err)
		n, err := openNames(text, v.keys, v.Name())
		must(t, err)
		if _, listed := n.accounts["acc_b"]; listed || n.generation <= lacks {
			t.Errorf("a list of another past is left: %+v", n)
		}
	}
	must(t, v.Close())
	v = unlocked()
	must(t, v.PutAccount(codeOnly("acc_new")))
	must(t, v.Close())
	overwrite(t, dir, nil)
	v = unlocked()
	if d, _ := v.Damage(); d.Kept != 2 || len(d.Lost) != 0 {
		t.Errorf("%+v", d)
	}
	if _, err := v.Account("acc_new"); err != nil {
		t.Error(err)
	}
}
