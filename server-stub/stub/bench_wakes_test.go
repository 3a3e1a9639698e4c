//go:build bench

package stub

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kauth/core/api"
)

// arrivals are when a service on this machine was written to, by phone.
type arrivals struct {
	mu sync.Mutex
	at map[int]time.Time
}

func (a *arrivals) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	who, _ := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/"))
	a.mu.Lock()
	a.at[who] = time.Now()
	a.mu.Unlock()
	w.WriteHeader(http.StatusCreated)
}

// TestBenchWakes has a thousand people ask their phones at once, 64 at a time. Asking
// must not wait for push services, and the phones of those that answer must not wait
// for those that hang.
func TestBenchWakes(t *testing.T) {
	const at, people, services = 64, 1000, 10
	stop := make(chan struct{})
	t.Cleanup(func() { close(stop) })
	row := func(name string, endpoint func(who int, good, hangs string) string) contestant {
		arrived := &arrivals{at: map[int]time.Time{}}
		good := httptest.NewServer(arrived)
		t.Cleanup(good.Close)
		var hanging []string
		for range services {
			s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				select {
				case <-r.Context().Done():
				case <-stop:
				}
			}))
			t.Cleanup(s.CloseClientConnections)
			hanging = append(hanging, s.URL)
		}
		var begun atomic.Int64
		begun.Store(time.Now().Unix())
		pop := newPopulation(t, Options{QA: true, Now: func() time.Time { return time.Unix(begun.Load(), 0) }}, people)
		wakeable := 0
		check(t, pop.s.update(func(t *tx) error {
			for i, d := range pop.devices {
				if e := endpoint(i, good.URL, hanging[i%services]); e != "" {
					own := webPush
					own.Endpoint = e
					d, err := t.device(d.ID)
					if err != nil {
						return err
					}
					d.Push = []api.Push{own}
					t.putDevice(d)
				}
			}
			return nil
		}))
		for i := range people {
			if strings.HasPrefix(endpoint(i, "good", "hangs"), "good") {
				wakeable++
			}
		}
		return contestant{name, func() []float64 {
			begun.Add(1800)
			asked := make([]time.Time, people)
			figures := crowd(at, people, func(_, who int) {
				if err := pop.ask(who); err != nil {
					t.Error(err)
				}
				asked[who] = time.Now()
			})
			return append([]float64{figures[0], figures[2]}, arrived.since(t, asked, wakeable)...)
		}}
	}
	path := func(base string, who int) string { return fmt.Sprintf("%s/%d", base, who) }
	compare(t, "a thousand phones asked, and woken by Web Push on loopback",
		[]string{"requests/s", "asked: p99 ms", "then woken: median ms", "p99 ms"},
		row("no phone can be woken", func(int, string, string) string { return "" }),
		row("each is woken by a service that answers", func(who int, good, _ string) string { return path(good, who) }),
		row("one in ten is with one of ten services that hang", func(who int, good, hangs string) string {
			if who%10 == 3 {
				return path(hangs, who)
			}
			return path(good, who)
		}),
	)
}

func (pop *population) ask(who int) error {
	var l begunLogin
	err := pop.s.update(func(t *tx) (err error) {
		l, err = t.newLogin(pop.people[who].ID, "Manager")
		return err
	})
	if err == nil {
		_, err = pop.s.askPhone(benchVisitor, l.ID, l.Secret)
	}
	return err
}

// since waits until all were written to and says how long after they were asked.
func (a *arrivals) since(t *testing.T, asked []time.Time, phones int) []float64 {
	if phones == 0 {
		return []float64{0, 0}
	}
	for start := time.Now(); ; time.Sleep(time.Millisecond) {
		a.mu.Lock()
		n := len(a.at)
		a.mu.Unlock()
		if n == phones {
			break
		}
		if time.Since(start) > time.Minute {
			t.Fatalf("%d of %d were written to", n, phones)
		}
	}
	var took []time.Duration
	for who, at := range a.at {
		took = append(took, max(at.Sub(asked[who]), 0))
	}
	a.at = map[int]time.Time{}
	median, late := percentiles(took)
	return []float64{median, late}
}
