package stub

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"testing"

	"kauth/core/api"
)

// slowHashes holds every password that is hashed until it is let go.
func (w *world) slowHashes(at, wait int) (goOn func()) {
	gate, begun := make(chan struct{}), make(chan struct{}, at)
	w.s.hashes.slots, w.s.hashes.line = make(chan struct{}, at), make(chan struct{}, at+wait)
	w.s.hashes.hash = func(h passwordHash, password string) []byte {
		select {
		case begun <- struct{}{}:
		default:
			w.t.Error("more than the slots are hashed at once")
		}
		<-gate
		<-begun
		return argon(h, password)
	}
	return func() { close(gate) }
}

// hashCost is what one password took: passes and KiB.
type hashCost struct{ Time, Memory uint32 }

// hashCount lists what is hashed.
type hashCount struct {
	mu   sync.Mutex
	list []hashCost
}

func (c *hashCount) reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.list = nil
}

func (c *hashCount) done() []hashCost {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.list)
}

// countHashes has the server list the passwords that it hashes.
func (w *world) countHashes() *hashCount {
	count := &hashCount{}
	w.s.hashes.hash = func(h passwordHash, password string) []byte {
		count.mu.Lock()
		count.list = append(count.list, hashCost{h.Time, h.Memory})
		count.mu.Unlock()
		return argon(h, password)
	}
	return count
}

// signsIn gives a password in the background, and returns once it stands in line.
func (w *world) signsIn(user, password string) <-chan result {
	w.t.Helper()
	got, before := make(chan result, 1), len(w.s.hashes.line)
	go func() {
		got <- w.browser().do("POST", api.PathLogins, api.LoginRequest{User: user, Password: password})
	}()
	for len(w.s.hashes.line) == before {
		runtime.Gosched()
	}
	return got
}

func TestFewPasswordsAreHashedAndFewWait(t *testing.T) {
	w := newWorld(t, Options{})
	goOn := w.slowHashes(2, 3)
	var waiting []<-chan result
	for range 5 {
		waiting = append(waiting, w.signsIn(annaUser, annaPass))
	}
	for user, password := range map[string]string{annaUser: annaPass, "nobody@example.ch": "wrong"} {
		r := w.browser().do("POST", api.PathLogins, api.LoginRequest{User: user, Password: password})
		r.refused(api.CodeUnavailable)
		if r.header.Get("Retry-After") != "1" {
			t.Errorf("Retry-After is %q", r.header.Get("Retry-After"))
		}
	}
	if r := w.reader().signIn().wants("/login", "Too many people", annaUser); r.code != 503 {
		t.Errorf("the page of a busy server has the status %d", r.code)
	}
	goOn()
	for _, got := range waiting {
		(<-got).want(201)
	}
	w.browser().begin() // there is room again
}

func TestWhoIsGoneLeavesTheLine(t *testing.T) {
	w := newWorld(t, Options{})
	goOn := w.slowHashes(1, 2)
	first := w.signsIn(annaUser, annaPass)
	ctx, leaves := context.WithCancel(t.Context())
	gone := make(chan error, 1)
	go func() {
		_, err := w.s.matches(ctx, passwordHash{}, "any")
		gone <- err
	}()
	for len(w.s.hashes.line) < 2 {
		runtime.Gosched()
	}
	leaves()
	if err := <-gone; codeOf(err) != api.CodeUnavailable || len(w.s.hashes.line) != 1 {
		t.Fatalf("%v, and %d stand in line", err, len(w.s.hashes.line))
	}
	goOn()
	(<-first).want(201)
}

func TestCloseLetsNobodyWaitForAPassword(t *testing.T) {
	w := newWorld(t, Options{})
	goOn := w.slowHashes(1, 2)
	first, second := w.signsIn(annaUser, annaPass), w.signsIn("nobody@example.ch", "wrong")
	w.s.end() // as Close does
	(<-second).refused(api.CodeUnavailable)
	goOn()
	(<-first).want(201)
}
