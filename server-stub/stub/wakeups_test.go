package stub

import (
	"context"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kauth/core/api"
	"kauth/server-stub/wake"
)

// postbox is a push service that says what a test wants it to.
type postbox struct {
	mu   sync.Mutex
	says []WakeOutcome // one for each wake-up; then "delivered"
	got  []WakeUp
	to   []api.Push
}

func (*postbox) Kind() string { return pushWeb }

func (b *postbox) Wake(_ context.Context, to api.Push, w WakeUp) WakeOutcome {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.got, b.to = append(b.got, w), append(b.to, to)
	said := WakeDelivered
	if len(b.says) > 0 {
		said, b.says = b.says[0], b.says[1:]
	}
	return said
}

func (b *postbox) count() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.got)
}

// settled waits until n wake-ups were sent and what came of them is on file.
func (b *postbox) settled(w *world, n int) {
	w.t.Helper()
	for start := time.Now(); time.Since(start) < within; runtime.Gosched() {
		due := 0
		w.ok(w.s.view(func(t *tx) error {
			return t.Bucket([]byte(inWakeups)).ForEach(func(id, _ []byte) error {
				on, err := load[wakeup](t, inWakeups, string(id))
				if err == nil && on.At <= t.now {
					due++
				}
				return err
			})
		}))
		if due == 0 && b.count() == n {
			return
		}
	}
	w.t.Fatalf("%d wake-ups instead of %d", b.count(), n)
}

func waking(t *testing.T) (*world, *browser, *phone, *postbox) {
	box := &postbox{}
	w := still(t, Options{QA: true, Wakers: []Waker{box}})
	b, p := w.linked()
	p.putPush(webPush).want(204)
	return w, b, p, box
}

func TestRequestWakesThePhoneAndSaysNothing(t *testing.T) {
	w, b, p, box := waking(t)
	_, ask := b.ask()
	box.settled(w, 1)
	got := box.got[0]
	if box.to[0] != webPush || got.TTL > api.AnswerWindow || got.TTL < api.AnswerWindow-5*time.Second || got.Urgency != "high" || len(got.Collapse) > 32 {
		t.Fatalf("%+v", got)
	}
	if s := string(got.Body); len(s) > 100 || !strings.HasPrefix(s, `{"v":1,"k":"wake","h":"`) || strings.Contains(s, p.reg.Device) || strings.Contains(s, ask.Challenge) {
		t.Fatalf("the message is %s", s)
	}
}

func TestNoWakeUpMoreOftenThanEveryTenSeconds(t *testing.T) {
	w, b, _, box := waking(t)
	id, _ := b.ask()
	box.settled(w, 1)
	w.pass(4 * time.Second)
	w.browser().ask()
	w.browser().ask()
	box.settled(w, 1)
	w.pass(5 * time.Second) // nine since the first
	box.settled(w, 1)
	w.pass(time.Second) // the one that the others waited for
	box.settled(w, 2)
	w.pass(10 * time.Second)
	b.login("POST", id, "/resend").want(200)
	box.settled(w, 3)
	w.pass(time.Minute)
	box.settled(w, 3)
}

func TestWakeUpThatWaitsSurvivesARestartAndEndsWithItsRequest(t *testing.T) {
	w, b, _, box := waking(t)
	b.ask()
	box.settled(w, 1)
	w.pass(time.Second)
	id, _ := w.browser().ask()
	w.restart()
	w.pass(10 * time.Second)
	box.settled(w, 2)
	w.pass(time.Second)
	other := w.browser()
	third, _ := other.ask()
	b.login("POST", id, "/cancel")
	other.login("POST", third, "/cancel").want(204)
	w.ok(w.s.ResetLimits())
	w.pass(2 * time.Minute)
	box.settled(w, 2)
}

func TestGoneRegistrationIsDeleted(t *testing.T) {
	w, b, p, box := waking(t)
	p.putPush(webPush, fcmPush).want(204)
	box.says = []WakeOutcome{WakeGone}
	b.ask()
	box.settled(w, 1)
	if got := w.registrations(p.reg.Device); !slices.Equal(got, []api.Push{fcmPush}) {
		t.Fatalf("%+v are left", got)
	}
}

func TestFailedWakeUpIsTriedAgainAndNotForEver(t *testing.T) {
	w, b, p, box := waking(t)
	box.says = slices.Repeat([]WakeOutcome{WakeRetry}, 10)
	b.ask()
	box.settled(w, 1)
	w.pass(9 * time.Second)
	box.settled(w, 1)
	w.pass(time.Second)
	box.settled(w, 2)
	w.pass(20 * time.Second)
	box.settled(w, 3)
	w.pass(80 * time.Second)
	box.settled(w, 3)
	if got := w.registrations(p.reg.Device); len(got) != 1 {
		t.Fatalf("%+v are left", got)
	}
}

func TestQAListsWakeUpsAndWhatCameOfThem(t *testing.T) {
	var status atomic.Int32
	near := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Retry-After", "20")
		rw.WriteHeader(int(status.Load()))
	}))
	defer near.Close()
	w := still(t, Options{QA: true})
	b, p := w.linked()
	web := webPush
	web.Endpoint = near.URL + "/secret"
	host := strings.TrimPrefix(near.URL, "http://")
	p.putPush(web, fcmPush).want(204)
	wakes := func(n int) []sentWake {
		t.Helper()
		var list struct{ Wakes []sentWake }
		for start := time.Now(); len(list.Wakes) < n && time.Since(start) < within; {
			list.Wakes = nil
			r := b.do("GET", "/qa/wakes", nil).want(200)
			if strings.Contains(string(r.body), "secret") || strings.Contains(string(r.body), fcmPush.Token) {
				t.Fatalf("QA sees a password: %s", r.body)
			}
			r.into(&list)
		}
		if len(list.Wakes) != n {
			t.Fatalf("%+v", list.Wakes)
		}
		slices.SortFunc(list.Wakes, func(a, b sentWake) int { return strings.Compare(b.Kind, a.Kind) })
		return list.Wakes
	}
	status.Store(503)
	b.ask()
	now, body := w.s.Now().Unix(), string(wake.Message{Hint: hint(p.reg.Device)}.Body())
	first := sentWake{At: now, Device: p.reg.Device, Kind: "webpush", Host: host, TTL: 120, Body: body, Try: 1, Outcome: "retry", Status: 503, Why: "Service Unavailable", AgainAt: now + 20}
	if got := wakes(2); got[0] != first || got[1].Kind != "fcm" || got[1].Outcome != "recorded" {
		t.Fatalf("%+v", got)
	}
	status.Store(201)
	w.pass(20 * time.Second)
	if got := wakes(3); !slices.ContainsFunc(got, func(s sentWake) bool {
		return s.Try == 2 && s.Outcome == "delivered" && s.Status == 201 && s.TTL == 100 && s.AgainAt == 0
	}) {
		t.Fatalf("%+v", got)
	}
	r := w.reader().get("/qa/").wants("/qa/", "Delivered to the service", "The service could not take it", "webpush · "+host, "503 · Service Unavailable", "try 2", "Not sent: this server has no sender of this kind")
	if strings.Contains(r.page, "secret") || strings.Contains(r.page, fcmPush.Token) {
		t.Error("the page shows a password")
	}
	var state qaSnapshot
	b.do("GET", "/qa/state", nil).want(200).into(&state)
	if got := state.People[0].Phones[0].Push; len(got) != 2 || got[0] != (qaWay{"webpush", host}) || got[1] != (qaWay{Kind: "fcm"}) {
		t.Fatalf("%+v", got)
	}
}

func TestPhoneThatCannotBeWokenIsNotOnFile(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	p.putPush(fcmPush).want(204) // without the QA switches, nothing stands for FCM
	b.ask()
	for id := range w.dump() {
		if strings.HasPrefix(id, inWakeups+"/") {
			t.Fatalf("%s is on file", id)
		}
	}
}

func TestQARegistersWakeUpsOfATestPhone(t *testing.T) {
	w := newWorld(t, Options{QA: true})
	device, err := w.s.AddTestPhone(annaUser, "Test phone")
	w.ok(err)
	b := w.browser()
	b.do("POST", "/qa/push", map[string]any{"device": device, "push": []api.Push{fcmPush}}).want(204)
	if got := w.registrations(device); len(got) != 1 || got[0] != fcmPush {
		t.Fatalf("%+v", got)
	}
	b.do("POST", "/qa/push", map[string]any{"device": device, "push": []api.Push{{Kind: "mqtt"}}}).refused(api.CodeBadRequest)
	b.do("POST", "/qa/push", map[string]any{"device": "dev_x", "push": []api.Push{}}).refused(api.CodeNotFound)
}
