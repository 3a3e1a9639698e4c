package disk

import (
	"maps"
	"math/rand/v2"
	"slices"
)

// Sector is what a disk writes whole or not at all, in bytes.
const Sector = 512

// Crash gives what may be found after a power cut now.
func (d *Disk) Crash(r *rand.Rand) Image {
	names := d.crashNames(r)
	how := r.IntN(4)
	return d.image(names, func(f *file) []byte { return f.crash(r, how) })
}

// crashNames keeps the entries that a journal would have (all up to a moment), or, half
// of the time, any of them.
func (d *Disk) crashNames(r *rand.Rand) map[string]int {
	names := maps.Clone(d.durable)
	upTo, inOrder := r.IntN(len(d.pending)+1), r.IntN(2) == 0
	for i, e := range d.pending {
		if inOrder && i < upTo || !inOrder && r.IntN(2) == 0 {
			enter(names, e)
		}
	}
	return names
}

// crash keeps nothing of what is on its way, all of it, or any sectors of it.
func (f *file) crash(r *rand.Rand, how int) []byte {
	b := slices.Clone(f.durable)
	if len(f.pending) == 0 || how == 0 {
		return b
	}
	if how == 1 {
		return slices.Clone(f.now)
	}
	sizes := []int64{int64(len(b))}
	for _, e := range f.pending {
		if e.Kind == Resize {
			b = resize(b, max(e.At, int64(len(b)))) // how long it is in the end is said below
			sizes = append(sizes, e.At)
			continue
		}
		for _, part := range sectors(e) {
			if r.IntN(2) == 0 {
				b = apply(b, part)
			}
		}
		sizes = append(sizes, max(sizes[len(sizes)-1], e.At+int64(len(e.Data))))
	}
	return resize(b, sizes[r.IntN(len(sizes))])
}

// sectors cuts a write where the sectors of its file end.
func sectors(e Event) (parts []Event) {
	for at, data := e.At, e.Data; len(data) > 0; {
		n := min(int64(len(data)), Sector-at%Sector)
		parts = append(parts, Event{Kind: Write, At: at, Data: data[:n]})
		at, data = at+n, data[n:]
	}
	return parts
}
