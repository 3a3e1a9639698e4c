//go:build window

package e2e

import (
	"regexp"
	"strings"
	"time"
)

// reach goes to a control by the keyboard, which scrolls to it, and presses it once the
// window has come as far as its twin.
func (d *desk) reach(label string) {
	d.t.Helper()
	d.say("   Tab to %q and Enter", label)
	for range d.twin.tree().Items { // at most once around
		d.key("Tab")
		now := d.twin.tree()
		for _, it := range now.Items {
			if it.Focused && it.Text == label {
				d.shows(now.Screen)
				d.key("Return")
				return
			}
		}
	}
	d.t.Fatalf("the keyboard does not reach %q", label)
}

// key presses a key in the window and on its twin.
func (d *desk) key(name string) {
	d.t.Helper()
	d.do("xdotool", "key", name)
	d.twin.post("/key", "application/json", []byte(`{"key": "`+name+`"}`))
}

// copied waits for a code on the window's clipboard.
func (d *desk) copied() string {
	d.t.Helper()
	code := regexp.MustCompile(`^[0-9]{6}$`)
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		out, _ := d.command("xclip", "-o", "-selection", "clipboard").Output() // nothing is copied yet
		if got := strings.TrimSpace(string(out)); code.MatchString(got) {
			return got
		}
	}
	d.t.Fatal("no code is copied")
	return ""
}
