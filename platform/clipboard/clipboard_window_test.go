//go:build window

package clipboard

import (
	"bytes"
	"crypto/rand"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

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
	// xclip returns once it owns the selection, and serves it in the background.
	cmd := exec.Command("xclip", "-selection", "clipboard", "-t", kind, "-i", name)
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = exec.Command("pkill", "-f", name).Run() })
}

func TestAPictureThatAnotherProgramCopiedIsPasted(t *testing.T) {
	display(t)
	for _, size := range []int{100, 3 << 20} { // the larger one comes in pieces
		want := make([]byte, size)
		rand.Read(want)
		copied(t, "image/png", want)
		got, err := Picture(t.Context())
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%d bytes: got %d, %v", size, len(got), err)
		}
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
