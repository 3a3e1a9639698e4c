package network

import (
	"context"
	"io"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// told is a source that a test speaks for.
type told struct {
	news chan bool
	way  atomic.Value
}

func (s *told) next() (bool, error) {
	woke, more := <-s.news
	if !more {
		return false, io.EOF
	}
	return woke, nil
}

func (s *told) close() { close(s.news) }

func TestChangesThatComeTogetherAreOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &told{news: make(chan bool)}
		s.way.Store("wlan0 192.0.2.7/24")
		ctx, stop := context.WithCancel(t.Context())
		heard := make(chan Change, 10)
		go follow(ctx, s, func() string { return s.way.Load().(string) }, func(c Change) { heard <- c })
		synctest.Wait()
		next := func(name string, want Change, some ...bool) {
			t.Helper()
			begun := time.Now()
			for _, woke := range some {
				s.news <- woke
			}
			time.Sleep(time.Second)
			synctest.Wait()
			if len(heard) != 1 {
				t.Fatalf("%s: %d changes are told", name, len(heard))
			}
			if got := <-heard; got != want || time.Since(begun) > time.Second {
				t.Fatalf("%s: %+v", name, got)
			}
		}
		s.way.Store("")
		next("it goes", Change{}, false, false, false)
		s.way.Store("eth0 198.51.100.7/24")
		next("another comes", Change{Online: true}, false, false, false, false)
		next("the machine slept", Change{Online: true, Woke: true}, false, true, false)
		s.news <- false // a neighbor's address: nothing of ours changes
		time.Sleep(time.Second)
		if synctest.Wait(); len(heard) != 0 {
			t.Fatalf("told of nothing: %+v", <-heard)
		}
		stop()
		synctest.Wait()
	})
}
