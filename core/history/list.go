package history

import (
	"time"

	"kauth/core"
)

// Group puts the ends of requests under three words.
type Group string

// The groups.
const (
	Approved Group = "approved"
	Refused  Group = "refused" // NO, "not me", a wrong number
	Over     Group = "over"    // nobody answered in time, or the page went away
)

// GroupOf says under which word a record goes. What another phone answered goes by
// that answer.
func GroupOf(r core.Record) Group {
	switch {
	case r.Outcome == core.Approved:
		return Approved
	case r.Outcome == core.Refused, r.Outcome == core.WrongNumber:
		return Refused
	case r.Outcome == core.AnsweredOther && (r.State == "approved" || r.State == "redeemed"):
		return Approved
	case r.Outcome == core.AnsweredOther && (r.State == "denied" || r.State == "mismatch"):
		return Refused
	}
	return Over
}

// Query picks records. The zero Query picks all.
type Query struct {
	Account core.AccountID
	Group   Group
	Since   time.Time
}

func (q Query) wants(i item, now Group) bool {
	return (q.Account == "" || q.Account == i.account) && (q.Group == "" || q.Group == now) &&
		(q.Since.IsZero() || i.time >= q.Since.Unix())
}

// List gives at most n records from the given one on, the newest first, each with
// what was said of it later; and whether there are more.
func (h *History) List(q Query, from, n int) (records []core.Record, more bool, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := h.ready(); err != nil {
		return nil, false, err
	}
	later := h.index.later()
	r := reader{h: h, pages: map[uint64][]row{}}
	for _, at := range h.index.sorted() {
		i := h.index.items[at]
		group := i.group
		for _, l := range later[i.key] {
			group = l.group
		}
		switch {
		case !q.wants(i, group):
			continue
		case from > 0:
			from--
			continue
		case len(records) == n:
			return records, true, nil
		}
		got, ok, err := r.record(i, later[i.key])
		if err != nil {
			return nil, false, err
		}
		if ok {
			records = append(records, got)
		}
	}
	return records, false, nil
}

// Find gives the record of one request: core.NotFound where there is none.
func (h *History) Find(account core.AccountID, id string) (core.Record, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := h.ready(); err != nil {
		return core.Record{}, err
	}
	want := keyOf(line{Account: account, ID: id})
	r := reader{h: h, pages: map[uint64][]row{}}
	for _, i := range h.index.items {
		if i.key == want {
			got, ok, err := r.record(i, h.index.later()[want])
			if err == nil && !ok {
				err = core.E("history.Find", core.VaultDamaged, nil)
			}
			return got, err
		}
	}
	return core.Record{}, core.E("history.Find", core.NotFound, nil)
}

// later gives what was said of requests after their end, by request.
func (x *index) later() map[key][]item {
	out := map[key][]item{}
	for _, i := range x.items {
		if i.later {
			out[i.main] = append(out[i.main], i)
		}
	}
	return out
}

// reader reads each page once.
type reader struct {
	h     *History
	pages map[uint64][]row
}

func (r reader) line(n uint64) (line, bool, error) {
	p := pageOf(n)
	rows, ok := r.pages[p]
	if !ok {
		var err error
		if rows, err = r.h.page(p); err != nil {
			return line{}, false, err
		}
		r.pages[p] = rows
	}
	for _, row := range rows {
		if row.N == n {
			return row.line, true, nil
		}
	}
	return line{}, false, nil
}

func (r reader) record(i item, later []item) (core.Record, bool, error) {
	l, ok, err := r.line(i.n)
	if err != nil || !ok {
		return core.Record{}, false, err
	}
	out := l.record()
	for _, x := range later {
		more, ok, err := r.line(x.n)
		if err != nil {
			return out, false, err
		}
		if !ok {
			continue
		}
		out.Outcome, out.State, out.By = more.Outcome, more.State, more.By
		if more.Why == core.NotMe {
			out.Why, out.Reported = core.NotMe, moment(more.Ended)
		}
	}
	return out, true, nil
}
