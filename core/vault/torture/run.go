//go:build linux && (amd64 || arm64)

package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"kauth/core/vault/torture/disk"
)

// run is one run of the torture: what it was asked for, and what it saw.
type run struct {
	seed  uint64
	until time.Time // when the part that is under way has to end

	mu       sync.Mutex
	counts   map[string]int
	failures []error
	cut      []string // parts that ran out of time
	kept     int
}

func (r *run) count(what string, n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.counts[what] += n
}

func (r *run) get(what string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.counts[what]
}

// most is how many failures are printed; the others are only counted.
const most = 20

func (r *run) fail(part string, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failures = append(r.failures, err)
	if len(r.failures) <= most {
		fmt.Printf("  FAILED, %s: %v\n", part, err)
	}
}

// over says that the part has used its time.
func (r *run) over() bool { return time.Now().After(r.until) }

// each does n things on all processors, until the part's time is over.
func (r *run) each(part string, n int, f func(i int) error) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range runtime.NumCPU() {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				if r.over() {
					r.cutShort(part)
					return
				}
				if err := f(i); err != nil {
					r.fail(part, err)
				}
			}
		})
	}
	all.Wait()
}

// shuffled is another order for each seed: what is cut short has not always seen the same.
func (r *run) shuffled(n int) []int { return rand.New(rand.NewPCG(r.seed, 3)).Perm(n) }

func (r *run) cutShort(part string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, p := range r.cut {
		if p == part {
			return
		}
	}
	r.cut = append(r.cut, part)
}

// keep copies a folder that something went wrong with to where a person finds it, and
// gives a remark on where that is.
func (r *run) keep(h home) string {
	r.mu.Lock()
	r.kept++
	name := filepath.Join(*kept, fmt.Sprintf("seed-%d-%d", r.seed, r.kept))
	tooMany := r.kept > most
	r.mu.Unlock()
	if tooMany {
		return ""
	}
	i, err := disk.Read(string(h))
	if err == nil {
		err = i.Write(name)
	}
	if err != nil {
		return fmt.Sprintf(" (not kept: %v)", err)
	}
	return " (kept in " + name + ")"
}

// part runs one part within its time, and says what it did.
func (r *run) part(p part, limit time.Duration, amount int) {
	begun := time.Now()
	r.until = begun.Add(limit)
	p.do(r, amount)
	fmt.Printf("%-7s %5.1f s: %s\n", p.name, time.Since(begun).Seconds(), p.tell(r))
}

func (r *run) err() error {
	if len(r.failures) > 0 {
		return fmt.Errorf("%d failures", len(r.failures))
	}
	return nil
}

// roomy gives the folder in memory, where there is room in it: a power cut's image needs
// no disk.
func roomy() string {
	const shm = "/dev/shm"
	if f, err := os.CreateTemp(shm, "kauth-"); err == nil {
		f.Close()
		os.Remove(f.Name())
		if free(shm) > 300<<20 {
			return shm
		}
	}
	return os.TempDir()
}
