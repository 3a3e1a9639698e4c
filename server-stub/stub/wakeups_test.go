package stub

import (
	"context"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kauth/core/api"
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

func TestQAListsWakeUps(t *testing.T) {
	w := newWorld(t, Options{QA: true})
	b, p := w.linked()
	p.putPush(webPush, fcmPush).want(204)
	b.ask()
	var list struct{ Wakes []sentWake }
	for start := time.Now(); len(list.Wakes) < 2 && time.Since(start) < within; {
		b.do("GET", "/qa/wakes", nil).want(200).into(&list)
	}
	if len(list.Wakes) != 2 || list.Wakes[1].Host != "push.example.net" || list.Wakes[1].Device != p.reg.Device ||
		list.Wakes[1].Kind != "webpush" || list.Wakes[0].Kind != "fcm" || list.Wakes[0].At == 0 {
		t.Fatalf("%+v", list.Wakes)
	}
	if plain := newWorld(t, Options{}); len(plain.s.wakers) != 0 {
		t.Fatal("wake-ups are recorded where nobody reads them")
	}
}
