package e2e

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// copied copies a folder's files as they are: os.CopyFS lets others read what the app and
// the server keep to themselves.
func copied(t *testing.T, to, from string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(from, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		rest, err := filepath.Rel(from, name)
		if err != nil {
			return err
		}
		return os.Chmod(filepath.Join(to, rest), info.Mode().Perm())
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestJourneysFromACopyHaveFilesThatOthersMayNotRead(t *testing.T) {
	t.Parallel()
	from, to := t.TempDir(), t.TempDir()
	modes := map[string]fs.FileMode{".": 0o711, "vault": 0o700, "vault/vault.db": 0o600, "words": 0o644}
	if err := os.Mkdir(filepath.Join(from, "vault"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"vault/vault.db", "words", "."} {
		if modes[name] != 0o711 {
			if err := os.WriteFile(filepath.Join(from, name), nil, modes[name]); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Chmod(filepath.Join(from, name), modes[name]); err != nil {
			t.Fatal(err)
		}
	}
	copied(t, to, from)
	for name, want := range modes {
		if info, err := os.Stat(filepath.Join(to, name)); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
}
