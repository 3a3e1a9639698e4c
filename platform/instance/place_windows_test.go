package instance

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/windows/registry"

	"kauth/platform/instance/instancetest"
)

// These run on a Windows alone; elsewhere make desktop-check reads them.

func TestWindowsOpensTheAppByAddressesAsPromised(t *testing.T) {
	instancetest.Suite(t, func(t *testing.T) instancetest.System {
		// A socket's path has room for 107 bytes.
		profile, err := os.MkdirTemp("", "k")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.RemoveAll(profile) })
		t.Setenv("LocalAppData", profile)
		return instancetest.System{
			Longest: MaxLink,
			Claim: func(taken func(string)) instancetest.Listener {
				i, handed, err := Claim(t.Context(), "v", "", taken)
				if err != nil || handed {
					t.Fatal(handed, err)
				}
				return i
			},
			Open: func(link string) { // as a second start does
				if _, handed, err := Claim(t.Context(), "v", link, nil); err != nil || !handed {
					t.Fatal(handed, err)
				}
			},
		}
	})
}

func TestOnWindowsALockIsOfOneUntilItIsClosed(t *testing.T) {
	name := filepath.Join(t.TempDir(), "lock")
	first, err := locked(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := locked(name); err != errTaken {
		t.Errorf("beside the first: %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second, err := locked(name)
	if err != nil {
		t.Fatalf("after it: %v", err)
	}
	second.Close()
}

func TestOnWindowsTheFolderIsInThePersonsProfile(t *testing.T) {
	profile := t.TempDir()
	t.Setenv("LocalAppData", profile)
	if dir, err := private(); err != nil || !strings.HasPrefix(dir, profile) {
		t.Errorf("%s, %v", dir, err)
	}
}

func TestOnWindowsACommandIsReadAsItWasWritten(t *testing.T) {
	const scheme, command = "kauth-test-of-ours", `"C:\Users\Max Müller\kauth.exe" -- "%1"`
	t.Cleanup(func() {
		for _, key := range []string{`\shell\open\command`, `\shell\open`, `\shell`, ``} {
			_ = registry.DeleteKey(registry.CURRENT_USER, classes+scheme+key)
		}
	})
	if got := (users{}).Command(scheme); got != "" {
		t.Fatalf("before: %q", got)
	}
	if err := (users{}).Set(scheme, command); err != nil {
		t.Fatal(err)
	}
	if got := (users{}).Command(scheme); got != command {
		t.Errorf("%q", got)
	}
	k, err := registry.OpenKey(registry.CURRENT_USER, classes+scheme, registry.QUERY_VALUE)
	if err != nil {
		t.Fatal(err)
	}
	defer k.Close()
	if _, _, err := k.GetStringValue("URL Protocol"); err != nil {
		t.Errorf("it is no scheme: %v", err) // by this name Windows knows one
	}
}
