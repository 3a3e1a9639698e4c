//go:build desktop

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"kauth/core/coretest/bus"
)

// user is a home that is the test's own.
type user struct {
	t      *testing.T
	home   string
	opened string // what the program that stands in for the app was given, a line for each word
}

func newUser(t *testing.T, folder string) *user {
	t.Helper()
	home := filepath.Join(t.TempDir(), folder)
	if err := os.Mkdir(home, 0o700); err != nil {
		t.Fatal(err)
	}
	return &user{t, home, filepath.Join(home, "opened")}
}

func (u *user) do(name string, args ...string) string {
	u.t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + u.home, "LANG=C.UTF-8", "DBUS_SESSION_BUS_ADDRESS=disabled:", "DISPLAY=:nobody"}
	cmd.Dir = u.home
	out, err := cmd.CombinedOutput()
	if err != nil {
		u.t.Fatalf("%s %q: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// install puts a program in the app's place that only writes down what it is given.
func (u *user) install() {
	u.t.Helper()
	stand := filepath.Join(u.t.TempDir(), "kauth")
	script := "#!/bin/sh\nfor w in \"$@\"; do printf '%s\\n' \"$w\"; done >\"$HOME/opening\"\nmv \"$HOME/opening\" \"$HOME/opened\"\n"
	if err := os.WriteFile(stand, []byte(script), 0o700); err != nil {
		u.t.Fatal(err)
	}
	u.do(u.tool(), "install", stand)
}

func (u *user) tool() string {
	path, err := filepath.Abs("../../.tools/desktop")
	if err != nil {
		u.t.Fatal(err)
	}
	return path
}

// given waits until the app was opened, and gives what with.
func (u *user) given() string {
	u.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if data, err := os.ReadFile(u.opened); err == nil {
			_ = os.Remove(u.opened)
			return string(data)
		}
	}
	u.t.Fatal("the app was not opened")
	return ""
}

func TestLinksOpenTheApp(t *testing.T) {
	u := newUser(t, "home")
	u.install()
	entry := filepath.Join(u.home, ".local/share/applications/kauth.desktop")
	u.do("desktop-file-validate", entry)
	for _, link := range []string{
		"kauth://link?v=1&u=https%3A%2F%2Fmanager.example.ch&c=abc&k=d",
		"otpauth://totp/ACME:anna%40example.ch?secret=JBSWY3DPEHPK3PXP&issuer=ACME",
		"kauth://link?a=$(touch${IFS}pwned)`touch%20pwned`;touch%20pwned&b='c'",
	} {
		for _, opener := range [][]string{{"gio", "open"}, {"xdg-open"}} {
			u.do(opener[0], append(opener[1:], link)...)
			if got := u.given(); got != link+"\n" {
				t.Errorf("%s gave %q for %q", opener[0], got, link)
			}
		}
	}
	if found, _ := filepath.Glob(filepath.Join(u.home, "*pwned*")); len(found) > 0 {
		t.Errorf("a link ran a command: %q", found)
	}
}

// xdg-mime and xdg-open do not get along with such a home: gio alone is asked.
func TestAHomeWhoseNameNeedsQuotingIsWellQuoted(t *testing.T) {
	u := newUser(t, "a home's $HOME `id`")
	u.install()
	u.do("desktop-file-validate", filepath.Join(u.home, ".local/share/applications/kauth.desktop"))
	u.do("gio", "open", "kauth://link?v=1")
	if got := u.given(); got != "kauth://link?v=1\n" {
		t.Errorf("gave %q", got)
	}
}

// The bus starts the app for a message to it.
func TestAMessageStartsTheInstalledAppWellQuoted(t *testing.T) {
	u := newUser(t, "a home's $HOME `id` \\n")
	u.install()
	address, _ := bus.Start(t, filepath.Join(u.home, ".local/share/dbus-1/services"))
	conn, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.BusObject().Call("org.freedesktop.DBus.UpdateActivationEnvironment", 0, map[string]string{"HOME": u.home}).Err; err != nil {
		t.Fatal(err)
	}
	message := map[string]dbus.Variant{"token": dbus.MakeVariant("t"), "message": dbus.MakeVariant([]byte("x"))}
	conn.Object("kauth.app", "/org/unifiedpush/Connector").Go("org.unifiedpush.Connector2.Message", dbus.FlagNoReplyExpected, nil, message)
	if got := u.given(); got != "--woken\n" {
		t.Errorf("it was started with %q", got)
	}
}

func TestAnotherAppKeepsItsOwnLinks(t *testing.T) {
	u := newUser(t, "home")
	dir := filepath.Join(u.home, ".local/share/applications")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	other := "[Desktop Entry]\nType=Application\nName=Other\nExec=true %u\nMimeType=x-scheme-handler/otpauth;\n"
	if err := os.WriteFile(filepath.Join(dir, "other.desktop"), []byte(other), 0o600); err != nil {
		t.Fatal(err)
	}
	_ = os.MkdirAll(filepath.Join(u.home, ".config"), 0o700)
	u.do("xdg-mime", "default", "other.desktop", "x-scheme-handler/otpauth")
	u.install()
	for scheme, want := range map[string]string{"otpauth": "other.desktop", "otpauth-migration": "kauth.desktop", "kauth": "kauth.desktop"} {
		if got := strings.TrimSpace(u.do("xdg-mime", "query", "default", "x-scheme-handler/"+scheme)); got != want {
			t.Errorf("%s opens %q", scheme, got)
		}
	}
	u.do(u.tool(), "uninstall")
	if got := strings.TrimSpace(u.do("xdg-mime", "query", "default", "x-scheme-handler/otpauth")); got != "other.desktop" {
		t.Errorf("without kAuth otpauth opens %q", got)
	}
}

func TestUninstallingLeavesNothingOfTheApp(t *testing.T) {
	u := newUser(t, "home")
	u.install()
	u.do(u.tool(), "uninstall")
	err := filepath.WalkDir(u.home, func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			data, _ := os.ReadFile(path)
			if strings.Contains(e.Name()+string(data), "kauth") {
				t.Errorf("%s is left: %q", path, data)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimSpace(u.do("xdg-mime", "query", "default", "x-scheme-handler/kauth")); got != "" {
		t.Errorf("kauth links open %q", got)
	}
}
