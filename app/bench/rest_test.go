//go:build bench

package bench

import (
	"os/exec"
	"testing"
	"time"
)

const (
	settle = 4 * time.Second // after the first picture: what was begun then is over
	watch  = 6 * time.Second // of doing nothing
)

// empty is a Fyne window with nothing in it.
func empty(t *testing.T, program string) app {
	return app{name: program, home: t.TempDir(), start: func(d *display, home string) *exec.Cmd {
		return d.command(home, bin(t, program))
	}}
}

// TestBenchRest takes what each app costs while nobody touches it: the share of a core
// with the accounts in sight and with its window hidden, and its memory. OpenGL in
// software draws in the app's own process, which a graphics card would do.
func TestBenchRest(t *testing.T) {
	d := newDisplay(t)
	apps := []app{
		empty(t, "bench-empty"), kauth(t, "kauth", 5), kauth(t, "kauth", 1000), keepassxc(t, 1000),
		empty(t, "bench-empty-waits"), kauth(t, "bench-waits", 1000), // docs/fyne-wait-when-idle.patch
	}
	apps[1].name = "kauth, 5 accounts"
	seen, hidden, pss, private := make([][]float64, len(apps)), make([][]float64, len(apps)), make([][]float64, len(apps)), make([][]float64, len(apps))
	for range 3 {
		for i, a := range apps {
			p, _ := a.open(d)
			time.Sleep(settle)
			seen[i] = append(seen[i], p.idle(watch))
			pss[i], private[i] = append(pss[i], p.memory()), append(private[i], p.private())
			d.hide(p)
			hidden[i] = append(hidden[i], p.idle(watch))
			p.stop()
		}
	}
	for i, a := range apps {
		t.Logf("%-18s in sight %5.2f %% (%+.2f)  hidden %5.2f %% (%+.2f)  PSS %4.0f MiB  private %4.0f MiB", a.name,
			median(seen[i]), median(seen[i])-median(seen[0]), median(hidden[i]), median(hidden[i])-median(hidden[0]), median(pss[i]), median(private[i]))
	}
}

// hide takes the window off the screen, as a window manager does.
func (d *display) hide(p *program) {
	d.t.Helper()
	out, err := d.command(d.t.TempDir(), "sh", "-c", `for w in $(xdotool search --onlyvisible --name .); do xprop -id $w -f WM_STATE 32c -set WM_STATE 3; xdotool windowunmap $w; done`).CombinedOutput()
	if err != nil {
		d.t.Fatalf("%v %s", err, out)
	}
	d.blank()
	time.Sleep(2 * time.Second)
}
