package faults_test

import (
	"fmt"
	"hash/fnv"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/coretest/faults"
)

// What a run is made of. FAULTS_COUNT and FAULTS_SEED change the first two.
const (
	fewRequests  = 80 // in `make test`
	phones       = 6
	accounts     = 5   // on each phone, each a person of their own
	serverLives  = 40  // requests between two kills of the server
	phoneLives   = 180 // the same for the phones, in turn
	lostAfter    = 4 * time.Minute
	leakedWithin = 30 * time.Second

	look       = 10 * time.Second
	stillAfter = 2 * time.Minute         // nobody's sign-in has ended: it is said what everybody does
	stuckAfter = lostAfter + time.Minute // what is lost would have been found by then: it never ends
)

func number(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}

// run is what all of it adds up to.
type run struct {
	t       *testing.T
	seed    uint64
	server  *server
	phones  []*phone
	web     *http.Transport
	left    atomic.Int64
	done    atomic.Int64
	mu      sync.Mutex
	counts  map[string]int
	longest time.Duration
}

// TestNothingIsLostOrShownTwiceThroughFaults has people sign in and answer while the
// network and both ends fail. FAULTS_SEED and FAULTS_COUNT choose another run.
func TestNothingIsLostOrShownTwiceThroughFaults(t *testing.T) {
	seed, count := number("FAULTS_SEED", 1), number("FAULTS_COUNT", fewRequests)
	before := runtime.NumGoroutine()
	r := newRun(t, uint64(seed))
	r.left.Store(int64(count))
	begun := time.Now()
	r.all()
	took := time.Since(begun)
	for _, p := range r.phones {
		r.kept(p)
		p.stop()
	}
	struck := r.server.proxy.Counts()
	r.server.kill()
	r.server.proxy.Close()
	r.web.CloseIdleConnections()
	kills := 0
	for _, p := range r.phones {
		kills += p.kills
	}
	t.Logf("seed %d: %d requests in %v, %d kills of the server and %d of phones, the longest took %v", seed, count, took.Round(time.Second), r.server.kills, kills, r.longest.Round(time.Millisecond))
	t.Logf("ends: %v", r.counts)
	t.Logf("faults: %v", struck)
	for end := time.Now().Add(leakedWithin); runtime.NumGoroutine() > before; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d goroutines, %d before\n%s", runtime.NumGoroutine(), before, stacks())
		}
	}
}

func newRun(t *testing.T, seed uint64) *run {
	t.Helper()
	proxy, err := faults.Listen(seed)
	if err != nil {
		t.Fatal(err)
	}
	r := &run{t: t, seed: seed, web: &http.Transport{}, counts: map[string]int{}}
	r.server = &server{t: t, dir: folder(t), people: phones * accounts, proxy: proxy}
	r.server.start()
	for n := range phones {
		p := newPhone(t, folder(t))
		p.start()
		for a := range accounts {
			p.link(r.server.page(r.web), person(n*accounts+a))
		}
		r.phones = append(r.phones, p)
	}
	proxy.Calm(false)
	return r
}

// folder is in memory where that is a folder: a kill of a process leaves it whole, and
// the disk is not what is tested.
func folder(t *testing.T) string {
	t.Helper()
	if dir, err := os.MkdirTemp("/dev/shm", "kauth-faults-"); err == nil {
		t.Cleanup(func() { os.RemoveAll(dir) })
		return dir
	}
	return t.TempDir()
}

// all has every person sign in again and again, until enough have.
func (r *run) all() {
	var people sync.WaitGroup
	stop, ended := make(chan struct{}), make(chan struct{})
	go func() { defer close(ended); r.killer(stop) }()
	go r.progress(stop)
	for n := range phones * accounts {
		people.Go(func() {
			for i := 0; r.left.Add(-1) >= 0 && !r.t.Failed(); i++ {
				r.signIn(r.phones[n/accounts], person(n), r.luck(fmt.Sprint(n, " ", i)))
				r.done.Add(1)
			}
		})
	}
	people.Wait()
	close(stop)
	<-ended
}

// progress tells a slow run from one that stands still, and ends that.
func (r *run) progress(stop chan struct{}) {
	tick := time.NewTicker(look)
	defer tick.Stop()
	var w watch
	for {
		select {
		case <-stop:
			return
		case <-tick.C:
		}
		done := r.done.Load()
		fmt.Printf("%d done\n", done)
		switch still, said := w.look(done, time.Now()); {
		case still >= stuckAfter: // who waits for a server that does not start waits without end
			debug.SetTraceback("all")
			panic(fmt.Sprintf("seed %d: no sign-in has ended for %v", r.seed, still))
		case said:
			fmt.Printf("no sign-in has ended for %v\n%s\n", still.Round(time.Second), stacks())
		}
	}
}

// stacks is what every goroutine does.
func stacks() []byte {
	all := make([]byte, 4<<20)
	return all[:runtime.Stack(all, true)]
}

func (r *run) luck(of string) *rand.Rand {
	h := fnv.New64a()
	io.WriteString(h, of)
	return rand.New(rand.NewPCG(r.seed, h.Sum64()))
}

// killer ends the server and the phones, each after so many requests.
func (r *run) killer(stop chan struct{}) {
	luck := r.luck("killer")
	server, phone, next := int64(serverLives/2), int64(phoneLives/3), 0 // both also in the small form
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-stop:
			return
		case <-tick.C:
		}
		switch n := r.done.Load(); {
		case n >= server:
			server = n + serverLives/2 + luck.Int64N(serverLives)
			r.server.kill()
			r.server.start()
		case n >= phone:
			phone = n + phoneLives/2/phones + luck.Int64N(phoneLives/phones)
			r.phones[next%phones].kill()
			next++
		}
	}
}

// count notes how one ended.
func (r *run) count(what string, took time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.counts[what]++
	r.longest = max(r.longest, took)
}

// kept checks the phone's history: each request once, and what was said.
func (r *run) kept(p *phone) {
	said := map[string]int{}
	for from, more := 0, true; more; from += 100 {
		var list []core.Record
		var err error
		if list, more, err = p.history.List(allOf, from, 100); err != nil {
			r.t.Error(err)
			return
		}
		for _, one := range list {
			if !one.Later {
				said[one.ID]++
			}
			if one.Decision != "" && p.tapped[one.ID] == "" {
				r.t.Errorf("the history says %s of %s, and nobody did", one.Decision, one.ID)
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(p.tapped)) {
		if said[id] != 1 {
			r.t.Errorf("the history has %s %d times", id, said[id])
		}
	}
}
