//go:build window

package clipboard

import (
	"bytes"
	"crypto/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"kauth/core"
)

// display starts an X server of its own for the test.
func display(t *testing.T) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	x := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "640x480x24", "-nolisten", "tcp", "-noreset")
	x.ExtraFiles = []*os.File{w}
	if err := x.Start(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	t.Cleanup(func() { _ = x.Process.Kill(); _ = x.Wait() })
	buf := make([]byte, 16)
	n, err := r.Read(buf)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DISPLAY", ":"+string(bytes.TrimSpace(buf[:n])))
}

// copied has another program own the clipboard.
func copied(t *testing.T, kind string, data []byte) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "copied")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("xclip", "-selection", "clipboard", "-t", kind, "-i", name)
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = exec.Command("pkill", "-f", name).Run() })
	// It serves in the background, and returns before the server has heard that it owns.
	for t.Context().Err() == nil {
		kinds, _ := exec.Command("xclip", "-selection", "clipboard", "-t", "TARGETS", "-o").Output()
		if bytes.Contains(kinds, []byte(kind)) {
			return
		}
	}
}

func TestAPictureThatAnotherProgramCopiedIsPasted(t *testing.T) {
	for _, size := range []int{100, 3 << 20} { // the larger one comes in pieces
		t.Run(strconv.Itoa(size), func(t *testing.T) {
			display(t)
			want := make([]byte, size)
			rand.Read(want)
			copied(t, "image/png", want)
			got, err := Picture(t.Context())
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("got %d bytes, %v", len(got), err)
			}
		})
	}
}

func TestTextOnTheClipboardIsNoPicture(t *testing.T) {
	display(t)
	copied(t, "UTF8_STRING", []byte("hello"))
	if _, err := Picture(t.Context()); core.KindOf(err) != core.NoCode {
		t.Errorf("got %v", err)
	}
}

func TestAnEmptyClipboardIsNoPicture(t *testing.T) {
	display(t)
	if _, err := Picture(t.Context()); core.KindOf(err) != core.NoCode {
		t.Errorf("got %v", err)
	}
}

// pasted is what another program gets, and whether it gets anything.
func pasted(kind string) (string, bool) {
	out, err := exec.Command("xclip", "-selection", "clipboard", "-o", "-t", kind).Output()
	return string(out), err == nil
}

func TestASecretCanBePastedAndIsMarkedForHistories(t *testing.T) {
	display(t)
	t.Setenv("WAYLAND_DISPLAY", "")
	s, err := Offer("482913")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Drop()
	for kind, want := range map[string]string{"UTF8_STRING": "482913", "STRING": "482913", "text/plain;charset=utf-8": "482913", hint: "secret"} {
		if got, ok := pasted(kind); !ok || got != want {
			t.Errorf("%s gives %q", kind, got)
		}
	}
	if got, _ := pasted("TARGETS"); !strings.Contains(got, hint+"\n") || !strings.Contains(got, "UTF8_STRING\n") {
		t.Errorf("it offers %q", got)
	}
	if got, ok := pasted("image/png"); ok && got != "" {
		t.Errorf("as a picture it gives %q", got)
	}
	if !s.Held() {
		t.Error("it is gone")
	}
}

func TestASecretThatIsDroppedIsNotThereAndNothingElseIsTouched(t *testing.T) {
	display(t)
	t.Setenv("WAYLAND_DISPLAY", "")
	s, err := Offer("482913")
	if err != nil {
		t.Fatal(err)
	}
	s.Drop()
	s.Drop()
	if got, ok := pasted("UTF8_STRING"); ok || s.Held() {
		t.Errorf("it is still there: %q", got)
	}
	if s, err = Offer("111111"); err != nil {
		t.Fatal(err)
	}
	copied(t, "UTF8_STRING", []byte("a letter"))
	for range 100 {
		if !s.Held() {
			break
		}
		time.Sleep(10 * time.Millisecond) // xclip is another program
	}
	if s.Held() {
		t.Error("does not notice that another program copied something")
	}
	s.Drop()
	if got, _ := pasted("UTF8_STRING"); got != "a letter" {
		t.Errorf("another program's text became %q", got)
	}
}

func TestWithoutAnXSessionTheToolkitHasToDo(t *testing.T) {
	for _, env := range [][2]string{{"", ""}, {":99", "wayland-0"}} {
		t.Setenv("DISPLAY", env[0])
		t.Setenv("WAYLAND_DISPLAY", env[1])
		if _, err := Offer("x"); core.KindOf(err) != core.Unsupported {
			t.Errorf("%q: %v", env, err)
		}
	}
}
