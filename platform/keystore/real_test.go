//go:build keyring && linux && !android

package keystore

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"kauth/core"
	"kauth/platform/keystore/keystoretest"
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

// bus is a session bus that starts no service by itself: a keyring that a test did
// not start would outlive it.
const bus = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>`

// session runs this test again in a D-Bus session of its own, behind a command of
// the shell.
func session(t *testing.T, env []string, before string) {
	t.Helper()
	config := filepath.Join(t.TempDir(), "bus.conf")
	if err := os.WriteFile(config, []byte(bus), 0o600); err != nil {
		t.Fatal(err)
	}
	again(t, env, before, "dbus-run-session", "--config-file="+config, "--")
}

// again runs this test in another process, since go-keyring's fake, once it is in,
// stays in; and wants it to pass within two minutes.
func again(t *testing.T, env []string, before string, under ...string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	defer stop()
	run := before + ` && exec "$0" -test.v -test.count=1 -test.run "^$1$"`
	args := append(under, "sh", "-c", run, self, t.Name())
	c := exec.CommandContext(ctx, args[0], args[1:]...)
	c.Env, c.WaitDelay = env, time.Second
	out, err := c.CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte("--- PASS: "+t.Name())) {
		t.Fatalf("%v\n%s", err, out)
	}
}

// unlockWith starts the keyring with a password and waits until it is on the bus,
// which is a moment after the command returns.
func unlockWith(password string) string {
	return `printf '` + password + `\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 &&
until dbus-send --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner \
	string:org.freedesktop.secrets | grep -q true; do sleep 0.02; done`
}

var unlocked = unlockWith("")

// patient is for calls that have to succeed, on a machine that may be slow.
func patient() { patience = time.Minute }

func TestRealKeyring(t *testing.T) {
	if os.Getenv(inside) == "" {
		session(t, home(t), unlocked)
		return
	}
	patient()
	keystoretest.Suite(t, func(*testing.T) keystoretest.Rig {
		return keystoretest.Rig{Keyring: New(), Again: func() keystoretest.Keyring { return New() }}
	})
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
	patient()
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
		session(t, append(env, "STEP=locked"), unlockWith("another"))
		return
	}
	if os.Getenv("STEP") == "first" {
		patient()
		if err := New().Set(t.Context(), "vault_x", []byte("kept")); err != nil {
			t.Fatal(err)
		}
		return
	}
	wantNone(t)
}

func TestBusWithoutAKeyringIsNoKeyring(t *testing.T) {
	if os.Getenv(inside) == "" {
		session(t, home(t), "true")
		return
	}
	wantNone(t)
}

func TestNoBusIsNoKeyring(t *testing.T) {
	if os.Getenv(inside) == "" {
		again(t, home(t), "true")
		again(t, append(home(t), "DBUS_SESSION_BUS_ADDRESS=unix:path=/nowhere/at/all"), "true")
		return
	}
	wantNone(t)
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
	if took := time.Since(start); took > 30*time.Second {
		t.Errorf("took %v", took)
	}
}
