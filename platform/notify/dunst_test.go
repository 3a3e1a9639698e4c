//go:build desktop && linux && !android

package notify

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kauth/core/coretest"
)

// dunst is a real notification service (Debian's dunst) on an X server of its own. A
// button is pressed through its menu, whose program is ours.
type dunst struct {
	t    *testing.T
	want string // the file that names the line of the menu to choose
}

const dunstrc = `
[global]
	dmenu = %s
	notification_limit = 0
	idle_threshold = 0
	monitor = 0
	always_run_script = false
`

func startDunst(t *testing.T) *dunst {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	x := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "640x480x24", "-nolisten", "tcp", "-noreset")
	x.ExtraFiles = []*os.File{w}
	run(t, x)
	w.Close()
	buf := make([]byte, 16)
	n, err := r.Read(buf)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DISPLAY", ":"+string(bytes.TrimSpace(buf[:n])))
	t.Setenv("HOME", t.TempDir())
	dir := t.TempDir()
	d := &dunst{t: t, want: filepath.Join(dir, "want")}
	menu := filepath.Join(dir, "menu")
	write(t, menu, "#!/bin/sh\nmv "+d.want+" "+d.want+".$$ 2>/dev/null || exit 0\ngrep -F -m1 -- \"$(cat "+d.want+".$$)\"\n")
	if err := os.Chmod(menu, 0o700); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "dunstrc")
	write(t, file, strings.Replace(dunstrc, "%s", menu, 1))
	run(t, exec.Command("dunst", "-config", file))
	return d
}

func run(t *testing.T, c *exec.Cmd) {
	t.Helper()
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
}

func (d *dunst) ctl(args ...string) string {
	out, err := exec.Command("dunstctl", args...).Output()
	if err != nil {
		d.t.Errorf("dunstctl %q: %v", args, err)
	}
	return string(bytes.TrimSpace(out))
}

// Count implements coretest.NoticeDesk.
func (d *dunst) Count() int {
	var n int
	_ = json.Unmarshal([]byte(d.ctl("count", "displayed")), &n)
	return n
}

// Press implements coretest.NoticeDesk.
func (d *dunst) Press(title, label string) {
	d.t.Helper()
	write(d.t, d.want, "#"+label+" ("+title+")")
	for range 50 { // dunst opens no second menu while it looks at what the first gave
		d.ctl("context")
		for range 10 {
			if _, err := os.Stat(d.want); err != nil {
				return // the menu has answered
			}
			time.Sleep(10 * time.Millisecond)
		}
	}
	d.t.Error("dunst opens no menu")
}

// Dismiss implements coretest.NoticeDesk.
func (d *dunst) Dismiss() { d.ctl("close-all") }

func TestNoticesOnARealService(t *testing.T) {
	session(t)
	d := startDunst(t)
	n, heard := begin(t, Options{})
	eventually(t, "dunst is there", func() bool {
		f, err := n.Facts(t.Context())
		return err == nil && f.Server == "dunst" && f.Choices
	})
	coretest.TestNotices(t, n, d, heard)
}
