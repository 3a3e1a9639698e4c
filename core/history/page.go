package history

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"kauth/core"
)

// pageSize is how many records one sealed page holds. Writing a record writes its
// page again: a smaller one would cost less here and more in the vault's list.
const pageSize = 50

// row is a line and the bytes that it was read from.
type row struct {
	line
	raw []byte
}

func pageOf(n uint64) uint64 { return (n - 1) / pageSize }

func pageID(p uint64) string { return fmt.Sprintf("page-%08d", p) }

func pageNumber(id string) (uint64, bool) {
	digits, ok := strings.CutPrefix(id, "page-")
	p, err := strconv.ParseUint(digits, 10, 64)
	return p, ok && err == nil
}

// page reads the rows of a page. One that is missing or damaged has none: Verify
// tells. A row that is no record is left out.
func (h *History) page(p uint64) ([]row, error) {
	data, err := h.store.Get(bucket, pageID(p))
	switch core.KindOf(err) {
	case "":
	case core.NotFound, core.VaultDamaged:
		return nil, nil
	default:
		return nil, err
	}
	var rows []row
	for raw := range bytes.Lines(data) {
		raw = bytes.TrimSuffix(raw, []byte{'\n'})
		var l line
		if json.Unmarshal(raw, &l) == nil && l.N > 0 {
			rows = append(rows, row{l, raw})
		}
	}
	return rows, nil
}

// below gives the rows up to n: a row from n on was written before a kill or a
// failure, and is written again.
func below(rows []row, n uint64) []row {
	var out []row
	for _, r := range rows {
		if r.N < n {
			out = append(out, r)
		}
	}
	return out
}

func join(rows []row) []byte {
	var b bytes.Buffer
	for _, r := range rows {
		b.Write(r.raw)
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// sumAt gives the sum of record n; "" where it cannot be read.
func (h *History) sumAt(n uint64) string {
	rows, err := h.page(pageOf(n))
	if err != nil {
		return ""
	}
	for _, r := range rows {
		if r.N == n {
			return sum(r.raw)
		}
	}
	return ""
}

// sweep takes away what lies before the chain's first record. What fails stays until
// the next time: nothing reads it.
func (h *History) sweep() {
	ids, err := h.store.List(bucket)
	if err != nil {
		return
	}
	first := pageOf(h.head.First)
	for _, id := range ids {
		if p, ok := pageNumber(id); ok && p < first {
			_ = h.store.Delete(bucket, id)
		}
	}
	rows, err := h.page(first)
	if err != nil || len(rows) == 0 || rows[0].N >= h.head.First {
		return
	}
	kept := rows[:0]
	for _, r := range rows {
		if r.N >= h.head.First {
			kept = append(kept, r)
		}
	}
	_ = h.store.Put(bucket, pageID(first), join(kept))
}
