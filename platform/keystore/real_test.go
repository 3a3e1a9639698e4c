//go:build keyring && linux && !android

package keystore

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"kauth/core"
	"kauth/core/coretest"
)

// These tests need dbus-run-session and gnome-keyring-daemon. Each one runs itself
// again in a session and a home of its own, so that no keyring of a person is
// touched.
const inside = "KAUTH_IN_SESSION"

// home is an empty home for a keyring.
func home(t *testing.T) []string {
	t.Helper()
	dir := t.TempDir()
	env := []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, inside + "=1"}
	for _, name := range []string{"DATA_HOME", "RUNTIME_DIR", "CONFIG_HOME", "CACHE_HOME"} {
		sub := filepath.Join(dir, name)
		if err := os.Mkdir(sub, 0o700); err != nil {
			t.Fatal(err)
		}
		env = append(env, "XDG_"+name+"="+sub)
	}
	return env
}

// session runs this test again in a D-Bus session of its own, behind a command of
// the shell, and wants it to pass.
func session(t *testing.T, env []string, before string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	run := before + ` && exec "$0" -test.v -test.count=1 -test.run "^$1$"`
	c := exec.Command("dbus-run-session", "--", "sh", "-c", run, self, t.Name())
	c.Env = env
	out, err := c.CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte("--- PASS: "+t.Name())) {
		t.Fatalf("%v\n%s", err, out)
	}
}

const unlocked = `printf '\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null`

func TestRealKeyring(t *testing.T) {
	if os.Getenv(inside) == "" {
		session(t, home(t), unlocked)
		return
	}
	coretest.TestKeyring(t, New())
	if err := New().Set(t.Context(), "vault_x", []byte("key")); err != nil {
		t.Fatal(err)
	}
	if text, err := keyring.Get("kAuth", "vault_x"); err != nil || text != "a2V5" {
		t.Fatalf("not where it belongs: %q, %v", text, err)
	}
}

func TestRealKeyringKeepsItsKeysForTheNextSession(t *testing.T) {
	if os.Getenv(inside) == "" {
		env := home(t)
		session(t, append(env, "STEP=first"), unlocked)
		session(t, append(env, "STEP=second"), unlocked)
		return
	}
	if os.Getenv("STEP") == "first" {
		if err := New().Set(t.Context(), "vault_x", []byte("kept")); err != nil {
			t.Fatal(err)
		}
	}
	if key, err := New().Get(t.Context(), "vault_x"); err != nil || string(key) != "kept" {
		t.Fatalf("%q, %v", key, err)
	}
}

func TestLockedRealKeyringIsNoKeyringAndNotAGoneKey(t *testing.T) {
	if os.Getenv(inside) == "" {
		env := home(t)
		session(t, append(env, "STEP=first"), unlocked)
		session(t, append(env, "STEP=locked"), `printf 'another\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null`)
		return
	}
	if os.Getenv("STEP") == "first" {
		if err := New().Set(t.Context(), "vault_x", []byte("kept")); err != nil {
			t.Fatal(err)
		}
		return
	}
	wantNone(t)
}

func TestBusWithoutAKeyringIsNoKeyring(t *testing.T) {
	if os.Getenv(inside) == "" {
		// A folder of services without gnome-keyring: nothing can be started.
		env := append(home(t), "XDG_DATA_DIRS="+t.TempDir())
		session(t, env, "true")
		return
	}
	wantNone(t)
}

func TestNoBusIsNoKeyring(t *testing.T) {
	for _, address := range []string{"", "unix:path=" + filepath.Join(t.TempDir(), "none")} {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
		t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
		t.Setenv("DISPLAY", "")
		wantNone(t)
	}
}

func wantNone(t *testing.T) {
	t.Helper()
	k, start := New(), time.Now()
	_, get := k.Get(t.Context(), "vault_x")
	set := k.Set(t.Context(), "vault_x", []byte("k"))
	remove := k.Delete(t.Context(), "vault_x")
	for _, err := range []error{get, set, remove} {
		if core.KindOf(err) != core.Unsupported {
			t.Errorf("%v; want unsupported", err)
		}
	}
	if took := time.Since(start); took > 7*time.Second {
		t.Errorf("took %v", took)
	}
}
