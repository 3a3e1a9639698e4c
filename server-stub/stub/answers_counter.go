package stub

import (
	"cmp"
	"slices"

	"kauth/core/api"
)

// A phone reserves a counter value durably before it signs, and signs in their
// order, so a value that comes a second time, or a lower one signed after a higher
// one, is the work of a copy. A lower one alone is not: an answer may be held up on
// its way while the next one arrives. What tells them apart is what was answered.
// The phone that sent 7 had signed 6 before, so it cannot have signed 6 over a
// request that the server made after 7 came in.

// used is a counter value, and how many requests the phone had been sent when an
// answer with it was taken. Times would not do: a clock has seconds, and may jump.
type used struct {
	Counter uint64
	Asked   uint64
}

// maxUsed is how many values are remembered. Lower ones fold into Floor.
const maxUsed = 8

// fresh refuses an answer whose counter value did not rise, and suspends a phone of
// which there has to be a copy. An answer that was merely overtaken has a say only
// as a NO, which does no harm; a YES is to be signed anew. So the values of all the
// YES that were taken rise, and none is ever taken twice.
func (t *tx) fresh(c *challenge, d *device, a api.Answer) error {
	if a.Counter > d.Counter {
		return nil
	}
	if d.usedBefore(a.Counter) || c.Nth[d.ID] > d.overtaken(a.Counter) {
		t.suspend(d)
		return keep{fail(api.CodeCounterReuse, "the counter went back: there may be a copy of this phone")}
	}
	if a.Decision == "deny" {
		return nil
	}
	return fail(api.CodeOvertaken, "a newer answer of this phone came first: sign again")
}

// usedBefore tells whether an answer with this value was taken. One below the floor
// is not known; it counts as overtaken when the floor was.
func (d *device) usedBefore(counter uint64) bool {
	return counter == d.Counter || counter == d.Floor.Counter ||
		slices.ContainsFunc(d.Used, func(u used) bool { return u.Counter == counter })
}

// overtaken is how many requests there were when the first answer with a higher
// value was taken.
func (d *device) overtaken(counter uint64) uint64 {
	asked := d.Asked
	for _, u := range append([]used{d.Floor}, d.Used...) {
		if u.Counter > counter {
			asked = min(asked, u.Asked)
		}
	}
	return asked
}

// took remembers a value.
func (d *device) took(counter uint64) {
	d.Counter = max(d.Counter, counter)
	d.Used = append(d.Used, used{counter, d.Asked})
	if len(d.Used) <= maxUsed {
		return
	}
	slices.SortFunc(d.Used, func(a, b used) int { return cmp.Compare(a.Counter, b.Counter) })
	if d.Used[0].Counter > d.Floor.Counter {
		d.Floor = d.Used[0]
	}
	d.Used = slices.Clone(d.Used[1:])
}
