//go:build bench

package stub

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"
)

// TestBenchStart has a process of its own serve a folder with 10,000 accounts,
// from its first instruction until a request is answered.
func TestBenchStart(t *testing.T) {
	const accounts = 10_000
	dir := t.TempDir()
	pop := newPopulation(t, Options{Data: dir, Now: time.Now}, accounts)
	pop.open(t, 0, accounts, 1)
	check(t, pop.s.Close())
	ready := func(dir string) func() []float64 {
		return func() []float64 {
			begun := time.Now()
			origin, _, end := alone(t, dir)
			defer end()
			resp, err := http.Get(origin + "/login")
			check(t, err)
			io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
			return []float64{float64(time.Since(begun)) / 1e6}
		}
	}
	overdue := t.TempDir()
	before := newPopulation(t, Options{Data: overdue}, accounts)
	before.clock.Add(-900)
	before.open(t, 0, accounts, 1)
	check(t, before.s.Close())
	kept, err := os.ReadFile(filepath.Join(overdue, "server.db"))
	check(t, err)
	compare(t, "start to the first reply, a process of its own", []string{"ms"},
		contestant{"bbolt opens the file and looks at one record", func() []float64 {
			begun := time.Now()
			db, err := bolt.Open(filepath.Join(dir, "server.db"), 0o600, &bolt.Options{Timeout: time.Minute})
			check(t, err)
			check(t, db.View(func(b *bolt.Tx) error {
				b.Bucket([]byte(inPeople)).Cursor().First()
				return nil
			}))
			took := time.Since(begun)
			check(t, db.Close())
			return []float64{float64(took) / 1e6}
		}},
		contestant{"an empty folder", func() []float64 { return ready(t.TempDir())() }},
		contestant{"10,000 accounts, each with a login under way", ready(dir)},
		contestant{"10,000 accounts whose logins all ended while it was down", func() []float64 {
			dir := t.TempDir()
			check(t, os.WriteFile(filepath.Join(dir, "server.db"), kept, 0o600))
			return ready(dir)()
		}},
	)
}
