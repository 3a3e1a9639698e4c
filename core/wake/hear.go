package wake

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"slices"
	"time"

	"kauth/core"
	"kauth/core/api"
)

const (
	gap     = 2 * time.Second // wake-ups of an account that are closer together are one
	maxSeen = 256             // messages that are known again
)

// look is when an account was last looked at, and whether it will be.
type look struct {
	at      time.Time
	planned bool
}

// Hear takes in what the push services say until ctx ends.
func (w *Wakeups) Hear(ctx context.Context) {
	w.load()
	for {
		select {
		case n := <-w.r.News():
			w.hear(ctx, n)
		case <-ctx.Done():
			return
		}
	}
}

func (w *Wakeups) hear(ctx context.Context, n core.WakeNews) {
	known := false
	switch n.What {
	case core.WakeCame:
		w.Came(ctx, n)
		return
	case core.WakeServices:
		nudge(w.anew)
		return
	case core.WakeGiven:
		known = w.change(n.ID, func(r *record) { r.Target, r.State, r.Why = n.Target, Stands, "" })
	case core.WakeGone:
		known = w.change(n.ID, func(r *record) { r.Target, r.State, r.Why = core.WakeTarget{}, Gone, "" })
	}
	if known {
		w.Changed()
	}
}

// Came takes a message in, and says whether it is one of an account's server that was
// not taken in before. Everything else leads to nothing.
func (w *Wakeups) Came(ctx context.Context, n core.WakeNews) bool {
	id, r, ok := w.byID(n.ID)
	if !ok {
		return false
	}
	keys, err := r.keys()
	if err != nil {
		return false
	}
	says, err := keys.Open(n.Message)
	if err != nil || !wakes(says, r.Device) || !w.fresh(n.Message) {
		return false
	}
	w.look(ctx, id)
	return true
}

// wakes tells what a server says to wake this device. Another version's message says no
// less than "look", if it is for this device at all.
func wakes(says []byte, device string) bool {
	var m struct {
		What string `json:"k"`
		Hint string `json:"h"`
	}
	if json.Unmarshal(says, &m) != nil || m.What != "wake" {
		return false
	}
	sum := sha256.Sum256([]byte(device))
	return m.Hint == base64.RawURLEncoding.EncodeToString(sum[:8])
}

// fresh tells a message that did not come before: each is sealed with a salt of its own,
// so that the same bytes are the same message.
func (w *Wakeups) fresh(message []byte) bool {
	hash := api.Hash(message)
	w.mu.Lock()
	defer w.mu.Unlock()
	if slices.Contains(w.seen[:], hash) {
		return false
	}
	w.seen[w.next] = hash
	w.next = (w.next + 1) % maxSeen
	return true
}

// look has the account's requests fetched now, or when that was last done gap ago: a
// message may be about a request that came since.
func (w *Wakeups) look(ctx context.Context, id core.AccountID) {
	w.mu.Lock()
	defer w.mu.Unlock()
	l, now := w.looked[id], w.o.Now()
	if l.planned {
		return
	}
	wait := time.Duration(0)
	if since := now.Sub(l.at); !l.at.IsZero() && since >= 0 && since < gap {
		wait = gap - since
	}
	w.looked[id] = look{at: now.Add(wait), planned: wait > 0}
	w.busy++
	time.AfterFunc(wait, func() {
		w.mu.Lock()
		w.looked[id] = look{at: w.o.Now()}
		w.mu.Unlock()
		if ctx.Err() == nil {
			w.o.Look(ctx, id)
		}
		w.mu.Lock()
		w.busy--
		w.mu.Unlock()
	})
}

// Busy tells that something that came has not been taken in, or not been looked at yet.
func (w *Wakeups) Busy() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.busy > 0 || len(w.r.News()) > 0
}
