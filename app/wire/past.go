package wire

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"kauth/core"
	"kauth/core/challenge"
	"kauth/core/history"
)

var _ challenge.History = past{}

// past is the history while the vault is open, and a list for it in the reception
// while it is shut: the chain of the history is written by the vault's key alone.
type past struct{ s *store }

// Where the reception keeps requests that wait, and those that ended.
const (
	waitBucket  = "waiting"
	endedBucket = "ended"
)

// Begin implements challenge.History, as do those that follow.
func (p past) Begin(r core.Record) error {
	p.s.mu.RLock()
	defer p.s.mu.RUnlock()
	if p.s.there() == p.s.main {
		return p.s.past.Begin(r)
	}
	return p.s.away.put(waitBucket, placeOf(r, false), r)
}

func (p past) Left() ([]core.Record, error) {
	p.s.mu.RLock()
	defer p.s.mu.RUnlock()
	if p.s.there() == p.s.main {
		return p.s.past.Left()
	}
	_, out, err := p.s.away.records(waitBucket)
	return out, err
}

func (p past) Since(t time.Time) (out []core.Record, err error) {
	p.s.mu.RLock()
	defer p.s.mu.RUnlock()
	if p.s.there() == p.s.main {
		return p.s.past.Since(t)
	}
	for _, bucket := range []string{waitBucket, endedBucket} {
		_, all, err := p.s.away.records(bucket)
		if err != nil {
			return nil, err
		}
		for _, r := range all {
			if bucket == waitBucket || !r.Later && !r.Ended.Before(t) {
				out = append(out, r)
			}
		}
	}
	return out, nil
}

func (p past) End(r core.Record) error {
	p.s.mu.RLock()
	defer p.s.mu.RUnlock()
	if p.s.there() == p.s.main {
		return p.s.past.End(r)
	}
	return p.s.away.ended(r)
}

// placeOf names what is recorded once of a request.
func placeOf(r core.Record, withLater bool) string {
	text := string(r.Account) + "\x00" + r.ID
	if withLater && r.Later {
		text += "\x00" + string(r.Why) + "\x00" + string(r.Outcome)
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:16])
}

// ended keeps an end, numbered in the order in which they came, once.
func (r *reception) ended(one core.Record) error {
	ids, err := r.v.List(endedBucket)
	if err != nil {
		return err
	}
	place, next := "."+placeOf(one, true), 1
	for _, id := range ids {
		if strings.HasSuffix(id, place) {
			return r.forgetWaiting(one)
		}
		fmt.Sscanf(id, "%d", &next)
		next++
	}
	if err := r.put(endedBucket, fmt.Sprintf("%010d%s", next, place), one); err != nil {
		return err
	}
	return r.forgetWaiting(one)
}

func (r *reception) forgetWaiting(one core.Record) error {
	err := r.v.Delete(waitBucket, placeOf(one, false))
	if core.KindOf(err) == core.NotFound {
		return nil
	}
	return err
}

func (r *reception) put(bucket, id string, one core.Record) error {
	data, err := json.Marshal(one)
	if err != nil {
		return core.E("wire.past", core.Internal, err)
	}
	return r.v.Put(bucket, id, data)
}

// records gives what can be read of a bucket, in order.
func (r *reception) records(bucket string) (ids []string, out []core.Record, err error) {
	all, err := r.v.List(bucket)
	if err != nil {
		return nil, nil, err
	}
	for _, id := range all {
		var one core.Record
		data, err := r.v.Get(bucket, id)
		if core.KindOf(err) == core.VaultDamaged || err == nil && json.Unmarshal(data, &one) != nil {
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		ids, out = append(ids, id), append(out, one)
	}
	return ids, out, nil
}

// givePast moves what ended, and what waits, to the history. It takes an end once,
// however often it is given.
func (r *reception) givePast(to *history.History) error {
	if err := r.giveRecords(endedBucket, to.End); err != nil {
		return err
	}
	return r.giveRecords(waitBucket, to.Begin)
}

func (r *reception) giveRecords(bucket string, take func(core.Record) error) error {
	ids, all, err := r.records(bucket)
	if err != nil {
		return err
	}
	taken := 0
	for _, one := range all {
		if err = take(one); err != nil {
			break
		}
		taken++
	}
	if gone := r.v.DeleteAll(bucket, ids[:taken]...); err == nil { // in one step: each makes the file anew
		err = gone
	}
	return err
}
