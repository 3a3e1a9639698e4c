package history

import (
	"cmp"
	"slices"
	"time"

	"kauth/core"
)

// item is what has to be known of a record to find it.
type item struct {
	n       uint64
	key     key
	main    key // of the request's own record
	time    int64
	ended   int64
	asked   int64 // by its server's clock, which signed it; 0: not known
	account core.AccountID
	group   Group
	later   bool
}

// index finds records without reading them all. It holds no names and no places.
type index struct {
	items []item // in the order of the chain
	known map[key]bool
	order []int // of items, the newest first, without the later ones; nil: to be made
}

func (x *index) has(l line) bool { return x.known[keyOf(l)] }

func (x *index) add(l line) {
	main := l
	main.Later = false
	i := item{
		n: l.N, key: keyOf(l), main: keyOf(main), time: l.shown(), ended: l.Ended, asked: l.Asked, account: l.Account,
		group: GroupOf(l.record()), later: l.Later,
	}
	x.items = append(x.items, i)
	x.known[i.key] = true
	x.order = nil
}

// flooded tells that an account has had its part of the day before l.
func (x *index) flooded(l line) bool {
	n := 0
	for _, i := range x.items {
		if i.account == l.Account && !i.later && i.ended <= l.Ended && i.ended > l.Ended-int64(24*time.Hour/time.Second) {
			n++
		}
	}
	return n >= daily
}

// trim lets go of what is too much or too old: from the head, and from the index.
// Old is what both the phone's clock and the newest request say, that by its server's:
// neither a clock that is years ahead nor a single record can empty the history.
func (x *index) trim(h *head, now int64, sumAt func(uint64) string) {
	newest := int64(0)
	for _, i := range x.items {
		newest = max(newest, i.asked)
	}
	oldest := min(newest, now) - int64(longest/time.Second)
	first := h.First
	if h.Next-first > most {
		first = pageOf(h.Next-most-1)*pageSize + pageSize + 1
	}
	gone := 0
	for _, i := range x.items {
		if i.n >= first && i.ended >= oldest {
			first = i.n
			break
		}
		gone++
	}
	if gone == 0 {
		return
	}
	if gone == len(x.items) {
		first = h.Next
	}
	if h.Anchor = sumAt(first - 1); h.Anchor == "" && first == h.Next {
		h.Anchor = h.Last
	}
	h.First = first
	for _, i := range x.items[:gone] {
		delete(x.known, i.key)
	}
	x.items, x.order = slices.Clone(x.items[gone:]), nil
}

// sorted gives the requests, the newest first.
func (x *index) sorted() []int {
	if x.order != nil {
		return x.order
	}
	x.order = make([]int, 0, len(x.items))
	for n, i := range x.items {
		if !i.later {
			x.order = append(x.order, n)
		}
	}
	slices.SortFunc(x.order, func(a, b int) int {
		return cmp.Or(cmp.Compare(x.items[b].time, x.items[a].time), cmp.Compare(x.items[b].n, x.items[a].n))
	})
	return x.order
}

// ready reads the whole chain once, when it is first needed.
func (h *History) ready() error {
	if err := h.readHead(); err != nil || h.index != nil {
		return err
	}
	x := &index{known: map[key]bool{}}
	for p := pageOf(h.head.First); p <= pageOf(h.head.Next); p++ {
		rows, err := h.page(p)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if r.N >= h.head.First && r.N < h.head.Next {
				x.add(r.line)
			}
		}
	}
	next := *h.head
	if x.trim(&next, h.now().Unix(), h.sumAt); next.First != h.head.First {
		if err := h.putHead(next); err != nil {
			return err
		}
		h.sweep()
	}
	h.index = x
	return nil
}
