package history

import (
	"time"
)

// Fault says what is wrong with a part of the chain.
type Fault string

// The faults.
const (
	Changed Fault = "changed" // not as it was written
	Missing Fault = "missing" // taken out, or not readable
	Moved   Fault = "moved"   // at another place than where it was written
	NoHead  Fault = "no_head" // how many there were cannot be said any more
)

// Break is a part of the chain that does not hold.
type Break struct {
	Fault    Fault
	From, To uint64
	After    time.Time // when the last record before it was written that holds; may be zero
}

// Report is what a look at the whole chain found.
type Report struct {
	Records int    // that were read
	First   uint64 // the oldest that is kept; those before it were let go on purpose
	Last    uint64 // 0: there is none
	Breaks  []Break
}

// OK tells that the chain holds from its anchor to its head.
func (r Report) OK() bool { return len(r.Breaks) == 0 }

// link is what the chain says of one record.
type link struct {
	prev, sum string
	ended     int64
}

// Verify reads every record and checks the chain.
func (h *History) Verify() (Report, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := h.readHead(); err != nil {
		return Report{}, err
	}
	d := h.head
	r := Report{First: d.First, Last: d.Next - 1}
	links := map[uint64]link{}
	moved := map[uint64]bool{}
	for p, before := pageOf(d.First), uint64(0); p <= pageOf(d.Next); p++ {
		rows, err := h.page(p)
		if err != nil {
			return r, err
		}
		for _, row := range rows {
			if row.N < d.First || row.N >= d.Next {
				continue // let go, or about to be taken in
			}
			if _, twice := links[row.N]; twice || row.N < before || pageOf(row.N) != p {
				moved[row.N] = true
			}
			before = row.N
			links[row.N] = link{row.Prev, sum(row.raw), row.Ended}
		}
	}
	r.Records = len(links)
	r.Breaks = d.breaks(links, moved)
	return r, nil
}

func (d *head) breaks(links map[uint64]link, moved map[uint64]bool) (out []Break) {
	if d.Lost {
		out = append(out, Break{Fault: NoHead, From: d.First, To: d.Next - 1})
	}
	after := time.Time{}
	for n := d.First; n < d.Next; n++ {
		l, ok := links[n]
		next, more := links[n+1]
		switch {
		case !ok:
			out = extend(out, Missing, n, after)
		case moved[n]:
			out = extend(out, Moved, n, after)
		case n == d.First && !d.Lost && l.prev != d.Anchor,
			more && next.prev != l.sum,
			n == d.Next-1 && !d.Lost && l.sum != d.Last:
			out = extend(out, Changed, n, after)
		default:
			after = moment(l.ended)
		}
	}
	return out
}

// extend makes one break of those that follow each other.
func extend(out []Break, f Fault, n uint64, after time.Time) []Break {
	if last := len(out) - 1; last >= 0 && out[last].Fault == f && out[last].To == n-1 {
		out[last].To = n
		return out
	}
	return append(out, Break{Fault: f, From: n, To: n, After: after})
}
