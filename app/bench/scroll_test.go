//go:build bench

package bench

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// most is how long a frame may take: two of a screen's at 60 Hz.
const most = 33 * time.Millisecond

// TestBenchScroll turns the wheel over a thousand accounts. Each frame is timed inside
// of Fyne's loop (frames.patch): the events before it, the layout, the drawing and the
// exchange of buffers, which with OpenGL in software is most of it.
func TestBenchScroll(t *testing.T) {
	d := newDisplay(t)
	a := kauth(t, "bench-frames", 1000)
	d.blank()
	cmd := a.start(d, a.home)
	said, err := os.Create(filepath.Join(t.TempDir(), "said"))
	must(t, err)
	defer said.Close()
	cmd.Stderr = said
	p := run(t, cmd)
	d.film(p.start)
	d.do("xdotool", "mousemove", "200", "500")
	before := len(frames(t, said.Name()))
	for range 40 {
		d.do("xdotool", "click", "--repeat", "10", "--delay", "8", "5")
	}
	p.stop()
	all := frames(t, said.Name())[before:]
	late := 0
	for _, f := range all {
		if f > most {
			late++
		}
	}
	slices.Sort(all)
	t.Logf("%d frames: median %.1f ms, 99 %% within %.1f ms, longest %.1f ms, %d over %v", len(all),
		ms(all[len(all)/2]), ms(all[len(all)*99/100]), ms(all[len(all)-1]), late, most)
	if len(all) < 50 || late > 0 {
		t.Errorf("%d of %d frames were late", late, len(all))
	}
}

func frames(t *testing.T, said string) []time.Duration {
	t.Helper()
	data, err := os.ReadFile(said)
	must(t, err)
	var out []time.Duration
	for line := range strings.Lines(string(data)) {
		if us, ok := strings.CutPrefix(strings.TrimSpace(line), "frame "); ok {
			if n, err := strconv.Atoi(us); err == nil {
				out = append(out, time.Duration(n)*time.Microsecond)
			}
		}
	}
	return out
}
