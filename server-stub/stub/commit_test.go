package stub

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"kauth/core/api"
)

// together has the functions share a transaction, in their order: the first holds
// the line up until all others stand in it.
func (w *world) together(fns ...func(*tx) error) []error {
	w.t.Helper()
	held, goOn := make(chan struct{}), make(chan struct{})
	first := make(chan error, 1)
	go func() {
		first <- w.s.update(func(*tx) error {
			close(held)
			<-goOn
			return nil
		})
	}()
	<-held
	results := make([]chan error, len(fns))
	for i, fn := range fns {
		results[i] = make(chan error, 1)
		go func() {
			defer close(results[i])
			defer func() {
				if fell := recover(); fell != nil {
					results[i] <- fmt.Errorf("panic: %v", fell)
				}
			}()
			results[i] <- w.s.update(fn)
		}()
		for w.s.writer.waiting() <= i {
			runtime.Gosched()
		}
	}
	close(goOn)
	<-first
	errs := make([]error, len(fns))
	for i := range fns {
		err, answered := <-results[i]
		if !answered {
			err = errors.New("its goroutine ended")
		}
		errs[i] = err
	}
	return errs
}

func (w *writer) waiting() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.line)
}

func puts(id, value string) func(*tx) error {
	return func(t *tx) error {
		t.put(inDemo, id, value)
		return nil
	}
}

// has gives what the records of a bucket say.
func (w *world) has() map[string]string {
	w.t.Helper()
	got := map[string]string{}
	w.ok(w.s.view(func(t *tx) error {
		return t.Bucket([]byte(inDemo)).ForEach(func(k, v []byte) error {
			got[string(k)], _ = strconv.Unquote(string(v))
			return nil
		})
	}))
	return got
}

func (w *world) wantHas(want map[string]string) {
	w.t.Helper()
	if got := w.has(); !maps.Equal(got, want) {
		w.t.Fatalf("the file has %v instead of %v", got, want)
	}
}

func TestOneWaitForTheDiskIsEnoughForAll(t *testing.T) {
	w := newWorld(t, Options{})
	before, want := w.s.writer.durable.Load(), map[string]string{}
	var fns []func(*tx) error
	for i := range 100 {
		id := strconv.Itoa(i)
		fns, want[id] = append(fns, puts(id, "x")), "x"
	}
	for i, err := range w.together(fns...) {
		if err != nil {
			t.Fatalf("%d: %v", i, err)
		}
	}
	w.wantHas(want)
	if n := w.s.writer.durable.Load() - before; n != 1 {
		t.Fatalf("%d transactions for what waited together", n)
	}
}

func TestWhatChangesNothingDoesNotWaitForTheDisk(t *testing.T) {
	w := newWorld(t, Options{})
	before := w.s.writer.durable.Load()
	refused := errors.New("refused")
	errs := w.together(func(*tx) error { return nil }, func(t *tx) error {
		t.put(inDemo, "a", "gone")
		return refused
	})
	if errs[0] != nil || errs[1] != refused || w.s.writer.durable.Load() != before {
		t.Fatalf("%v, and a transaction was written", errs)
	}
}

func TestAFunctionThatFailsLeavesTheOthersWorkAlone(t *testing.T) {
	w := newWorld(t, Options{})
	w.ok(w.s.update(puts("kept", "before")))
	refused, counted := errors.New("refused"), errors.New("counted")
	errs := w.together(
		puts("first", "1"),
		func(t *tx) error {
			t.put(inDemo, "first", "spoiled")
			t.put(inDemo, "kept", "spoiled")
			t.remove(inDemo, "kept")
			t.put(inDemo, "new", "spoiled")
			return refused
		},
		func(t *tx) error {
			t.put(inDemo, "counter", "1")
			return keep{counted}
		},
		func(t *tx) error {
			t.put(inDemo, "", "no such key")
			t.put(inDemo, "new", "spoiled")
			return nil
		},
		puts("last", "1"),
	)
	if errs[0] != nil || errs[1] != refused || errs[2] != counted || errs[3] == nil || errs[4] != nil {
		t.Fatalf("%v", errs)
	}
	w.restart()
	w.wantHas(map[string]string{"kept": "before", "first": "1", "counter": "1", "last": "1"})
}

func TestAPanicReachesItsOwnCallerAlone(t *testing.T) {
	w := newWorld(t, Options{})
	errs := w.together(
		puts("a", "1"),
		func(t *tx) error {
			t.put(inDemo, "a", "spoiled")
			panic("defect")
		},
		puts("b", "1"),
	)
	if errs[0] != nil || errs[1] == nil || errs[1].Error() != "panic: defect" || errs[2] != nil {
		t.Fatalf("%v", errs)
	}
	w.wantHas(map[string]string{"a": "1", "b": "1"})
}

func TestAFunctionThatEndsItsGoroutineHangsNobody(t *testing.T) {
	w := newWorld(t, Options{})
	errs := w.together(
		puts("a", "1"),
		func(*tx) error {
			runtime.Goexit() // as a test's FailNow does
			return nil
		},
		puts("b", "1"),
	)
	if errs[0] != errUnfinished || errs[1] == nil || errs[2] != errUnfinished {
		t.Fatalf("%v", errs)
	}
	w.wantHas(map[string]string{})
	w.ok(w.s.update(puts("c", "1")))
	w.restart()
	w.wantHas(map[string]string{"c": "1"})
}

func TestAFullDiskFailsAllAndLeavesNothingHalfDone(t *testing.T) {
	w := newWorld(t, Options{})
	w.ok(w.s.update(puts("a", "before")))
	w.s.db.MaxSize = 1
	big := string(slices.Repeat([]byte("x"), 1<<20))
	for i, err := range w.together(puts("a", "after"), puts("big", big), puts("b", "1")) {
		if p := problemOf(err); p.Code != api.CodeUnavailable || p.RetryAfter == 0 {
			t.Errorf("%d: %v", i, err)
		}
	}
	w.wantHas(map[string]string{"a": "before"})
	w.s.db.MaxSize = 0
	w.ok(w.s.update(puts("b", "later"))) // room again
	w.restart()
	w.wantHas(map[string]string{"a": "before", "b": "later"})
}

// bbolt shows readers what is written before it is synced.
func TestNobodyReadsWhatIsNotOnDisk(t *testing.T) {
	w := newWorld(t, Options{})
	w.ok(w.s.update(puts("a", "1")))
	id := w.s.writer.durable.Load()
	for name, ends := range map[string]func(){
		"synced": func() { w.s.writer.durable.Store(id) },
		"failed": func() { w.s.writer.broken.Store(true) },
	} {
		now := &commit{done: make(chan struct{})}
		w.s.writer.commit.Store(now)
		w.s.writer.durable.Store(id - 1)
		read := make(chan error)
		go func() { read <- w.s.view(func(*tx) error { return nil }) }()
		ends()
		close(now.done)
		if err := <-read; (err != nil) != (name == "failed") {
			t.Errorf("%s: %v", name, err)
		}
		w.s.writer.durable.Store(id)
		w.s.writer.broken.Store(false)
	}
}

func TestAFunctionSeesNothingThatIsOverThoughOthersRunBesideIt(t *testing.T) {
	w := newWorld(t, Options{})
	b, _ := w.linked()
	id, ask := b.ask()
	seen := func(into *string) func(*tx) error {
		return func(t *tx) error {
			c, err := t.challenge(ask.Challenge)
			if err == nil {
				*into = c.State
			}
			return err
		}
	}
	var before, after, again string
	for _, err := range w.together(seen(&before), func(*tx) error {
		w.s.skew.Add(int64(2 * time.Minute))
		return nil
	}, seen(&after), seen(&again)) {
		w.ok(err)
	}
	if before != statePending || after != stateExpired || again != stateExpired {
		t.Fatalf("%q, %q, %q", before, after, again)
	}
	if s := b.state(id); s != stateExpired {
		t.Fatalf("the login is %q", s)
	}
}

// TestManyFunctionsDoWhatTheyWouldOneAfterAnother compares with a map that plays
// the same steps.
func TestManyFunctionsDoWhatTheyWouldOneAfterAnother(t *testing.T) {
	w := newWorld(t, Options{})
	refused := errors.New("refused")
	model, sequence := map[string]string{}, uint64(0)
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 0))
		var fns []func(*tx) error
		for range 20 {
			dice := rand.New(rand.NewPCG(r.Uint64(), 1))
			fns = append(fns, func(t *tx) error {
				next, n, err := steps(t, dice, maps.Clone(model), sequence)
				if err == nil && dice.IntN(3) == 0 {
					return refused
				}
				if err == nil {
					model, sequence = next, n
				}
				return err
			})
		}
		for _, err := range w.together(fns...) {
			if err != nil && err != refused {
				t.Fatal(err)
			}
		}
		if seed%10 == 0 {
			w.restart()
		}
		w.wantHas(model)
	}
}

// steps plays random steps on the file and on the model, and compares on the way.
func steps(t *tx, dice *rand.Rand, model map[string]string, sequence uint64) (map[string]string, uint64, error) {
	b := t.Bucket([]byte(inDemo))
	for range dice.IntN(12) {
		id := strconv.Itoa(dice.IntN(40))
		switch dice.IntN(4) {
		case 0:
			t.remove(inDemo, id)
			delete(model, id)
		case 1:
			n, err := b.NextSequence()
			if sequence++; err != nil || n != sequence {
				return nil, 0, fmt.Errorf("sequence %d instead of %d: %v", n, sequence, err)
			}
		default:
			value := strconv.Itoa(dice.IntN(1000))
			t.put(inDemo, id, value)
			model[id] = value
		}
	}
	var have []string
	c := b.Cursor()
	for k, _ := c.First(); k != nil; k, _ = c.Next() {
		have = append(have, string(k))
	}
	if want := slices.Sorted(maps.Keys(model)); !slices.Equal(have, want) {
		return nil, 0, fmt.Errorf("a cursor finds %v instead of %v", have, want)
	}
	return model, sequence, nil
}
