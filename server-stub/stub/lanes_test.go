package stub

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
)

// laneOf runs jobs of one service that each wait for their answer.
type laneTest struct {
	l       lanes
	working sync.WaitGroup
	answers chan bool // hung
	mu      sync.Mutex
	busy    int
}

func (x *laneTest) add(name string, n int) {
	for range n {
		x.l.add(name, func() bool {
			x.count(1)
			defer x.count(-1)
			return <-x.answers
		})
	}
}

func (x *laneTest) count(n int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.busy += n
}

func (x *laneTest) wants(t *testing.T, busy int) {
	t.Helper()
	synctest.Wait()
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.busy != busy {
		t.Fatalf("%d messages are on their way instead of %d", x.busy, busy)
	}
}

func TestServiceThatAnswersGetsMoreAndOneThatHangsLess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		life, end := context.WithCancel(t.Context())
		defer end()
		x := &laneTest{answers: make(chan bool)}
		x.l.begin(life, x.working.Go)
		x.add("push.example", 100)
		x.wants(t, laneStart)
		for _, busy := range []int{4, 8, 16, 32, 32} {
			x.answers <- false
			x.wants(t, busy)
		}
		for busy := 31; busy > 0; busy-- {
			x.answers <- true
			x.wants(t, max(busy, 1))
		}
		x.answers <- true
		x.wants(t, 1)
		x.answers <- false
		x.wants(t, 2)
		x.add("other.example", 5)
		x.wants(t, 4)
		for range 200 {
			select {
			case x.answers <- false:
			default:
			}
			synctest.Wait()
		}
		x.wants(t, 0)
		if len(x.l.all) != 0 {
			t.Errorf("%d lanes are left", len(x.l.all))
		}
		x.working.Wait()
	})
}

func TestAllTogetherHaveSoManyPlaces(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		life, end := context.WithCancel(t.Context())
		x := &laneTest{answers: make(chan bool)}
		x.l.begin(life, x.working.Go)
		for i := range wakesAtOnce {
			x.add(string(rune('a'+i%26))+string(rune('a'+i/26)), 3)
		}
		x.wants(t, wakesAtOnce)
		end()
		close(x.answers)
		x.working.Wait() // what waits for a place is given up, and is on file
		x.wants(t, 0)
	})
}
