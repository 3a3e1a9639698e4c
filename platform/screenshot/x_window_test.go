//go:build window && linux && !android

package screenshot

import (
	"image/color"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// display starts an X server of its own, black but for a white window.
func display(t *testing.T, size string, white uint32) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	x := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", size, "-nolisten", "tcp", "-noreset")
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
	t.Setenv("DISPLAY", ":"+strings.TrimSpace(string(buf[:n])))
	t.Setenv("WAYLAND_DISPLAY", "")
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")
	conn, err := xgb.NewConn()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	window, err := xproto.NewWindowId(conn)
	if err != nil {
		t.Fatal(err)
	}
	screen := xproto.Setup(conn).DefaultScreen(conn)
	err = xproto.CreateWindowChecked(conn, screen.RootDepth, window, screen.Root, 100, 500, 50, 30, 0,
		xproto.WindowClassInputOutput, screen.RootVisual, xproto.CwBackPixel, []uint32{white}).Check()
	if err == nil {
		err = xproto.MapWindowChecked(conn, window).Check()
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheWindowsOfAnXServerAreSeen(t *testing.T) {
	for size, white := range map[string]uint32{"800x600x24": 0xffffff, "801x601x16": 0xffff} {
		t.Run(size, func(t *testing.T) {
			display(t, size, white)
			img, err := Take(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for at, want := range map[[2]int]byte{{99, 510}: 0, {100, 500}: 255, {149, 529}: 255, {150, 529}: 0, {799, 599}: 0} {
				if got := img.At(at[0], at[1]); got != (color.Gray{Y: want}) {
					t.Errorf("%v is %v", at, got)
				}
			}
		})
	}
}
