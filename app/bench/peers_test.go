//go:build bench

package bench

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// bin is a program that the Makefile built.
func bin(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("..", "..", "bin", name))
	must(t, err)
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("%v (make bench-app builds it)", err)
	}
	return path
}

// app is one of those that are compared, on a vault of its own with n accounts.
type app struct {
	name  string
	home  string
	start func(d *display, home string) *exec.Cmd
	typed bool // asks for the password in a dialog
}

func kauth(t *testing.T, program string, n int, args ...string) app {
	home := t.TempDir()
	folder, pass := ourVault(t, home, n)
	return app{name: strings.TrimPrefix(program, "bench-"), home: home, start: func(d *display, home string) *exec.Cmd {
		return d.command(home, bin(t, program), append([]string{"--vault", folder, "--passphrase-file", pass, "--size", "390x844", "--theme", "light"}, args...)...)
	}}
}

func keepassxc(t *testing.T, n int) app {
	home := t.TempDir()
	file := keepassVault(t, home, n)
	opens(t, file, n)
	settings := "[General]\nUpdateCheckMessageShown=true\nSingleInstance=false\nRememberLastDatabases=false\n[GUI]\nCheckForUpdates=false\n"
	must(t, os.WriteFile(filepath.Join(home, "keepassxc.ini"), []byte(settings), 0o600))
	return app{name: "keepassxc", home: home, start: func(d *display, home string) *exec.Cmd {
		cmd := d.command(home, "keepassxc", "--config", filepath.Join(home, "keepassxc.ini"), "--localconfig", filepath.Join(home, "local.ini"), "--pw-stdin", file)
		cmd.Stdin = strings.NewReader(password + "\n")
		return cmd
	}}
}

// opens has keepassxc-cli say that the file is what it should be.
func opens(t *testing.T, file string, n int) {
	t.Helper()
	cmd := exec.Command("keepassxc-cli", "ls", "-q", file)
	cmd.Stdin = strings.NewReader(password + "\n")
	out, err := cmd.Output()
	if got := strings.Count(string(out), "Company "); err != nil || got != n {
		t.Fatalf("keepassxc-cli lists %d of %d accounts: %v", got, n, err)
	}
	cmd = exec.Command("keepassxc-cli", "show", "-q", "-t", file, "Company 0001")
	cmd.Stdin = strings.NewReader(password + "\n")
	if out, err := cmd.Output(); err != nil || len(strings.TrimSpace(string(out))) != 6 {
		t.Fatalf("keepassxc-cli shows the code %q: %v", out, err)
	}
}

func otpclient(t *testing.T, n int) app {
	home := t.TempDir()
	otpClientVault(t, home, n)
	return app{name: "otpclient", home: home, typed: true, start: func(d *display, home string) *exec.Cmd {
		return d.command(home, "otpclient")
	}}
}

func numberstation(t *testing.T, n int) app {
	home := t.TempDir()
	env := numberstationRing(t, home, n)
	return app{name: "numberstation", home: home, start: func(d *display, home string) *exec.Cmd {
		cmd := d.command(home, "dbus-run-session", "--", "numberstation")
		cmd.Env = append(cmd.Env, env...)
		return cmd
	}}
}

// open starts the app and says how long it took until the accounts were there. Where
// the password is typed, the time that the typing took is left out.
func (a app) open(d *display) (*program, time.Duration) {
	d.t.Helper()
	d.blank()
	p := run(d.t, a.start(d, a.home))
	if !a.typed {
		return p, complete(d.film(p.start))
	}
	dialog := complete(d.film(p.start))
	d.do("xdotool", "type", password)
	entered := time.Now()
	d.do("xdotool", "key", "Return")
	return p, dialog + complete(d.film(entered))
}

// keep stores what is on the screen, for a person who doubts the figures.
func (d *display) keep(name string) {
	out := os.Getenv("KAUTH_OUT")
	if out == "" {
		return
	}
	_ = os.MkdirAll(filepath.Join(out, "bench"), 0o755)
	d.do("import", "-window", "root", filepath.Join(out, "bench", fmt.Sprintf("%s.png", name)))
}
