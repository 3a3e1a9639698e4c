//go:build keyring && linux && !android

package keystore

import (
	"os"
	"testing"

	"kauth/core"
	"kauth/core/seal"
	"kauth/core/vault"
)

func openVault(t *testing.T, dir string) *vault.Vault {
	t.Helper()
	v, err := vault.OpenAs(dir, vault.Options{
		Cost: func() seal.Cost { return seal.Cost{MemoryKiB: 8 << 10, Passes: 1, Lanes: 1} },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	return v
}

// A PIN is set in one session and used in the next; then the keyring is reset, as by
// a person who forgot its password.
func TestRealKeyringKeepsALock(t *testing.T) {
	if os.Getenv(inside) == "" {
		env, dir := home(t), t.TempDir()
		for _, step := range []string{"set", "use", "reset"} {
			session(t, append(env, "STEP="+step, "VAULT="+dir), unlocked)
		}
		return
	}
	ctx, k, dir := t.Context(), New(), os.Getenv("VAULT")
	right, wrong := []byte("482913"), []byte("000000")
	want := func(err error, kind core.Kind) {
		t.Helper()
		if core.KindOf(err) != kind {
			t.Fatalf("%v; want %q", err, kind)
		}
	}
	v := openVault(t, dir)
	switch os.Getenv("STEP") {
	case "set":
		want(v.UnlockKeyring(ctx, k), "")
		want(v.Put("b", "i", []byte("kept")), "")
		recovery, err := v.SetPIN(ctx, k, right)
		want(err, "")
		want(os.WriteFile(dir+"/recovery", []byte(recovery), 0o600), "")
		if _, err := k.Get(ctx, v.Name()); core.KindOf(err) != core.KeyGone {
			t.Fatalf("the plain key is still there: %v", err)
		}
		v.Shut()
		want(v.Unlock(ctx, k, wrong), core.WrongPass)
	case "use":
		want(v.UnlockKeyring(ctx, k), core.Locked)
		want(v.Look(ctx, k), "")
		if f := v.Facts(); f.Wrong != 1 || f.Digits != 6 || !f.Shut {
			t.Fatalf("%+v", f)
		}
		want(v.Unlock(ctx, k, right), "")
		if got, err := v.Get("b", "i"); err != nil || string(got) != "kept" {
			t.Fatal(err)
		}
	case "reset":
		for _, item := range []string{".device", ".tries"} {
			want(k.Delete(ctx, v.Name()+item), "")
		}
		want(v.Unlock(ctx, k, right), core.KeyGone)
		recovery, err := os.ReadFile(dir + "/recovery")
		want(err, "")
		want(v.Unlock(ctx, k, recovery), "")
		want(v.ClearLock(ctx, k), "")
		want(v.Close(), "")
		v = openVault(t, dir)
		want(v.UnlockKeyring(ctx, k), "")
	}
}

func TestNoPINWhereNoRealKeyringAnswers(t *testing.T) {
	if os.Getenv(inside) == "" {
		session(t, home(t), "true")
		return
	}
	v := openVault(t, t.TempDir())
	if err := v.UnlockPassphrase([]byte("correct horse")); err != nil {
		t.Fatal(err)
	}
	if _, err := v.SetPIN(t.Context(), New(), []byte("482913")); core.KindOf(err) != core.Unsupported {
		t.Fatalf("%v; want unsupported", err)
	}
	if v.Answers(t.Context(), New()) {
		t.Fatal("it says that a PIN can be had")
	}
}
