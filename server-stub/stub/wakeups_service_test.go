package stub

import (
	"context"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kauth/core/api"
	"kauth/server-stub/wake"
)

// testServices are a service for each host, of which a test knows what arrived and may
// have it hang.
type testServices struct {
	mu   sync.Mutex
	says map[string][]wake.Answer // by host, one for each message; then "delivered"
	hang map[string]chan struct{} // by host: until closed
	got  []string                 // hosts, in the order that they were written to
}

func (*testServices) Kind() string { return pushWeb }

func (*testServices) Host(to api.Push) string {
	u, _ := url.Parse(to.Endpoint)
	return u.Host
}

func (s *testServices) Send(ctx context.Context, to api.Push, _ wake.Message) wake.Answer {
	host := s.Host(to)
	s.mu.Lock()
	s.got = append(s.got, host)
	a := wake.Answer{Outcome: WakeDelivered}
	if said := s.says[host]; len(said) > 0 {
		a, s.says[host] = said[0], said[1:]
	}
	hang := s.hang[host]
	s.mu.Unlock()
	if hang != nil {
		select {
		case <-hang:
		case <-ctx.Done():
		}
	}
	return a
}

// arrived are the hosts that were written to, sorted.
func (s *testServices) arrived() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(slices.Values(s.got))
}

// wants waits until these were written to, and no others.
func (s *testServices) wants(t *testing.T, hosts ...string) {
	t.Helper()
	slices.Sort(hosts)
	for start := time.Now(); time.Since(start) < within; runtime.Gosched() {
		if slices.Equal(s.arrived(), hosts) {
			return
		}
	}
	t.Fatalf("%q were written to, instead of %q", s.arrived(), hosts)
}

// calm waits until nothing is on its way any more.
func (w *world) calm() {
	w.t.Helper()
	for start := time.Now(); time.Since(start) < within; runtime.Gosched() {
		due := false
		w.ok(w.s.view(func(t *tx) error {
			for _, id := range t.idsOf(inWakeups) {
				on, err := load[wakeup](t, inWakeups, id)
				if err != nil {
					return err
				}
				due = due || !on.planned(t.now)
			}
			return nil
		}))
		if !due {
			return
		}
	}
	w.t.Fatal("wake-ups are on their way for ever")
}

// planned is when the phone's wake-ups are due, in seconds from now, by endpoint.
func (w *world) planned(p *phone) map[string]int64 {
	w.t.Helper()
	all := map[string]int64{}
	w.ok(w.s.view(func(t *tx) error {
		d, err := t.device(p.reg.Device)
		for _, r := range d.Push {
			if on, err := load[wakeup](t, inWakeups, wakeup{Device: d.ID, To: pushID(r)}.id()); err == nil {
				all[strings.TrimPrefix(r.Endpoint, "https://")] = on.At - t.now
			}
		}
		return err
	}))
	return all
}

func ways(endpoints ...string) (list []api.Push) {
	for _, e := range endpoints {
		p := webPush
		p.Endpoint = "https://" + e
		list = append(list, p)
	}
	return list
}

// registered is a phone that can be woken at these.
func registered(t *testing.T, endpoints ...string) (*world, *browser, *phone, *testServices) {
	services := &testServices{says: map[string][]wake.Answer{}, hang: map[string]chan struct{}{}}
	w := still(t, Options{QA: true, Services: []wake.Service{services}, wakeTimeout: time.Hour})
	b, p := w.linked()
	p.putPush(ways(endpoints...)...).want(204)
	return w, b, p, services
}

func TestServiceThatHangsHoldsUpNoOther(t *testing.T) {
	w, b, _, services := registered(t, "slow.example/1", "slow.example/2", "slow.example/3", "good.example/1")
	hang := make(chan struct{})
	services.hang["slow.example"] = hang
	b.ask()
	services.wants(t, "good.example", "slow.example", "slow.example") // a stranger gets two places
	w.pass(10 * time.Second)
	w.browser().ask()
	services.wants(t, "good.example", "good.example", "slow.example", "slow.example")
	close(hang)
	w.calm() // the third had not been written to: once is enough for both requests
	services.wants(t, "good.example", "good.example", "slow.example", "slow.example", "slow.example", "slow.example", "slow.example")
}

func TestWakeUpWhoseTurnComesAfterTheAnswerIsNotSent(t *testing.T) {
	w, b, p, services := registered(t, "slow.example/1", "slow.example/2", "slow.example/3", "slow.example/4")
	hang := make(chan struct{})
	services.hang["slow.example"] = hang
	b.ask()
	services.wants(t, "slow.example", "slow.example")
	p.deny(p.only()).want(200)
	close(hang)
	w.calm()
	services.wants(t, "slow.example", "slow.example")
}

func TestRetryComesWhenItsServiceSaysAndToItAlone(t *testing.T) {
	w, b, p, services := registered(t, "busy.example/1", "good.example/1")
	services.says["busy.example"] = []wake.Answer{{Outcome: WakeRetry, After: 35*time.Second + time.Millisecond, Status: 429}}
	b.ask()
	w.calm()
	if got := w.planned(p); len(got) != 1 || got["busy.example/1"] != 36 {
		t.Fatalf("planned are %v", got)
	}
	w.restart()
	w.pass(20 * time.Second)
	w.browser().ask() // meanwhile the other way wakes the phone, and the service has its time
	w.calm()
	services.wants(t, "busy.example", "good.example", "good.example")
	w.pass(15 * time.Second)
	services.wants(t, "busy.example", "good.example", "good.example")
	w.pass(time.Second)
	w.calm()
	services.wants(t, "busy.example", "busy.example", "good.example", "good.example")
	if got := w.planned(p); len(got) != 0 {
		t.Fatalf("planned are %v", got)
	}
}

func TestRetryAndNextRequestAreTenSecondsApart(t *testing.T) {
	w, b, p, services := registered(t, "busy.example/1", "good.example/1")
	services.says["busy.example"] = []wake.Answer{{Outcome: WakeRetry, After: 14 * time.Second}}
	b.ask()
	w.calm()
	w.pass(5 * time.Second)
	w.browser().ask() // would be due in 5, the retry is in 9: they go together
	if got := w.planned(p); got["busy.example/1"] != 9 || got["good.example/1"] != 9 {
		t.Fatalf("planned are %v", got)
	}
	w.pass(9 * time.Second)
	w.calm()
	services.wants(t, "busy.example", "busy.example", "good.example", "good.example")
	w.pass(3 * time.Second)
	w.ok(w.s.ResetLimits())
	w.browser().ask()
	if got := w.planned(p); got["busy.example/1"] != 7 || got["good.example/1"] != 7 {
		t.Fatalf("planned are %v", got)
	}
}

func TestNoRetryWhenTheRequestWillBeOver(t *testing.T) {
	w, b, p, services := registered(t, "busy.example/1")
	services.says["busy.example"] = []wake.Answer{{Outcome: WakeRetry, After: 120 * time.Second}}
	b.ask()
	w.calm()
	if got := w.planned(p); len(got) != 0 {
		t.Fatalf("planned are %v", got)
	}
	var wakes []sentWake
	for start := time.Now(); len(wakes) == 0 && time.Since(start) < within; runtime.Gosched() {
		wakes = w.s.qa.wakesSent() // noted after it is on file
	}
	if len(wakes) != 1 || wakes[0].AgainAt != 0 || wakes[0].Outcome != WakeRetry {
		t.Fatalf("%+v", wakes)
	}
}

func TestRefusedWakeUpIsNotTriedAgainAndTheRegistrationStays(t *testing.T) {
	w, b, p, services := registered(t, "busy.example/1")
	services.says["busy.example"] = []wake.Answer{{Outcome: WakeRefused, Status: 403}}
	b.ask()
	w.calm()
	services.wants(t, "busy.example")
	if got, kept := w.planned(p), w.registrations(p.reg.Device); len(got) != 0 || len(kept) != 1 {
		t.Fatalf("planned are %v, kept %v", got, kept)
	}
}

func TestOnlyTheRegistrationThatIsGoneIsForgotten(t *testing.T) {
	w, b, p, services := registered(t, "old.example/1", "good.example/1")
	hang := make(chan struct{})
	services.hang["old.example"] = hang
	services.says["old.example"] = []wake.Answer{{Outcome: WakeGone, Status: 410}}
	b.ask()
	services.wants(t, "good.example", "old.example")
	again := ways("old.example/1", "good.example/1")
	again[0].Auth = "AAAAAAAAAAAAAAAAAAAAAA" // registered anew while the service thought about the old one
	p.putPush(again...).want(204)
	close(hang)
	w.calm()
	if got := w.registrations(p.reg.Device); !slices.Equal(got, again) {
		t.Fatalf("%+v are left", got)
	}
	services.mu.Lock()
	services.says["old.example"] = []wake.Answer{{Outcome: WakeGone, Status: 410}}
	services.mu.Unlock()
	w.pass(10 * time.Second)
	w.browser().ask()
	w.calm()
	if got := w.registrations(p.reg.Device); !slices.Equal(got, again[1:]) {
		t.Fatalf("%+v are left", got)
	}
}

// APNs says since when it knows that an app is gone: who installed it again since, and
// has the same registration, keeps it.
func TestRegistrationThatIsNewerThanItsEndIsKept(t *testing.T) {
	w, b, p, services := registered(t, "old.example/1")
	gone := func(since time.Duration) []wake.Answer {
		return []wake.Answer{{Outcome: WakeGone, Status: 410, Since: w.s.Now().Add(since)}}
	}
	services.says["old.example"] = gone(-time.Minute)
	b.ask()
	w.calm()
	if got := w.registrations(p.reg.Device); len(got) != 1 {
		t.Fatal("a new registration was forgotten")
	}
	services.says["old.example"] = gone(time.Second)
	w.pass(10 * time.Second)
	w.browser().ask()
	w.calm()
	if got := w.registrations(p.reg.Device); len(got) != 0 {
		t.Fatalf("%+v are left", got)
	}
}

// The server ends while a message is on its way: nobody knows whether it arrived, and
// it is sent again.
func TestWakeUpThatWasInterruptedIsSentAfterTheRestart(t *testing.T) {
	w, b, _, services := registered(t, "slow.example/1")
	services.hang["slow.example"] = make(chan struct{})
	b.ask()
	services.wants(t, "slow.example")
	w.ok(w.s.Close())
	services.mu.Lock()
	delete(services.hang, "slow.example")
	services.mu.Unlock()
	w.start()
	services.wants(t, "slow.example", "slow.example")
	w.calm()
}
