package stub

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"time"

	"kauth/core/api"
)

// Waker sends wake-ups of one kind. What it sends says nothing but that the app
// should look: the phone fetches the signed request itself.
type Waker interface {
	Kind() string // "webpush", "fcm", "apns"
	Wake(ctx context.Context, to api.Push, w WakeUp) WakeOutcome
}

// WakeUp is what goes to a push service.
type WakeUp struct {
	Device   string        // whom it is for; not sent
	Body     []byte        // at most 100 bytes: {"v":1,"k":"wake","h":"<hint>"}
	TTL      time.Duration // the request is over after that
	Urgency  string        // RFC 8030 section 5.3
	Collapse string        // a newer one replaces one with the same, RFC 8030 section 5.4
}

// WakeOutcome is what a push service said.
type WakeOutcome string

// The outcomes of a wake-up.
const (
	WakeDelivered WakeOutcome = "delivered" // to the push service
	WakeGone      WakeOutcome = "gone"      // there is no such registration any more: it is deleted
	WakeRetry     WakeOutcome = "retry"     // perhaps later
)

const (
	maxWakeTries = 3
	wakeAtOnce   = 8                // services that are talked to at once
	wakeTimeout  = 20 * time.Second // for one
)

// wakeup is a phone to be woken, on file until that is done.
type wakeup struct {
	Device string
	At     int64
	Tries  int
}

// wakeUp has the phone woken, at most every ten seconds: later where it was woken a
// moment ago, since it may have looked before this request was there.
func (t *tx) wakeUp(d *device) {
	if slices.ContainsFunc(d.Push, func(p api.Push) bool { return t.s.wakers[p.Kind] != nil }) {
		t.planWake(d, 0, 0)
	}
}

func (t *tx) planWake(d *device, after int64, tries int) {
	switch {
	case d.Woken > t.now && d.Woken <= t.now+wakeGap<<maxWakeTries:
		return // it will be
	case d.Woken <= t.now:
		after = max(after, d.Woken+wakeGap-t.now)
	}
	d.Woken = t.now + after
	t.putDevice(d)
	id := d.ID + " " + strconv.FormatInt(d.Woken, 10)
	t.put(inWakeups, id, wakeup{d.ID, d.Woken, tries})
	if after > 0 {
		t.due(d.Woken, "wake", id)
		return
	}
	t.notify(inWakeups)
}

// waitingFor says for how many seconds something will still wait for the phone.
func (t *tx) waitingFor(d *device) (most int64) {
	if d.State != deviceActive {
		return 0
	}
	for _, id := range d.Challenges {
		if c, err := t.challenge(id); err == nil && c.State == statePending {
			most = max(most, c.left(t.now))
		}
	}
	return most
}

// wakingPhones sends the wake-ups that are on file.
func (s *Server) wakingPhones() {
	more, leave := s.wakes.on(inWakeups)
	defer leave()
	for s.life.Err() == nil {
		if err := s.sendWakeups(); err != nil && s.life.Err() == nil {
			s.log.Error("waking phones failed", "error", err)
		}
		select {
		case <-more:
		case <-s.life.Done():
		}
	}
}

// toWake is one phone of a round.
type toWake struct {
	wakeup
	id   string
	left int64 // seconds
	push []api.Push
	said []WakeOutcome
}

func (s *Server) sendWakeups() error {
	var round []*toWake
	err := s.view(func(t *tx) error {
		c := t.Bucket([]byte(inWakeups)).Cursor()
		for id, _ := c.First(); id != nil; id, _ = c.Next() {
			on, err := load[wakeup](t, inWakeups, string(id))
			if err != nil {
				return err
			}
			if on.At > t.now {
				continue
			}
			w := &toWake{wakeup: *on, id: string(id)}
			if d, err := t.device(on.Device); err == nil {
				w.push, w.left = d.Push, t.waitingFor(d)
			}
			round = append(round, w)
		}
		return nil
	})
	if err != nil || len(round) == 0 {
		return err
	}
	var sending sync.WaitGroup
	places := make(chan struct{}, wakeAtOnce)
	for _, w := range round {
		places <- struct{}{}
		sending.Go(func() {
			defer func() { <-places }()
			s.send(w)
		})
	}
	sending.Wait()
	return s.update(func(t *tx) error {
		for _, w := range round {
			t.woken(w)
		}
		return nil
	})
}

func (s *Server) send(w *toWake) {
	ctx, cancel := context.WithTimeout(s.life, wakeTimeout)
	defer cancel()
	for _, p := range w.push {
		said := WakeDelivered
		if k := s.wakers[p.Kind]; k != nil && w.left > 0 {
			said = k.Wake(ctx, p, WakeUp{
				Device: w.Device, Body: wakeBody(w.Device), TTL: time.Duration(w.left) * time.Second,
				Urgency: "high", Collapse: hint(w.Device),
			})
		}
		w.said = append(w.said, said)
	}
}

// woken writes down what came of it.
func (t *tx) woken(w *toWake) {
	t.remove(inWakeups, w.id)
	d, err := t.device(w.Device)
	if err != nil {
		return
	}
	before := len(d.Push)
	for i, p := range w.push {
		if w.said[i] == WakeGone {
			d.Push = slices.DeleteFunc(d.Push, func(o api.Push) bool { return o == p })
		}
	}
	if len(d.Push) != before {
		t.putDevice(d)
	}
	if slices.Contains(w.said, WakeRetry) && w.Tries+1 < maxWakeTries && t.waitingFor(d) > 0 {
		t.planWake(d, wakeGap<<w.Tries, w.Tries+1)
	}
}

// hint tells a phone with several accounts which one to look at, and nobody else
// anything.
func hint(device string) string {
	sum := sha256.Sum256([]byte(device))
	return base64.RawURLEncoding.EncodeToString(sum[:8])
}

func wakeBody(device string) []byte {
	return []byte(`{"v":1,"k":"wake","h":"` + hint(device) + `"}`)
}

// wakeHost is the part of a registration that may be shown.
func wakeHost(p api.Push) string {
	u, err := url.Parse(p.Endpoint)
	if err != nil {
		return ""
	}
	return u.Host
}

// recorder stands where a waker will be: it keeps what would have been sent.
type recorder struct {
	s    *Server
	kind string
}

func (r recorder) Kind() string { return r.kind }

func (r recorder) Wake(_ context.Context, to api.Push, w WakeUp) WakeOutcome {
	r.s.qa.woken(sentWake{
		At: r.s.now().Unix(), Device: w.Device, Kind: to.Kind, Host: wakeHost(to), TTL: int(w.TTL.Seconds()), Body: string(w.Body),
	})
	return WakeDelivered
}

// sentWake is a wake-up as QA sees it. The rest of an endpoint is its password.
type sentWake struct {
	At     int64  `json:"at"`
	Device string `json:"device"`
	Kind   string `json:"kind"`
	Host   string `json:"host"`
	TTL    int    `json:"ttl_s"`
	Body   string `json:"body"`
}

const maxWakesKept = 200

func (q *qaState) woken(w sentWake) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.wakes = append([]sentWake{w}, q.wakes[:min(len(q.wakes), maxWakesKept-1)]...)
}

func (s *Server) qaWakes(w http.ResponseWriter, _ *http.Request) error {
	s.qa.mu.Lock()
	list := append([]sentWake{}, s.qa.wakes...)
	s.qa.mu.Unlock()
	return writeJSON(w, http.StatusOK, map[string]any{"wakes": list})
}

// beginWakers takes up those that the options give. With the QA switches the others'
// wake-ups are recorded; without, who has no waker is not woken.
func (s *Server) beginWakers() {
	s.wakers = map[string]Waker{}
	if s.o.QA {
		for _, kind := range []string{pushWeb, pushFCM, pushApple} {
			s.wakers[kind] = recorder{s, kind}
		}
	}
	for _, w := range s.o.Wakers {
		s.wakers[w.Kind()] = w
	}
	if len(s.wakers) > 0 {
		s.sweeper.Go(s.wakingPhones)
	}
}
