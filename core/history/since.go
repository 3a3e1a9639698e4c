package history

import (
	"time"

	"kauth/core"
)

// Since gives the requests that ended at that time or after it, by the phone's clock, and
// those that have no end, each once and in no order.
func (h *History) Since(t time.Time) ([]core.Record, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := h.ready(); err != nil {
		return nil, err
	}
	var out []core.Record
	for _, l := range h.head.Left {
		out = append(out, l.record())
	}
	later := h.index.later()
	r := reader{h: h, pages: map[uint64][]row{}}
	for _, i := range h.index.items {
		if i.later || i.ended < t.Unix() {
			continue
		}
		one, ok, err := r.record(i, later[i.key])
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, one)
		}
	}
	return out, nil
}
