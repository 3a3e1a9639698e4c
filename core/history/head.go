package history

import (
	"encoding/json"
	"slices"

	"kauth/core"
)

const (
	bucket = "history"
	headID = "head"
)

// head says where the chain begins and ends.
type head struct {
	V      int    `json:"v"`
	First  uint64 `json:"first"`            // the oldest record that is kept
	Anchor string `json:"anchor,omitempty"` // the sum of the one before it
	Next   uint64 `json:"next"`             // the number of the next record
	Last   string `json:"last,omitempty"`   // the sum of the one before that
	Left   []line `json:"left,omitempty"`   // requests that have no end yet
	// Lost says that a head was gone or unreadable and was made anew from the pages:
	// what stood before the first and after the last of them cannot be vouched for.
	Lost bool `json:"lost,omitempty"`
}

const version = 1

// without gives the notes but for that request's.
func (h *head) without(r core.Record) []line {
	return slices.DeleteFunc(slices.Clone(h.Left), func(l line) bool { return l.ID == r.ID && l.Account == r.Account })
}

func (h *History) putHead(next head) error {
	data, err := json.Marshal(next)
	if err != nil {
		return core.E("history", core.Internal, err)
	}
	if err := h.store.Put(bucket, headID, data); err != nil {
		return err
	}
	h.head = &next
	return nil
}

// readHead reads the head once, and takes in a record that was written just before
// the app was killed.
func (h *History) readHead() error {
	if h.head != nil {
		return nil
	}
	data, err := h.store.Get(bucket, headID)
	var read head
	switch kind := core.KindOf(err); {
	case kind == core.NotFound, kind == core.VaultDamaged:
		read, err = h.newHead()
	case err == nil:
		if err = json.Unmarshal(data, &read); err != nil || read.V > version {
			err = core.E("history", core.VaultNewer, err)
		}
	}
	if err != nil {
		return err
	}
	if read, err = h.rollOn(read); err != nil {
		return err
	}
	h.head = &read
	return nil
}

// newHead begins a chain, or goes by the pages that are there.
func (h *History) newHead() (head, error) {
	fresh := head{V: version, First: 1, Next: 1}
	ids, err := h.store.List(bucket)
	if err != nil {
		return fresh, err
	}
	for _, id := range ids {
		p, ok := pageNumber(id)
		if !ok {
			fresh.Lost = fresh.Lost || id == headID // damaged: List names it all the same
			continue
		}
		rows, err := h.page(p)
		if err != nil {
			return fresh, err
		}
		for _, r := range rows {
			if !fresh.Lost || fresh.Next == 1 {
				fresh.First, fresh.Anchor = r.N, r.Prev
			}
			fresh.Lost, fresh.Next, fresh.Last = true, r.N+1, sum(r.raw)
		}
	}
	return fresh, nil
}

// rollOn follows records that fit behind the last one that the head knows.
func (h *History) rollOn(read head) (head, error) {
	rows, err := h.page(pageOf(read.Next))
	if err != nil {
		return read, err
	}
	for _, r := range rows {
		if r.N == read.Next && r.Prev == read.Last {
			read.Left = read.without(r.record())
			read.Next, read.Last = r.N+1, sum(r.raw)
		}
	}
	return read, nil
}
