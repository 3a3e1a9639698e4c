//go:build bench

package bench

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// report prints a table of what was read, and holds it against the goals.
func report(t *testing.T, scores map[string]map[string]*score, of map[string]int, with []reader) {
	var b strings.Builder
	fmt.Fprintf(&b, "\n%-18s %5s", "set", "of")
	for _, r := range with {
		fmt.Fprintf(&b, " %10s", r.name)
	}
	total := map[string]*score{}
	below := []string{}
	for _, set := range slices.Sorted(maps.Keys(scores)) {
		fmt.Fprintf(&b, "\n%-18s %5d", set, of[set])
		for _, r := range with {
			s := scores[set][r.name]
			fmt.Fprintf(&b, " %10d", s.read)
			total[r.name] = sum(total[r.name], s)
		}
		if scores[set][oursStill].read < scores[set][zxingWasm].read {
			below = append(below, set)
		}
	}
	all := 0
	for _, n := range of {
		all += n
	}
	row := func(name string, value func(*score) any) {
		fmt.Fprintf(&b, "\n%-24s", name)
		for _, r := range with {
			fmt.Fprintf(&b, " %10v", value(total[r.name]))
		}
	}
	row(fmt.Sprintf("%-18s %5d", "all", all), func(s *score) any { return s.read })
	row("other texts", func(s *score) any { return s.other })
	row("wrong texts", func(s *score) any { return s.wrong })
	row("median, ms", func(s *score) any { return ms(median(s.took)) })
	row("longest, ms", func(s *score) any { return ms(slices.Max(s.took)) })
	t.Log(b.String())

	ours, theirs := total[oursStill], total[zxingWasm]
	near := sum(scores["boof-close"][oursStill], scores["boof-nominal"][oursStill])
	goal(t, "still, over zxing-wasm", fmt.Sprintf("%.2f times", float64(ours.read)/float64(theirs.read)), "1.03", ours.read*100 >= theirs.read*103)
	goal(t, "sets below zxing-wasm", fmt.Sprint(below), "none", len(below) == 0)
	goal(t, "boof-close and boof-nominal", fmt.Sprint(near.read), "103", near.read >= 103)
	goal(t, "wrong texts where there is no code", fmt.Sprintf("%d still, %d live", ours.wrong, total[oursLive].wrong), "0", ours.wrong+total[oursLive].wrong == 0)
}

// goal prints a figure beside its goal. A goal that is missed fails nothing: the
// figures are what the run is for, and other pictures have other goals.
func goal(t *testing.T, what, got, want string, reached bool) {
	t.Logf("%-7s %-52s %s (goal %s)", map[bool]string{true: "reached", false: "MISSED"}[reached], what, got, want)
}

func sum(a, b *score) *score {
	s := &score{}
	for _, x := range []*score{a, b} {
		if x != nil {
			s.read, s.other, s.wrong, s.took = s.read+x.read, s.other+x.other, s.wrong+x.wrong, append(s.took, x.took...)
		}
	}
	return s
}

func median(d []time.Duration) time.Duration {
	d = slices.Sorted(slices.Values(d))
	return d[len(d)/2]
}

func ms(d time.Duration) string { return fmt.Sprintf("%.2f", float64(d)/float64(time.Millisecond)) }

// missed writes the names of the pictures that a reader did not read into the
// project's folder for what runs leave, one file a reader.
type missed struct {
	t   *testing.T
	dir string
}

func newMissed(t *testing.T) *missed {
	m := &missed{t, ""}
	if out := os.Getenv("KAUTH_OUT"); out != "" {
		m.dir = filepath.Join(out, "qr")
		must(t, os.RemoveAll(m.dir))
		must(t, os.MkdirAll(m.dir, 0o755))
	}
	return m
}

func (m *missed) add(by, name string) {
	if m.dir == "" {
		return
	}
	f, err := os.OpenFile(filepath.Join(m.dir, "missed-by-"+by+".txt"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	must(m.t, err)
	_, err = fmt.Fprintln(f, name)
	must(m.t, err)
	must(m.t, f.Close())
}
