package history_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"kauth/core"
	"kauth/core/history"
)

// tamper changes a page behind the history's back, as somebody with the vault's key.
func (s *scene) tamper(t *testing.T, page string, change func(lines [][]byte) [][]byte) {
	t.Helper()
	data, err := s.store.Get("history", page)
	if err != nil {
		t.Fatal(err)
	}
	lines := change(bytes.Split(bytes.TrimSpace(data), []byte("\n")))
	if err := s.store.Put("history", page, append(bytes.Join(lines, []byte("\n")), '\n')); err != nil {
		t.Fatal(err)
	}
	s.restart()
}

func TestTamperingIsFoundAndNamed(t *testing.T) {
	const first, second = "page-00000000", "page-00000001"
	swap := func(lines [][]byte, i int, from, to string) [][]byte {
		lines[i] = bytes.Replace(lines[i], []byte(from), []byte(to), 1)
		return lines
	}
	for name, c := range map[string]struct {
		page   string
		change func([][]byte) [][]byte
		fault  history.Fault
		from   uint64
		to     uint64
	}{
		"a place changed": {first, func(l [][]byte) [][]byte { return swap(l, 9, "Lausanne", "Lucerne") }, history.Changed, 10, 10},
		"the last one":    {second, func(l [][]byte) [][]byte { return swap(l, 19, "approved", "denied") }, history.Changed, 70, 70},
		"the first one":   {first, func(l [][]byte) [][]byte { return swap(l, 0, "Firefox", "Safari") }, history.Changed, 1, 1},
		"last of a page":  {first, func(l [][]byte) [][]byte { return swap(l, 49, "Firefox", "Safari") }, history.Changed, 50, 50},
		"one taken out":   {first, func(l [][]byte) [][]byte { return slices.Delete(l, 4, 5) }, history.Missing, 5, 5},
		"the end cut off": {second, func(l [][]byte) [][]byte { return l[:10] }, history.Missing, 61, 70},
		"a whole page":    {first, func([][]byte) [][]byte { return nil }, history.Missing, 1, 50},
		"two swapped":     {first, func(l [][]byte) [][]byte { l[6], l[7] = l[7], l[6]; return l }, history.Moved, 7, 7},
		"twice":           {first, func(l [][]byte) [][]byte { return slices.Insert(l, 8, l[7]) }, history.Moved, 8, 8},
		"unreadable":      {first, func(l [][]byte) [][]byte { l[2] = []byte("{"); return l }, history.Missing, 3, 3},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene()
			s.write(t, 1, 70)
			if !s.verify(t).OK() {
				t.Fatal("broken before")
			}
			s.tamper(t, c.page, c.change)
			r := s.verify(t)
			if len(r.Breaks) != 1 || r.Breaks[0].Fault != c.fault || r.Breaks[0].From != c.from || r.Breaks[0].To != c.to {
				t.Fatalf("%+v", r.Breaks)
			}
			if r.Breaks[0].After.IsZero() != (c.from == 1) {
				t.Fatalf("after %v", r.Breaks[0].After)
			}
			before := r.Breaks
			s.write(t, 71, 75) // it goes on, and what is broken stays known
			s.restart()
			if r := s.verify(t); !slices.Equal(r.Breaks, before) || r.Last != 75 {
				t.Fatalf("after more records: %+v", r)
			}
			if n := len(s.all(t, history.Query{})); n < 25 {
				t.Fatalf("%d are still shown", n)
			}
		})
	}
}

func TestLostHeadIsSaidAndTheRecordsAreKept(t *testing.T) {
	s := newScene()
	s.write(t, 1, 70)
	if err := s.store.Delete("history", "head"); err != nil {
		t.Fatal(err)
	}
	s.restart()
	s.write(t, 71, 71)
	s.restart()
	r := s.verify(t)
	if len(r.Breaks) != 1 || r.Breaks[0].Fault != history.NoHead || r.Records != 71 {
		t.Fatalf("%+v", r)
	}
}

// TestChainCanBeCheckedWithoutThisProgram goes by what doc.go says alone.
func TestChainCanBeCheckedWithoutThisProgram(t *testing.T) {
	s := newScene()
	s.write(t, 1, 60)
	prev := ""
	for _, id := range []string{"page-00000000", "page-00000001"} {
		data, err := s.store.Get("history", id)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
			var l struct{ Prev string }
			if err := json.Unmarshal([]byte(line), &l); err != nil || l.Prev != prev {
				t.Fatalf("%s: %v", line, err)
			}
			sum := sha256.Sum256([]byte(line))
			prev = base64.RawURLEncoding.EncodeToString(sum[:])
		}
	}
}

func TestExportHasAllFactsAndNoFormula(t *testing.T) {
	r := record(1)
	r.Context.Agent, r.Context.Place = `=HYPERLINK("http://evil.example","x")`, "Köln, \"Süd\"\nx"
	var b strings.Builder
	if err := history.WriteCSV(&b, []core.Record{r}); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
	if err != nil || len(rows) != 2 || len(rows[0]) != len(rows[1]) {
		t.Fatal(rows, err)
	}
	cells := map[string]string{}
	for i, name := range rows[0] {
		cells[name] = rows[1][i]
	}
	if cells["browser"][0] != '\'' || cells["place"] != r.Context.Place || cells["ip"] != r.Context.IP || cells["asked"] != "2026-03-03T12:10:00Z" || cells["outcome"] != "approved" {
		t.Fatalf("%v", cells)
	}
	b.Reset()
	var back []map[string]any
	if err := history.WriteJSON(&b, []core.Record{r}); err != nil || json.Unmarshal([]byte(b.String()), &back) != nil {
		t.Fatal(err)
	}
	for name, cell := range cells {
		got, ok := back[0][name]
		if !ok && cell != "" || name == "browser" && got != r.Context.Agent {
			t.Errorf("%s: %v in JSON, %q in CSV", name, got, cell)
		}
	}
}

// TestNoByteCanBeChangedUnnoticed flips one bit here and there.
func TestNoByteCanBeChangedUnnoticed(t *testing.T) {
	s := newScene()
	s.write(t, 1, 70)
	for _, id := range []string{"page-00000000", "page-00000001"} {
		page, err := s.store.Get("history", id)
		if err != nil {
			t.Fatal(err)
		}
		for at := 0; at < len(page)-1; at += 97 {
			changed := slices.Clone(page)
			changed[at] ^= 1 << (at % 7)
			if err := s.store.Put("history", id, changed); err != nil {
				t.Fatal(err)
			}
			s.restart()
			if s.verify(t).OK() {
				t.Fatalf("byte %d of %s: %q", at, id, changed[max(0, at-20):at+20])
			}
		}
		if err := s.store.Put("history", id, page); err != nil {
			t.Fatal(err)
		}
	}
}
