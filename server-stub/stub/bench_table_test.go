//go:build bench

package stub

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"
)

// The measurements of `make bench`. docs/performance.md tells how to read them.

const benchRounds = 5

// contestant is one row of a table. run measures once, and gives a figure for each
// column; the first is the one that rows are compared by.
type contestant struct {
	name string
	run  func() []float64
}

// compare runs all contestants in turn, five times, the order turned round each
// time, and prints the median [least-most] of each figure. The ratio is to the
// first contestant, of the same round.
func compare(t *testing.T, title string, columns []string, rows ...contestant) {
	t.Helper()
	got := make([][][]float64, len(rows)) // row, round, column
	for round := range benchRounds {
		for i := range rows {
			if round%2 == 1 {
				i = len(rows) - 1 - i
			}
			got[i] = append(got[i], rows[i].run())
		}
	}
	fmt.Printf("\n%s\n", title)
	w := tabwriter.NewWriter(os.Stdout, 2, 8, 2, ' ', 0)
	defer w.Flush()
	fmt.Fprintf(w, "\t%s\tratio\n", strings.Join(columns, "\t"))
	for i, row := range rows {
		fmt.Fprintf(w, "%s\t", row.name)
		for column := range columns {
			fmt.Fprintf(w, "%s\t", spread(pick(got[i], func(round int) float64 { return got[i][round][column] })))
		}
		fmt.Fprintf(w, "%s\n", spread(pick(got[i], func(round int) float64 { return got[i][round][0] / got[0][round][0] })))
	}
}

func pick(rounds [][]float64, of func(round int) float64) (list []float64) {
	for round := range rounds {
		list = append(list, of(round))
	}
	return list
}

func spread(list []float64) string {
	list = slices.Sorted(slices.Values(list))
	return fmt.Sprintf("%s [%s-%s]", figure(list[len(list)/2]), figure(list[0]), figure(list[len(list)-1]))
}

func figure(f float64) string {
	switch {
	case f >= 100:
		return fmt.Sprintf("%.0f", f)
	case f >= 10:
		return fmt.Sprintf("%.1f", f)
	}
	return fmt.Sprintf("%.2f", f)
}

// crowd has so many workers do so many things in all, and gives how many a second
// that made, and the median and 99th percentile of one in milliseconds.
func crowd(workers, things int, work func(worker, thing int)) []float64 {
	took := make([][]time.Duration, workers)
	var all sync.WaitGroup
	begun := time.Now()
	for worker := range workers {
		all.Go(func() {
			for thing := worker; thing < things; thing += workers {
				start := time.Now()
				work(worker, thing)
				took[worker] = append(took[worker], time.Since(start))
			}
		})
	}
	all.Wait()
	a := slices.Concat(took...)
	total := time.Since(begun)
	median, late := percentiles(a)
	return []float64{float64(things) / total.Seconds(), median, late}
}

// percentiles are in milliseconds.
func percentiles(took []time.Duration) (median, p99 float64) {
	slices.SortFunc(took, cmp.Compare)
	ms := func(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
	return ms(took[len(took)/2]), ms(took[len(took)*99/100])
}

// onMemory is a folder that no disk is behind.
func onMemory(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "kauth-bench-")
	if err != nil {
		t.Fatal("the peer without a disk needs /dev/shm: ", err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}
