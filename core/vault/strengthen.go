package vault

import (
	"bytes"
	"slices"

	"kauth/core/seal"
)

// strengthen replaces a slot that costs less than a new one must, once its secret is
// known: made by an older version, or by another program. The data key stays, since
// nobody else has come to know it; so no record is written. A failure leaves the slot
// as it was, and the next unlock tries again.
func (v *Vault) strengthen(kind string, wrap func(data []byte, name string, c seal.Cost) (seal.Slot, error)) {
	v.mu.Lock()
	h, k := v.head, v.keys
	at := slices.IndexFunc(h.Slots, func(s seal.Slot) bool { return s.Kind == kind })
	if k == nil || at < 0 || !weak(h.Slots[at].Cost) {
		v.mu.Unlock()
		return
	}
	data := bytes.Clone(k.data)
	v.mu.Unlock()
	defer clear(data)
	c := v.cost()
	if weak(&c) {
		return
	}
	s, err := wrap(data, h.Name, c) // slow: others may read meanwhile
	if err != nil {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.keys != k || v.ready("vault.Unlock") != nil {
		return // it was shut meanwhile
	}
	h = v.head
	h.Slots = slices.Clone(h.Slots)
	h.Slots[at] = s
	_ = v.writeHeader(h)
}

// weak tells a cost below the floor.
func weak(c *seal.Cost) bool {
	return c != nil && uint64(c.MemoryKiB)*uint64(c.Passes) < uint64(passCost.MemoryKiB)*uint64(passCost.Passes)
}
