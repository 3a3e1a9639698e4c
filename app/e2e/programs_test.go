package e2e

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience is how long a program may take for anything: these machines are shared.
const patience = time.Minute

var built sync.Map

// program builds a command once for all tests and gives its path.
func program(t *testing.T, name, pkg string, args ...string) string {
	t.Helper()
	once, _ := built.LoadOrStore(name, sync.OnceValues(func() (string, error) {
		out := filepath.Join(binaries, name)
		cmd := exec.Command("go", append(append([]string{"build", "-o", out}, args...), pkg)...)
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		if msg, err := cmd.CombinedOutput(); err != nil {
			return "", fmt.Errorf("building %s: %w\n%s", name, err, msg)
		}
		return out, nil
	}))
	path, err := once.(func() (string, error))()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

var (
	binaries string
	atEnd    []func() // of all tests
)

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "kauth-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	binaries = dir
	code := m.Run()
	for _, f := range atEnd {
		f()
	}
	os.RemoveAll(dir)
	os.Exit(code)
}

// running is a program that announced itself with one line of JSON.
type running struct {
	t    *testing.T
	cmd  *exec.Cmd
	errs *bytes.Buffer
	done chan error
}

// start runs a program and decodes its one line into announced.
func start(t *testing.T, announced any, path string, args ...string) *running {
	t.Helper()
	return startIn(t, nil, announced, path, args...)
}

// startIn is start, with more in the program's environment.
func startIn(t *testing.T, env []string, announced any, path string, args ...string) *running {
	t.Helper()
	cmd := exec.Command(path, args...)
	cmd.Env = append(append(os.Environ(), "LANG=en_US.UTF-8", "DBUS_SESSION_BUS_ADDRESS=disabled:"), env...)
	r := &running{t: t, cmd: cmd, errs: &bytes.Buffer{}, done: make(chan error, 1)}
	cmd.Stderr = r.errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	first, err := lines.ReadBytes('\n')
	if err != nil || json.Unmarshal(first, announced) != nil {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		t.Fatalf("%s announced %q (%v)\n%s", filepath.Base(path), first, err, r.errs)
	}
	go func() {
		rest, _ := io.ReadAll(lines)
		if len(rest) > 0 {
			t.Errorf("%s prints more than its one line: %q", filepath.Base(path), rest)
		}
		r.done <- cmd.Wait()
	}()
	t.Cleanup(func() { r.stop(syscall.SIGKILL) })
	return r
}

// stop sends a signal and waits for the end.
func (r *running) stop(sig syscall.Signal) {
	_ = r.cmd.Process.Signal(sig)
	select {
	case err := <-r.done:
		r.done <- err
	case <-time.After(patience):
		r.t.Errorf("%s does not end", r.cmd.Path)
	}
}

type person struct {
	User      string `json:"user"`
	Password  string `json:"password"`
	TwoFactor bool   `json:"two_factor"`
}

type served struct {
	URL  string   `json:"url"`
	Demo []person `json:"demo"`
	data string   // its folder
}

// without gives the nth demo person who has two-factor off.
func (s served) without(t *testing.T, n int) person {
	t.Helper()
	for _, p := range s.Demo {
		if !p.TwoFactor {
			if n == 0 {
				return p
			}
			n--
		}
	}
	t.Fatal("no such demo person")
	return person{}
}

func serve(t *testing.T, args ...string) served {
	t.Helper()
	return serveIn(t, nil, args...)
}

// serveIn is serve, with more in the server's environment.
func serveIn(t *testing.T, env []string, args ...string) served {
	t.Helper()
	var s served
	s.data = t.TempDir()
	copied(t, s.data, people(t))
	serveAt(t, env, &s, s.data, append([]string{"-addr", "127.0.0.1:0"}, args...)...)
	return s
}

func serveAt(t *testing.T, env []string, s *served, data string, args ...string) *running {
	t.Helper()
	return startIn(t, env, s, program(t, "kauth-server", "kauth/server-stub"), append([]string{"-demo", "-data", data}, args...)...)
}

var firstPeople sync.Once

// people is what a server keeps that has the demo's people and nothing else: their passwords
// take a third of a second of a processor. So all servers of a run start with the same keys.
func people(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(binaries, "people")
	firstPeople.Do(func() {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		var s served
		serveAt(t, nil, &s, dir, "-addr", "127.0.0.1:0").stop(syscall.SIGTERM)
	})
	return dir
}

// phone is a headless phone.
type phone struct {
	t   *testing.T
	url string
	run *running
}

func passphrase(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "passphrase")
	if err := os.WriteFile(name, []byte("a passphrase for tests"), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func newPhone(t *testing.T, vault string, args ...string) *phone {
	t.Helper()
	var at struct {
		URL string `json:"url"`
	}
	args = append([]string{"--drive", "127.0.0.1:0", "--vault", vault, "--passphrase-file", passphrase(t), "--phone-name", "Pixel 9 · kAuth"}, args...)
	r := start(t, &at, program(t, "kauth-phone", "kauth/app", "-tags", "ci"), args...)
	return &phone{t, at.URL, r}
}

// item is what GET /tree tells of a text, a button or a field.
type item struct {
	Kind, Text, Label string
	X, Y, W, H        float32
	Disabled, Checked bool
	Focused           bool
	InView            bool `json:"in_view"`
}

type tree struct {
	Screen string
	Items  []item
}

func (p *phone) get(path string) []byte {
	p.t.Helper()
	res, err := http.Get(p.url + path)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != 200 {
		p.t.Fatalf("GET %s: %d %v %s", path, res.StatusCode, err, data)
	}
	return data
}

func (p *phone) tree() (t tree) {
	p.t.Helper()
	if err := json.Unmarshal(p.get("/tree"), &t); err != nil {
		p.t.Fatal(err)
	}
	return t
}

// post makes a call, which must be taken.
func (p *phone) post(path, kind string, body []byte) {
	p.t.Helper()
	if status, answer := p.try(path, kind, body); status != 200 {
		p.t.Fatalf("POST %s %s: %d %s\n%v", path, body, status, answer, p.tree())
	}
}

func (p *phone) try(path, kind string, body []byte) (int, []byte) {
	p.t.Helper()
	res, err := http.Post(p.url+path, kind, bytes.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	answer, _ := io.ReadAll(res.Body)
	return res.StatusCode, answer
}

func (p *phone) tap(text string) {
	p.t.Helper()
	body, _ := json.Marshal(map[string]string{"text": text})
	p.post("/tap", "application/json", body)
}

func (p *phone) typing(text string) {
	p.t.Helper()
	p.post("/type", "text/plain", []byte(text))
}

// see waits for a screen on which all the texts stand, and returns it.
func (p *phone) see(screen string, texts ...string) tree {
	p.t.Helper()
	var last tree
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(30 * time.Millisecond) {
		if last = p.tree(); last.Screen == screen && last.has(texts...) {
			return last
		}
	}
	p.t.Fatalf("waited for %q with %q; the phone shows %q: %v", screen, texts, last.Screen, last.texts())
	return last
}

// enabled waits until a button takes taps.
func (p *phone) enabled(screen, button string) {
	p.t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(30 * time.Millisecond) {
		for _, it := range p.tree().Items {
			if it.Kind == "button" && it.Text == button && !it.Disabled {
				return
			}
		}
	}
	p.t.Fatalf("%q never takes a tap on %q", button, screen)
}

func (t tree) has(texts ...string) bool {
	all := strings.Join(t.texts(), "\n")
	for _, want := range texts {
		if !strings.Contains(all, want) {
			return false
		}
	}
	return true
}

func (t tree) texts() (out []string) {
	for _, it := range t.Items {
		if it.Text != "" {
			out = append(out, it.Text)
		}
	}
	return out
}

// keep stores a picture of the phone beside the others of this run.
func (p *phone) keep(name string) {
	p.t.Helper()
	write(p.t, filepath.Join("phone", name+".png"), p.get("/screen.png?scale=2"))
}

// write keeps a file of this run in $KAUTH_OUT, or nowhere that lasts.
func write(t *testing.T, name string, data []byte) {
	t.Helper()
	dir := os.Getenv("KAUTH_OUT")
	if dir == "" {
		dir = t.TempDir()
	}
	name = filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
}
