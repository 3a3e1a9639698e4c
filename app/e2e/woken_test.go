//go:build window

package e2e

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"kauth/core/coretest/computer"
)

// pushed is a line of what the distributor says that it did.
type pushed struct {
	URL, Registered, Unregistered, Sent, Service, VAPID string
	Bytes                                               int
	TTL, Urgency                                        string
}

// distributor is a push service in the session, and its push server.
type distributor struct {
	s    *session
	said chan pushed
	cert string
	url  string
	key  string // of the server, as the app registered it
}

func (s *session) distributor() *distributor {
	s.t.Helper()
	d := &distributor{s: s, said: make(chan pushed, 64), cert: filepath.Join(s.dir, "push.pem")}
	cmd := s.here(program(s.t, "distributor", "kauth/platform/push/distributor"), "-cert", d.cert, "-vapid")
	out, err := cmd.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	s.run(cmd)
	go func() {
		for lines := bufio.NewScanner(out); lines.Scan(); {
			var p pushed
			if json.Unmarshal(lines.Bytes(), &p) == nil {
				d.said <- p
			}
		}
	}()
	d.url = d.next("its address", func(p pushed) bool { return p.URL != "" }).URL
	return d
}

func (d *distributor) next(what string, is func(pushed) bool) pushed {
	d.s.t.Helper()
	for over := time.After(patience); ; {
		select {
		case p := <-d.said:
			if is(p) {
				return p
			}
		case <-over:
			d.s.t.Fatalf("the distributor never told of %s", what)
		}
	}
}

// send does what a server does that knows an endpoint, and nothing else.
func (d *distributor) send(id string, message []byte) {
	d.s.t.Helper()
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}} // its own certificate, on loopback
	defer client.CloseIdleConnections()
	req, err := http.NewRequest("POST", d.url+"/"+id, bytes.NewReader(message))
	if err != nil {
		d.s.t.Fatal(err)
	}
	req.Header.Set("TTL", "60")
	req.Header.Set("Content-Encoding", "aes128gcm")
	req.Header.Set("Authorization", "vapid t=x, k="+d.key)
	res, err := client.Do(req)
	if err != nil || res.StatusCode != http.StatusCreated {
		d.s.t.Fatal(res, err)
	}
	res.Body.Close()
}

// activated has the bus start the app, as it is installed.
func (s *session) activated(flags []string) {
	s.t.Helper()
	line := "'" + strings.Join(append([]string{made(s.t, "kauth"), "--woken"}, flags...), "' '") + "'"
	s.file("dbus-1/services/kauth.app.service", "[D-BUS Service]\nName=kauth.app\nExec="+line+"\n", 0o600)
	env := map[string]string{}
	for _, e := range s.here("true").Env {
		k, v, _ := strings.Cut(e, "=")
		env[k] = v
	}
	if err := s.conn.BusObject().Call("org.freedesktop.DBus.UpdateActivationEnvironment", 0, env).Err; err != nil {
		s.t.Fatal(err)
	}
	if err := s.conn.BusObject().Call("org.freedesktop.DBus.ReloadConfig", 0).Err; err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { // they are the bus's children
		for _, pid := range s.woken() {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	})
}

// woken gives the processes that the bus started on this session's vault: one that has
// given its name back may still be about to end.
func (s *session) woken() (all []int) {
	names, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, name := range names {
		line, _ := os.ReadFile(name)
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(name)))
		if err == nil && bytes.Contains(line, []byte("--woken")) && bytes.Contains(line, []byte(s.dir)) {
			all = append(all, pid)
		}
	}
	return all
}

// runs tells whether a process of the app is on the bus.
func (s *session) runs() bool {
	var is bool
	err := s.conn.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, "kauth.app").Store(&is)
	return err == nil && is
}

func TestASignInWakesTheClosedApp(t *testing.T) {
	s := newSession(t)
	d := s.distributor()
	t.Setenv("SSL_CERT_FILE", d.cert)
	server := serve(t, "-qa")
	who := server.without(t, 0)
	s.choices(`{"lock.after": "never", "tray": "off"}`)
	flags := append(s.linked(server, who), "--lang", "en")
	s.activated(flags)

	// It registers while it runs, and is closed then.
	app := s.open(flags)
	asked := d.next("a registration", func(p pushed) bool { return p.Registered != "" })
	if asked.Service != "kauth.app" || len(asked.VAPID) != 87 {
		t.Errorf("registered as %+v", asked)
	}
	d.key = asked.VAPID
	s.eventually("the server knows where to wake it", func() bool { return server.has(t, "webpush") })
	app.end()

	pc := computer.New(t, server.URL)
	pc.Must(204, "POST", "/qa/mode", map[string]string{"mode": "confirm"}, nil)
	l := pc.Login(who.User, who.Password)
	pc.Ask(l)
	sent := d.next("a message", func(p pushed) bool { return p.Sent != "" })
	if sent.Sent != asked.Registered || sent.Urgency != "high" || sent.TTL == "" || sent.Bytes > 4096 {
		t.Errorf("sent %+v", sent)
	}
	s.eventually("a notice is shown", func() bool { return s.notices() == 1 })
	if s.visible() {
		t.Error("a window opened by itself")
	}
	s.press("YES", "Are you trying to sign in?")
	if got := pc.State(l); got != "approved" {
		t.Fatalf("the login is %s", got)
	}
	s.eventually("it ends when nothing waits any more", func() bool { return !s.runs() })

	// What is no message of the server's shows nothing, and it ends again.
	d.send(asked.Registered, bytes.Repeat([]byte{7}, 300))
	s.eventually("it was started", s.runs)
	s.eventually("and ends", func() bool { return !s.runs() })
	if n := s.notices(); n != 0 {
		t.Errorf("%d notices for a forged message", n)
	}

	// A tap on the notice opens the app.
	pc.Must(200, "POST", "/qa/clock", map[string]int{"offset_s": 60}, nil) // a phone is woken at most every ten seconds
	l = pc.Login(who.User, who.Password)
	pc.Ask(l)
	s.eventually("a second notice is shown", func() bool { return s.notices() == 1 })
	if err := s.here("dunstctl", "action").Run(); err != nil {
		t.Fatal(err)
	}
	s.eventually("its window opens", s.visible)
	s.eventually("one process is left", func() bool { return len(s.woken()) == 1 })
	first := s.woken()[0]
	d.send(asked.Registered, bytes.Repeat([]byte{7}, 301))
	d.next("it", func(p pushed) bool { return p.Sent != "" && p.Bytes == 301 })
	if now := s.woken(); len(now) != 1 || now[0] != first {
		t.Errorf("a message to the app that runs starts another: %v", now)
	}
	second := s.here(made(t, "kauth"), flags...)
	if out, err := second.CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("a second start beside it: %v %s", err, out)
	}
}

// opened is the app in its window.
type opened struct {
	s     *session
	cmd   *exec.Cmd
	ended chan error
}

func (s *session) open(flags []string) opened {
	s.t.Helper()
	app := opened{s, s.here(made(s.t, "kauth"), flags...), make(chan error, 1)}
	if err := app.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	go func() { app.ended <- app.cmd.Wait() }()
	s.t.Cleanup(func() { _ = app.cmd.Process.Kill() })
	return app
}

// end closes it, as the system does.
func (o opened) end() {
	o.s.t.Helper()
	_ = o.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case err := <-o.ended:
		if err != nil {
			o.s.t.Errorf("it ended with %v", err)
		}
	case <-time.After(patience):
		o.s.t.Fatal("it does not end")
	}
}

// has tells whether the server's own account of everything has a word in it.
func (s served) has(t *testing.T, word string) bool {
	t.Helper()
	res, err := http.Get(s.URL + "/qa/state")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	all, err := io.ReadAll(res.Body)
	return err == nil && bytes.Contains(all, []byte(word))
}
