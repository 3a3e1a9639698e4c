//go:build oracle

package webpush_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"kauth/core"
	"kauth/core/webpush"
)

// TestWhatForeignSendersSealIsOpened has npm's web-push and http_ece seal for keys made here.
func TestWhatForeignSendersSealIsOpened(t *testing.T) {
	keys, err := webpush.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	var sent struct {
		Good, Bad []struct{ By, Says, Message string }
	}
	if err := json.Unmarshal(foreign(t, keys.P256DH(), keys.Auth()), &sent); err != nil {
		t.Fatal(err)
	}
	for _, m := range sent.Good {
		says, err := keys.Open(bytesOf(t, m.Message))
		if err != nil || string(says) != m.Says {
			t.Errorf("%s: %q, %v", m.By, says, err)
		}
	}
	for _, m := range sent.Bad {
		if says, err := keys.Open(bytesOf(t, m.Message)); err == nil || core.KindOf(err) == core.Internal {
			t.Errorf("%s: opened as %q, %v", m.By, says, err)
		}
	}
	if len(sent.Good) < 6 || len(sent.Bad) < 5 {
		t.Errorf("only %d and %d messages", len(sent.Good), len(sent.Bad))
	}
}

// foreign installs the senders beside a copy of their lock file, so that the source tree
// stays as it is.
func foreign(t *testing.T, args ...string) []byte {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"package.json", "package-lock.json", "send.mjs"} {
		data, err := os.ReadFile(filepath.Join("testdata", "sender", name))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), data, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	run := func(name string, args ...string) []byte {
		cmd := exec.Command(name, args...)
		cmd.Dir, cmd.Stderr = dir, os.Stderr
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%s %v: %v: %s", name, args, err, out)
		}
		return out
	}
	run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	return run("node", append([]string{"send.mjs"}, args...)...)
}
