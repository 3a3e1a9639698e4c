//go:build deb

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestDebianPackageStartsByALink has the desktop open a link: its entry, moved to where
// the package is unpacked, starts the app, which shows its window.
func TestDebianPackageStartsByALink(t *testing.T) {
	dir := unpacked(t)
	data := filepath.Join(dir, "usr/share")
	entry := filepath.Join(data, "applications/kauth.desktop")
	text, err := os.ReadFile(entry)
	if err != nil {
		t.Fatal(err)
	}
	moved := strings.ReplaceAll(string(text), "/usr/bin/kauth", filepath.Join(dir, "usr/bin/kauth"))
	if err := os.WriteFile(entry, []byte(moved), 0o600); err != nil {
		t.Fatal(err)
	}
	env := []string{"XDG_DATA_DIRS=" + data + ":/usr/share", "HOME=" + dir, "XDG_DATA_HOME=" + dir, "XDG_CONFIG_HOME=" + dir, "XDG_RUNTIME_DIR=" + dir}
	said(t, env, "update-desktop-database", filepath.Dir(entry))
	if out := said(t, env, "gio", "mime", "x-scheme-handler/kauth"); !strings.Contains(out, "kauth.desktop") {
		t.Fatalf("gio knows %s", out)
	}
	// The desktop's own process is not ours to wait for: its window names it.
	const script = `gio open 'kauth://link?v=9' && window=$(timeout 300 xdotool search --sync --onlyvisible --name '^kAuth$' | head -n 1) &&
pid=$(xdotool getwindowpid "$window") && tr '\0' '\n' <"/proc/$pid/cmdline" >"$HOME/started" && kill "$pid"
while grep -qs '^State:.[^Z]' "/proc/${pid:-none}/status"; do sleep 0.1; done`
	cmd := exec.Command("timeout", "400", "xvfb-run", "-a", "sh", "-c", script)
	cmd.Env = append(append(os.Environ(), "DBUS_SESSION_BUS_ADDRESS=disabled:", "WAYLAND_DISPLAY="), env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if started, err := os.ReadFile(filepath.Join(dir, "started")); err != nil || string(started) != filepath.Join(dir, "usr/bin/kauth")+"\nkauth://link?v=9\n" {
		t.Errorf("%v: the window is of %q", err, started)
	}
}
