package bridge_test

import (
	"sync"
	"testing"

	"kauth/platform/bridge"
)

func TestOnlyTheNewestIsTold(t *testing.T) {
	c := make(chan bool, 1)
	for _, v := range []bool{true, false, true, false} {
		bridge.Newest(c, v)
	}
	if got := <-c; got || len(c) != 0 {
		t.Errorf("%v, and %d more", got, len(c))
	}
}

func TestTheNewestWaitsForNobody(t *testing.T) {
	c := make(chan int, 1)
	var all sync.WaitGroup
	for n := range 8 { // nobody takes any: with a word that waits, they would stand still
		all.Go(func() { bridge.Newest(c, n) })
	}
	all.Wait()
	if len(c) != 1 {
		t.Errorf("%d wait", len(c))
	}
}
