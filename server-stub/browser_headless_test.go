//go:build browser

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// headless is the app itself in a process of its own, driven as docs/headless.md says.
type headless struct {
	w     *world
	url   string
	cmd   *exec.Cmd
	vault string
	app   string
}

// newHeadless builds the app, on the toolkit's test driver.
func newHeadless(w *world) *headless {
	w.Helper()
	h := &headless{w: w, vault: w.TempDir(), app: filepath.Join(w.TempDir(), "kauth-phone")}
	build := exec.Command("go", "build", "-tags", "ci", "-o", h.app, "kauth/app")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := build.CombinedOutput(); err != nil {
		w.Fatalf("%v\n%s", err, said)
	}
	ok(w.T, os.WriteFile(filepath.Join(h.vault, "word"), []byte("a passphrase for tests"), 0o600))
	h.start()
	w.Cleanup(func() { _, _ = h.cmd.Process.Kill(), h.cmd.Wait() })
	return h
}

func (h *headless) start() {
	h.w.Helper()
	h.cmd = exec.Command(h.app, "--drive", "127.0.0.1:0", "--vault", h.vault, "--passphrase-file", filepath.Join(h.vault, "word"), "--phone-name", pixel)
	h.cmd.Env = append(os.Environ(), "LANG=en_US.UTF-8", "DBUS_SESSION_BUS_ADDRESS=disabled:")
	out, err := h.cmd.StdoutPipe()
	ok(h.w.T, err)
	ok(h.w.T, h.cmd.Start())
	line, err := bufio.NewReader(out).ReadBytes('\n')
	ok(h.w.T, err)
	var at struct{ URL string }
	ok(h.w.T, json.Unmarshal(line, &at))
	h.url = at.URL
}

// again ends the app as a person does, and starts it.
func (h *headless) again() {
	h.w.Helper()
	h.post("/quit", "")
	_ = h.cmd.Wait()
	h.start()
}

func (h *headless) post(path, body string) {
	h.w.Helper()
	res, err := http.Post(h.url+path, "application/octet-stream", strings.NewReader(body))
	ok(h.w.T, err)
	defer res.Body.Close()
	if said, _ := io.ReadAll(res.Body); res.StatusCode != http.StatusOK {
		h.w.Fatalf("%s %.80q: %s %s", path, body, res.Status, said)
	}
}

// tap presses what is written there, once it takes taps.
func (h *headless) tap(text string) {
	h.w.Helper()
	h.until(func(t tree) bool { return t.takes(text) }, text)
	h.post("/tap?text="+strings.ReplaceAll(text, " ", "+"), "")
}

// sees waits for a screen that says all that.
func (h *headless) sees(screen string, words ...string) tree {
	h.w.Helper()
	return h.until(func(t tree) bool {
		for _, word := range words {
			if !strings.Contains(t.all(), word) {
				return false
			}
		}
		return t.Screen == screen
	}, screen+" "+strings.Join(words, " "))
}

func (h *headless) until(fits func(tree) bool, what string) (t tree) {
	h.w.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		res, err := http.Get(h.url + "/tree")
		ok(h.w.T, err)
		var buf bytes.Buffer
		_, err = buf.ReadFrom(res.Body)
		res.Body.Close()
		ok(h.w.T, err)
		t = tree{}
		ok(h.w.T, json.Unmarshal(buf.Bytes(), &t))
		if fits(t) {
			return t
		}
	}
	h.w.Fatalf("waited for %q; the phone shows %q: %s", what, t.Screen, t.all())
	return t
}

// tree is what the phone shows.
type tree struct {
	Screen string
	Items  []struct {
		Kind, Text string
		Disabled   bool
	}
}

func (t tree) all() string {
	var all []string
	for _, i := range t.Items {
		all = append(all, i.Text)
	}
	return strings.Join(all, "\n")
}

// takes tells whether a control of that name takes a tap: one that stands twice, as a
// button and as its text, does where neither is disabled.
func (t tree) takes(text string) (there bool) {
	for _, i := range t.Items {
		if i.Text == text && i.Disabled {
			return false
		}
		there = there || i.Text == text
	}
	return there
}
