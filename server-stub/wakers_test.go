package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWrongFileOfAPushServiceEndsTheStartWithOneSentence(t *testing.T) {
	file := filepath.Join(t.TempDir(), "push.json")
	if err := os.WriteFile(file, []byte(`{"type":"authorized_user"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"-fcm", file},
		{"-apns", file},
		{"-fcm", file + ".none"},
		{"-push-contact", "somebody"},
		{"-apns-at", "https://127.0.0.1:1"},
		{"-fcm-at", "https://127.0.0.1:1"},
	} {
		cmd, stderr := program(t, append(args, "-addr", "127.0.0.1:0")...)
		out, err := cmd.Output()
		said := strings.TrimSpace(stderr.String())
		if err == nil || len(out) > 0 || !strings.HasPrefix(said, "server-stub: ") || strings.Contains(said, "\n") || !strings.Contains(said, args[0]) && !strings.Contains(said, args[1]) {
			t.Errorf("%v: %v, %q, %q", args, err, out, said)
		}
	}
}
