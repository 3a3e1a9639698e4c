package stub

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"

	"kauth/core/api"
)

const (
	maxWakeTries = 3
	maxWakeAhead = 10 * 60 // seconds: what is planned for later is from before the clock was put back
)

// wakeup is a registration that is to be written to, on file until that is done: there
// is at most one for each.
type wakeup struct {
	Device string
	To     string // pushID of the registration
	At     int64
	Tries  int // before this one
}

func (w wakeup) id() string { return w.Device + " " + w.To }

func (w wakeup) planned(now int64) bool { return w.At > now && w.At <= now+maxWakeAhead }

// pushID names a registration: another key at the same address is another one.
func pushID(p api.Push) string {
	data, err := json.Marshal(p)
	if err != nil {
		panic(err) // strings alone
	}
	sum := sha256.Sum256(data)
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

// wakeUp has the phone woken by each way that it registered, at most every ten
// seconds: later where it was woken a moment ago, since it may have looked before this
// request was there. A way that a service has us wait for keeps its time.
func (t *tx) wakeUp(d *device) {
	var ways []wakeup
	for _, p := range d.Push {
		w := wakeup{Device: d.ID, To: pushID(p)}
		if on, err := load[wakeup](t, inWakeups, w.id()); err == nil && on.planned(t.now) || t.s.wakers[p.Kind] == nil {
			continue
		}
		ways = append(ways, w)
	}
	if len(ways) == 0 {
		return
	}
	at := t.wakeSlot(d, t.now)
	for _, w := range ways {
		w.At = at
		t.planWake(w)
	}
	d.Woken = at
	t.putDevice(d)
}

func (t *tx) planWake(w wakeup) {
	t.put(inWakeups, w.id(), w)
	if w.At > t.now {
		t.due(w.At, "wake", w.id())
		return
	}
	t.notify(inWakeups)
}

// wakeSlot is the first moment from that one on which is ten seconds from the phone's
// other wake-ups: those that were, and those to come, but it may join one of these.
func (t *tx) wakeSlot(d *device, from int64) int64 {
	others := append(t.wakeTimes(d.ID), d.Woken)
	for moved := true; moved; {
		moved = false
		for _, o := range others {
			switch {
			case o > t.now+maxWakeAhead, o > t.now && o == from, from >= o+wakeGap, from <= o-wakeGap:
				continue
			case o > from:
				from = o
			default:
				from = o + wakeGap
			}
			moved = true
		}
	}
	return from
}

// wakeTimes are when the phone's wake-ups are due that are on file.
func (t *tx) wakeTimes(device string) (times []int64) {
	c := t.Bucket([]byte(inWakeups)).Cursor()
	for id, _ := c.Seek([]byte(device + " ")); strings.HasPrefix(string(id), device+" "); id, _ = c.Next() {
		if w, err := load[wakeup](t, inWakeups, string(id)); err == nil {
			times = append(times, w.At)
		}
	}
	return times
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
