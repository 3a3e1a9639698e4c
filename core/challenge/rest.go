package challenge

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"kauth/core"
)

// RestBucket holds, for each account whose requests rest, a record named after it and
// the time that they rest until, by the phone's clock.
const RestBucket = "resting"

const (
	// RestFor is how long requests rest once a person refused all of them.
	RestFor = time.Hour

	manyWithin = 10 * time.Minute
	many       = 3
)

// arrival is a request that this process saw come.
type arrival struct {
	id      string
	account core.AccountID
	at      time.Time
}

// arrived counts a request. It is called with b.mu held.
func (b *Inbox) arrived(c core.Challenge) {
	if c.Kind != core.KindLink {
		b.came = append(b.recent(), arrival{c.ID, c.Account, b.o.Now()})
	}
}

// recent are those of the last ten minutes that the person did not say YES to: what
// they wanted is no nuisance. It is called with b.mu held.
func (b *Inbox) recent() (out []arrival) {
	for _, a := range b.came {
		if e, over := b.ended[a.id]; over && e.Outcome == core.Approved {
			continue
		}
		if ago := b.o.Now().Sub(a.at); ago >= 0 && ago < manyWithin {
			out = append(out, a)
		}
	}
	return out
}

// readCame counts, once, what an earlier process saw come: a phone that is woken for each
// request and closed after it must not begin to count anew. It comes when the request is
// on the screen, since it reads the history.
func (b *Inbox) readCame() {
	b.mu.Lock()
	due := !b.counted && len(b.came) > 0 && b.o.History != nil
	b.mu.Unlock()
	if !due {
		return
	}
	list, err := b.o.History.Since(b.o.Now().Add(-manyWithin))
	if err != nil {
		return // the next reply asks again
	}
	b.mu.Lock()
	b.counted = true
	grows := len(b.recent()) < many
	for _, r := range list {
		if r.Seen() && r.Kind != core.KindLink && r.Outcome != core.Approved && !slices.ContainsFunc(b.came, func(a arrival) bool { return a.id == r.ID }) {
			b.came = append(b.came, arrival{r.ID, r.Account, r.Ended})
		}
	}
	grows = grows && len(b.recent()) >= many
	b.mu.Unlock()
	if grows {
		b.tell(Event{Pending: true})
	}
}

// Many tells that the third request in ten minutes has come, over all accounts: it is
// time to offer RefuseAll.
func (b *Inbox) Many() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.recent()) >= many
}

// RefuseAll says NO and "not me" to everything that waits, and has the requests of all
// accounts that asked in the last ten minutes rest: they are not shown, and end by
// themselves. "Not me" has the servers rest too, for as long as they do. The error says
// that a NO did not get through; it is sent again while there is time.
func (b *Inbox) RefuseAll(ctx context.Context) (refused int, err error) {
	waiting := b.waiting()
	asked := map[core.AccountID]bool{}
	b.mu.Lock()
	for _, a := range b.recent() {
		asked[a.account] = true
	}
	b.mu.Unlock()
	for _, c := range waiting {
		asked[c.Account] = true
	}
	until := b.o.Now().Round(0).Add(RestFor)
	var stored error
	for id := range asked { // first: a phone killed now must not ring again
		stored = errors.Join(stored, b.rest(id, until))
	}
	var all sync.WaitGroup
	errs := make([]error, len(waiting))
	for n, c := range waiting {
		all.Go(func() {
			o, err := b.Answer(ctx, c.ID, core.Deny, "", core.NotMe)
			if o == "" {
				errs[n] = err
			}
		})
	}
	all.Wait()
	for _, one := range errs {
		if one == nil {
			refused++
		}
	}
	b.tell(Event{Pending: true})
	for _, one := range append(errs, stored) {
		if one != nil {
			return refused, one
		}
	}
	return refused, nil
}

// rest keeps that an account's requests rest.
func (b *Inbox) rest(id core.AccountID, until time.Time) error {
	b.readRests()
	b.mu.Lock()
	if b.rests == nil {
		b.rests = map[core.AccountID]time.Time{}
	}
	b.rests[id] = until
	b.mu.Unlock()
	return b.store.Put(RestBucket, restName(id, until), []byte("{}"))
}

// restName has the time in it: so two stores of one phone have the same records, or none.
func restName(id core.AccountID, until time.Time) string {
	return string(id) + "." + strconv.FormatInt(until.Unix(), 10)
}

// readRests reads what an earlier process kept, and forgets what is over, once.
func (b *Inbox) readRests() {
	b.mu.Lock()
	read := b.rests != nil
	b.mu.Unlock()
	if read {
		return
	}
	names, err := b.store.List(RestBucket)
	if err != nil {
		return // shut: read when it opens
	}
	found := map[core.AccountID]time.Time{}
	for _, name := range names {
		at := strings.LastIndexByte(name, '.')
		unix, err := strconv.ParseInt(name[at+1:], 10, 64)
		until := time.Unix(unix, 0)
		if at < 0 || err != nil || !b.soon(until) {
			_ = b.store.Delete(RestBucket, name)
			continue
		}
		if id := core.AccountID(name[:at]); until.After(found[id]) {
			found[id] = until
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.rests == nil {
		b.rests = found
	}
}

// soon tells a time to come that can have been set within an hour: one that is further
// off was set before the clock was put back, and must not keep requests from anybody.
func (b *Inbox) soon(until time.Time) bool {
	left := until.Sub(b.o.Now().Round(0))
	return left > 0 && left <= RestFor+time.Minute
}

// isResting is called with b.mu held.
func (b *Inbox) isResting(id core.AccountID) bool { return b.soon(b.rests[id]) }

// Resting is until when requests rest, by the phone's clock; zero: they do not.
func (b *Inbox) Resting() (until time.Time) {
	b.readRests()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, t := range b.rests {
		if b.soon(t) && t.After(until) {
			until = t
		}
	}
	return until
}

// Resume ends the rest of all accounts: what waits is shown.
func (b *Inbox) Resume() error {
	names, err := b.store.List(RestBucket)
	for _, name := range names {
		if e := b.store.Delete(RestBucket, name); e != nil {
			err = e
		}
	}
	if err != nil {
		return err // they go on resting: after a restart they would again
	}
	b.mu.Lock()
	b.rests = map[core.AccountID]time.Time{}
	b.mu.Unlock()
	b.tell(Event{Pending: true})
	return nil
}
