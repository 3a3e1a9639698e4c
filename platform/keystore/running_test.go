//go:build linux && !android

package keystore

import (
	"os"
	"path/filepath"
	"testing"

	"kauth/core"
)

func TestNoBusIsStartedForAKeyring(t *testing.T) {
	dir := t.TempDir()
	started := filepath.Join(dir, "started")
	script := "#!/bin/sh\n: >" + started + "\necho DBUS_SESSION_BUS_ADDRESS=unix:path=" + dir + "/none\n"
	if err := os.WriteFile(filepath.Join(dir, "dbus-launch"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir)
	t.Setenv("XDG_RUNTIME_DIR", dir)
	t.Setenv("HOME", dir)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	k := New()
	_, err := k.Get(t.Context(), "one")
	for call, err := range map[string]error{"get": err, "set": k.Set(t.Context(), "one", make([]byte, 32)), "delete": k.Delete(t.Context(), "one")} {
		if core.KindOf(err) != core.Unsupported {
			t.Errorf("%s: %v", call, err)
		}
	}
	if _, err := os.Stat(started); err == nil {
		t.Error("a bus was started that nobody ends")
	}
}
