//go:build harness

package e2e

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
)

// place is how far a phone and its server have come. One journey of a run walks there;
// others start with copies of what the two had kept by then, instead of walking the same
// pages again. The app made these files, on the same simulated phone.
type place struct {
	name  string
	after *place // nil: a new phone
	walk  func(t *testing.T, a *android, s served, who person)

	once    sync.Once
	who     person
	reached bool
}

// kept is what the phone ("home") or the server had kept there.
func (p *place) kept(by string) string { return filepath.Join(binaries, "places", p.name, by) }

// reach goes there: the first who wants to be there walks.
func (p *place) reach(t *testing.T) {
	t.Helper()
	p.once.Do(func() {
		a, s, server := p.after.begin(t)
		p.who = s.Demo[0]
		a.start()
		p.walk(t, a, s, p.who)
		a.kill()
		server.stop(syscall.SIGTERM)
		copied(t, p.kept("home"), a.home)
		copied(t, p.kept("server"), s.data)
		p.reached = true
	})
	if !p.reached {
		t.Fatalf("no journey came to the place %q", p.name)
	}
}

// begin is a phone at that place, whose app does not run yet, and its server. The person is
// the first of the server's.
func (p *place) begin(t *testing.T, env ...string) (*android, served, *running) {
	t.Helper()
	if p != nil {
		p.reach(t)
	}
	a, s := newAndroid(t), served{data: t.TempDir()}
	if p == nil {
		copied(t, s.data, people(t))
	} else {
		copied(t, s.data, p.kept("server"))
		copied(t, a.home, p.kept("home"))
	}
	host, port := address(t)
	server := serveAt(t, env, &s, s.data, "-qa", "-addr", host+":"+port, "-origin", "http://localhost:"+port)
	s.URL, a.localhost = "http://"+host+":"+port, host
	if p != nil {
		s.Demo = []person{p.who}
	} else {
		s.Demo = []person{s.without(t, 0)}
	}
	return a, s, server
}

var (
	held  = sync.OnceValues(func() (net.Listener, error) { return net.Listen("tcp", "127.0.0.1:0") })
	hosts atomic.Int32
)

// address is one of this machine's that nobody has. A server's is in the vaults that are
// copied: to each phone it is http://localhost and one port, and each phone has its own
// localhost. Nobody else gets that port, which the run holds at 127.0.0.1.
func address(t *testing.T) (host, port string) {
	t.Helper()
	l, err := held()
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ = net.SplitHostPort(l.Addr().String())
	n := hosts.Add(1)
	return fmt.Sprintf("127.0.%d.%d", 1+n/250, 1+n%250), port
}

// What make has just built is taken as it is, as the app's library is; without its word a
// server that is there may be an old one.
func init() {
	if server := os.Getenv("KAUTH_SERVER"); server != "" {
		built.Store("kauth-server", func() (string, error) { return filepath.Abs(server) })
	}
}
