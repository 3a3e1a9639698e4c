package core

import (
	"bytes"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"
)

func TestHeldSecretIsClearedWhenItIsWiped(t *testing.T) {
	given := []byte("a key of thirty-two bytes, or so")
	h := Hold(given)
	given[0] = 'X'
	kept := h.Bytes()
	if string(kept) != "a key of thirty-two bytes, or so" {
		t.Fatalf("%q", kept)
	}
	h.Wipe()
	if !bytes.Equal(kept, make([]byte, len(kept))) {
		t.Fatalf("%q is left", kept)
	}
	other := Hold([]byte("another"))
	h.Wipe() // and not what has its place now
	if string(other.Bytes()) != "another" || h.Bytes() != nil {
		t.Fatalf("%q, %q", other.Bytes(), h.Bytes())
	}
	if (Held{}).Bytes() != nil {
		t.Fatal("nothing is something")
	}
	Held{}.Wipe()
}

//go:noinline
func forgotten() []byte { return NewSecret([]byte("a seed that is forgotten")).kept() }

func TestSecretIsClearedWhenNobodyHasItAnyMore(t *testing.T) {
	left := forgotten()
	for end := time.Now().Add(time.Minute); !bytes.Equal(left, make([]byte, len(left))); {
		if time.Now().After(end) {
			t.Fatalf("%q is left", left)
		}
		runtime.GC()
	}
}

func TestSecretsBeyondTheLimitAreKeptAllTheSame(t *testing.T) {
	taken := 0
	a := &arena{take: func(n int) []byte { taken++; return make([]byte, n) }}
	for n, fits := range map[int]bool{0: false, 1: true, 32: true, 33: true, 512: true, 513: false} {
		if s := a.slot(n); (s != nil) != fits || s != nil && len(s) < n {
			t.Errorf("%d bytes: %d", n, len(s))
		}
	}
	for a.slot(512) != nil {
	}
	if taken != holdLimit/holdChunk {
		t.Fatalf("%d chunks", taken)
	}
	none := &arena{take: func(int) []byte { taken++; return nil }}
	before := taken
	for range 2 {
		if none.slot(1) != nil {
			t.Fatal("of nothing")
		}
	}
	if taken != before+1 {
		t.Fatal("it goes on asking")
	}
	if s := NewSecret(make([]byte, 4000)); s.Len() != 4000 {
		t.Fatal(s.Len())
	}
}

func TestHoldsAreNobodyElses(t *testing.T) {
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for n := range 200 {
				text := fmt.Sprintf("%d of %d %0*d", n, i, n, 0)
				h, s := Hold([]byte(text)), NewSecret([]byte(text))
				if string(h.Bytes()) != text || string(s.Bytes()) != text {
					t.Error("another's bytes")
				}
				h.Wipe()
			}
		})
	}
	all.Wait()
}
