//go:build window || harness

package e2e

import (
	"bytes"
	"os"
	"os/exec"
	"testing"
)

// display is an X server of its own, with the app's window on it.
type display struct {
	t    *testing.T
	name string
}

func newDisplay(t *testing.T, size string) *display {
	t.Helper()
	d, stop := startDisplay(t, size)
	t.Cleanup(stop)
	return d
}

func startDisplay(t *testing.T, size string) (d *display, stop func()) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	x := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", size+"x24", "-nolisten", "tcp", "-noreset")
	x.ExtraFiles = []*os.File{w}
	if err := x.Start(); err != nil {
		t.Fatalf("no virtual display: %v (make test installs xvfb)", err)
	}
	w.Close()
	stop = func() { _ = x.Process.Kill(); _ = x.Wait() }
	buf := make([]byte, 16)
	n, err := r.Read(buf)
	if err != nil {
		stop()
		t.Fatal(err)
	}
	return &display{t, ":" + string(bytes.TrimSpace(buf[:n]))}, stop
}

func (d *display) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "DISPLAY="+d.name, "WAYLAND_DISPLAY=", "LANG=en_US.UTF-8",
		"DBUS_SESSION_BUS_ADDRESS=disabled:", "FYNE_SCALE=1", "HOME="+d.t.TempDir(), "XDG_CONFIG_HOME="+d.t.TempDir())
	return cmd
}

func (d *display) do(name string, args ...string) []byte {
	d.t.Helper()
	out, err := d.command(name, args...).Output()
	if err != nil {
		d.t.Fatalf("%s %v: %v", name, args, err)
	}
	return out
}

// picture is what a person at the display would see, cut to the window.
