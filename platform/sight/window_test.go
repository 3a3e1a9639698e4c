//go:build window && linux && !android

package sight

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

func TestAMinimizedWindowIsUnseen(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	x := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "100x100x24", "-nolisten", "tcp", "-noreset")
	x.ExtraFiles = []*os.File{w}
	if err := x.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Process.Kill(); _ = x.Wait() })
	buf := make([]byte, 16)
	n, err := r.Read(buf)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DISPLAY", ":"+strings.TrimSpace(string(buf[:n])))
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere")

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
	xproto.CreateWindow(conn, screen.RootDepth, window, screen.Root, 0, 0, 50, 50, 0, xproto.WindowClassInputOutput, screen.RootVisual, 0, nil)
	state, err := xproto.InternAtom(conn, false, 8, "WM_STATE").Reply()
	if err != nil {
		t.Fatal(err)
	}
	told := make(chan bool, 8)
	Watch(t.Context(), uint32(window), func(seen bool) { told <- seen })
	for _, want := range []bool{false, true} {
		value := map[bool]byte{false: iconic, true: 1}[want]
		for late := time.After(time.Minute); ; {
			// A window manager writes this.
			xproto.ChangeProperty(conn, xproto.PropModeReplace, window, state.Atom, state.Atom, 32, 2, []byte{value, 0, 0, 0, 0, 0, 0, 0})
			select {
			case got := <-told:
				if got != want {
					t.Fatalf("seen is %v, want %v", got, want)
				}
			case <-time.After(50 * time.Millisecond):
				continue
			case <-late:
				t.Fatal("nothing was heard")
			}
			break
		}
	}
}
