package challenge

import (
	"encoding/json"
	"slices"
	"time"

	"kauth/core"
)

// bucket holds the answered requests in the store, by challenge id.
const bucket = "answered"

// rememberFor is how long after its time an answered request is not shown again.
const rememberFor = 10 * time.Minute

// record is what is kept of an answered request.
type record struct {
	Origin  string       `json:"origin"`
	Expires int64        `json:"exp"` // by the server's clock
	Outcome core.Outcome `json:"outcome"`
}

// remember keeps that a request was answered, so that a phone killed now does not
// ask again. Without it (a full disk) the server still knows, and lists it no more;
// so a failure takes nothing back of an answer that was given.
func (b *Inbox) remember(r *request, e Ended) {
	data, err := json.Marshal(record{Origin: r.origin, Expires: r.Expires.Unix(), Outcome: e.Outcome})
	if err == nil {
		b.store.Put(bucket, r.ID, data)
	}
}

func (b *Inbox) isAnswered(id string) bool {
	_, err := b.store.Get(bucket, id)
	return err == nil
}

// prune forgets answered requests ten minutes after their time, once a minute.
func (b *Inbox) prune() {
	b.mu.Lock()
	due := b.o.Now().Sub(b.pruned) >= time.Minute
	if due {
		b.pruned = b.o.Now()
	}
	b.mu.Unlock()
	if !due {
		return
	}
	ids, err := b.store.List(bucket)
	if err != nil {
		return // the next one forgets them
	}
	ids = slices.DeleteFunc(ids, func(id string) bool {
		data, err := b.store.Get(bucket, id)
		return err != nil || !b.isOld(data)
	})
	if len(ids) > 0 {
		b.store.DeleteAll(bucket, ids...)
	}
}

// isOld goes by the clock of the server that asked; where it has not said what time
// it is since the start (its account may be gone), by the phone's and a day more.
func (b *Inbox) isOld(data []byte) bool {
	var r record
	if json.Unmarshal(data, &r) != nil {
		return true
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	limit := time.Unix(r.Expires, 0).Add(rememberFor)
	if now, ok := b.serverNow(r.Origin); ok {
		return now.After(limit)
	}
	return b.o.Now().After(limit.Add(24 * time.Hour))
}
