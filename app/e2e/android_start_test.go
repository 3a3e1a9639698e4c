//go:build harness

package e2e

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// android is the app's Android library in a simulated Android framework: what
// .tools/android/build makes, in a display of its own. Its home outlives its process.
type android struct {
	t    *testing.T
	d    *display
	home string
	lib  string // the folder of its library, below cache
	lang string // the phone's language, "" for English
	api  int    // the number of its Android; 0: the newest
	wide int    // pixels
	high int

	purpose   string   // "", or a folder: its heap is broken on purpose, and that is noted there
	looked    bool     // somebody looks at its window from the first frame on, and not for pictures alone
	env       []string // more of its environment
	localhost string   // what this name means on the phone; "": this machine

	one   sync.Mutex // of those who have it do something, and start it again where that broke its heap
	mu    sync.Mutex // of all that follows
	news  *sync.Cond
	in    io.WriteCloser
	cmd   *exec.Cmd
	lines []string // all that it said
	drawn int      // the number of what its window shows
	since []string // what it did since its start
	ended bool
}

const cache = "../../.cache/android"

func newAndroid(t *testing.T) *android {
	t.Helper()
	a := &android{t: t, d: screen(t), wide: 390, high: 844, home: t.TempDir(), lib: "lib"}
	a.news = sync.NewCond(&a.mu)
	t.Cleanup(func() {
		if t.Failed() {
			a.keep("failed-" + strings.ReplaceAll(t.Name(), "/", "-"))
			t.Log(strings.Join(a.said("! "), "\n"))
			errs, _ := os.ReadFile(filepath.Join(a.home, "errors"))
			all := slices.DeleteFunc(a.said(""), func(l string) bool { return strings.Contains(l, "# 4/Fyne:") && strings.Contains(l, "SIG") })
			t.Logf("%s\n%s", errs, strings.Join(all[max(0, len(all)-30):], "\n"))
		}
		a.kill()
	})
	return a
}

var screens struct {
	sync.Mutex
	free []string
}

// screen is a display that no other phone is on: one that has been left, or a new one.
func screen(t *testing.T) *display {
	t.Helper()
	screens.Lock()
	defer screens.Unlock()
	d := &display{t: t}
	if n := len(screens.free); n > 0 {
		d.name, screens.free = screens.free[n-1], screens.free[:n-1]
	} else {
		var stop func()
		d, stop = startDisplay(t, "844x844")
		atEnd = append(atEnd, stop)
	}
	t.Cleanup(func() {
		screens.Lock()
		defer screens.Unlock()
		screens.free = append(screens.free, d.name)
	})
	return d
}

// start starts the process; create, or an intent, makes the activity.
func (a *android) start() {
	a.t.Helper()
	root, err := filepath.Abs(cache)
	if err != nil {
		a.t.Fatal(err)
	}
	res, _ := filepath.Abs("../../platform/android/res")
	lib := filepath.Join(root, a.lib, "x86_64")
	cmd := exec.Command(filepath.Join(root, "host"), filepath.Join(lib, "libkauth.so"),
		filepath.Join(root, "framework"), filepath.Join(root, "classes")+"/", a.home, res, "-Duser.language="+cmp.Or(a.lang, "en"), "-Duser.country="+map[string]string{"": "US", "de": "CH"}[a.lang], fmt.Sprint("-Dfake.api=", cmp.Or(a.api, 35)))
	cmd.Dir = a.home // what is written nowhere in particular is written by this phone alone
	cmd.Env = append(append(os.Environ(), a.env...), "DISPLAY="+a.d.name, "LIBGL_ALWAYS_SOFTWARE=1", "HOME="+a.home, "SHIM_LOCALHOST="+a.localhost,
		"LD_LIBRARY_PATH="+filepath.Join(root, "lib", "host")+":"+lib)
	if a.looked {
		cmd.Env = append(cmd.Env, "SHIM_LOOKED=yes")
	}
	in, err := cmd.StdinPipe()
	if err != nil {
		a.t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		a.t.Fatal(err)
	}
	errs, err := os.OpenFile(filepath.Join(a.home, "errors"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		a.t.Fatal(err)
	}
	defer errs.Close()
	cmd.Stderr = errs
	if err := cmd.Start(); err != nil {
		a.t.Fatalf("%v (make android-run builds it)", err)
	}
	a.mu.Lock()
	a.cmd, a.in, a.ended, a.lines, a.drawn, a.since = cmd, in, false, nil, 0, nil
	a.mu.Unlock()
	go a.read(cmd, out)
}

func (a *android) read(cmd *exec.Cmd, out io.Reader) {
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		a.mu.Lock()
		if a.cmd == cmd {
			if drawn, ok := strings.CutPrefix(lines.Text(), "~ "); ok {
				a.drawn, _ = strconv.Atoi(drawn)
			} else {
				a.lines = append(a.lines, lines.Text())
			}
			a.news.Broadcast()
		}
		a.mu.Unlock()
	}
	err := cmd.Wait()
	a.mu.Lock()
	if a.cmd == cmd {
		a.lines = append(a.lines, fmt.Sprint("! ended: ", err))
		a.ended = true
		a.news.Broadcast()
	}
	a.mu.Unlock()
}

// kill ends the process as the system does: without a word to the app.
func (a *android) kill() {
	a.mu.Lock()
	cmd := a.cmd
	a.mu.Unlock()
	if cmd == nil {
		return
	}
	for _, what := range a.said("! google ") { // of whose services a phone may have none
		a.t.Errorf("it asks for %s", what)
	}
	_ = cmd.Process.Kill()
	a.mu.Lock()
	defer a.mu.Unlock()
	for !a.ended {
		a.news.Wait()
	}
	a.cmd = nil
}

// said gives what begins so.
func (a *android) said(start string) (all []string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, l := range a.lines {
		if rest, ok := strings.CutPrefix(l, start); ok {
			all = append(all, rest)
		}
	}
	return all
}

// until waits for a line that begins so, the nth one, and gives the rest of it.
func (a *android) until(start string, n int) string {
	a.t.Helper()
	rest, err := a.wait(start, n, patience)
	if err != nil {
		a.t.Fatal(err)
	}
	return rest
}

// alarm wakes all who wait for news once that time is over. It holds the lock, or it might
// call while somebody is between looking at the clock and waiting.
func (a *android) alarm(most time.Duration) (end time.Time, stop func() bool) {
	end = time.Now().Add(most)
	return end, time.AfterFunc(most, func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.news.Broadcast()
	}).Stop
}

func (a *android) wait(start string, n int, patience time.Duration) (string, error) {
	end, stop := a.alarm(patience)
	defer stop()
	a.mu.Lock()
	defer a.mu.Unlock()
	for {
		found := 0
		for _, l := range a.lines {
			if rest, ok := strings.CutPrefix(l, start); ok {
				if found++; found > n {
					return rest, nil
				}
			}
		}
		if a.ended || !time.Now().Before(end) {
			return "", fmt.Errorf("never said %q (ended: %v)", start, a.ended)
		}
		a.news.Wait()
	}
}

// act does something and gives its answer.
func (a *android) act(format string, args ...any) string {
	a.t.Helper()
	words, err := a.acted(fmt.Sprintf(format, args...))
	if err != nil {
		a.t.Fatal(err)
	}
	return words
}

func (a *android) acted(line string) (string, error) {
	a.t.Helper()
	a.one.Lock()
	defer a.one.Unlock()
	words, err := a.tell(line)
	if err != nil && a.rises(err) {
		words, err = a.tell(line)
	}
	if err == nil {
		a.did(line)
	}
	return words, err
}

func (a *android) did(line string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.since = append(a.since, line)
}

// try does something that may not be possible.
func (a *android) try(line string) (string, error) {
	a.one.Lock()
	defer a.one.Unlock()
	return a.tell(line)
}

// errGone is told by a process's input a little before its end is seen.
var errGone = errors.New("the process has ended")

// tell is try for those who hold one.
func (a *android) tell(line string) (string, error) {
	n := len(a.said("= "))
	a.mu.Lock()
	in := a.in
	a.mu.Unlock()
	if _, err := fmt.Fprintln(in, line); err != nil {
		return "", fmt.Errorf("%s: %w (%w)", line, errGone, err)
	}
	reply, err := a.wait("= ", n, patience)
	if err != nil {
		return "", fmt.Errorf("%s: %w", line, err)
	}
	words, ok := strings.CutPrefix(reply, "ok ")
	if !ok {
		return "", fmt.Errorf("%s: %s", line, reply)
	}
	return words, nil
}

// turn gives the window another size.
func (a *android) turn(wide, high int) {
	a.t.Helper()
	a.wide, a.high = wide, high
	a.act("size %dx%d", wide, high)
}

// again ends the process and starts the app anew, after what is to be so by then.
func (a *android) again(before ...string) {
	a.t.Helper()
	a.kill()
	a.start()
	for _, line := range before {
		a.act("%s", line)
	}
	a.act("create")
}

var kept sync.Map // the names of pictures: several journeys come by the same page

// keep takes a picture of the screen once all is at rest, if none has that name yet.
func (a *android) keep(name string) {
	out := os.Getenv("KAUTH_OUT")
	if _, before := kept.LoadOrStore(name, true); before || out == "" {
		return
	}
	a.look()
	_ = os.MkdirAll(filepath.Join(out, "android"), 0o755)
	_ = a.d.command("import", "-window", "root", "-crop", fmt.Sprintf("%dx%d+0+0", a.wide, a.high), "+repage",
		"-define", "png:compression-level=1", filepath.Join(out, "android", name+".png")).Run()
	if !a.looked {
		_, _ = a.try("look no")
	}
}

// look has the window drawn whole, and waits until all is at rest. A phone that has failed
// shows what it can.
func (a *android) look() {
	a.mu.Lock()
	never := a.in == nil
	a.mu.Unlock()
	if never {
		return
	}
	n, most := len(a.said("! seen")), patience
	if a.t.Failed() {
		most = time.Second
	} else {
		a.act("rest")
	}
	_, err := a.try("look yes")
	if err == nil {
		_, err = a.wait("! seen", n, most)
	}
	if err == nil && !a.t.Failed() {
		_, err = a.try("rest")
	}
	if err != nil && !a.t.Failed() {
		a.t.Fatal(err)
	}
}
