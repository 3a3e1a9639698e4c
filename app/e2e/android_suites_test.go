//go:build harness

package e2e

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The conformance suites of the abilities, as the Android build has them: app/e2e/suites.
func TestAndroidAbilitiesKeepTheirPromises(t *testing.T) {
	t.Parallel() // it waits for a camera that stays silent
	suites(t, newAndroid(t), os.Getenv("KAUTH_SUITE"))
}

// Android 9 is the only one that has the prompt for a cipher, and does not say beforehand
// whether it would find a finger.
func TestAndroid9UnlocksAsLaterOnesDo(t *testing.T) {
	t.Parallel()
	a := newAndroid(t)
	a.api = 28
	suites(t, a, "^Unlock")
}

// suites runs those of that name, all where it is "".
func suites(t *testing.T, a *android, only string) {
	t.Helper()
	a.lib = "suites"
	world := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		what, _ := io.ReadAll(r.Body)
		if start, ok := strings.CutPrefix(string(what), "said "); ok {
			_, _ = a.try("echo") // what it has said may still be on its way
			_, _ = io.WriteString(w, strings.Join(a.said(start), "\n"))
			return
		}
		said, err := a.try(string(what))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		_, _ = io.WriteString(w, said)
	}))
	defer world.Close()
	files := filepath.Join(a.home, "files")
	if err := os.MkdirAll(files, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"world": world.URL, "only": only} {
		if err := os.WriteFile(filepath.Join(files, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	a.start()
	a.act("create")
	const out = "# 4/Fyne: "
	end, err := a.wait(out+"SUITES: ", 0, 20*time.Minute) // much waits in there, and others play beside it
	if err != nil || !strings.HasSuffix(end, "ok: true") || strings.HasPrefix(end, "0,") {
		t.Errorf("%s, %v\n%s", end, err, strings.Join(a.said(out), "\n"))
	}
	t.Log(strings.Join(a.said(out+"---"), "\n"))
	for _, l := range a.said("") {
		if strings.Contains(l, "freed with a secret in it") {
			t.Fatal("the bridge frees keys as they were")
		}
	}
}
