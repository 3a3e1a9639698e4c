package faults

import (
	"fmt"
	"testing"
)

// What strikes does not depend on who else sends what in between.
func TestSameSeedStrikesTheSame(t *testing.T) {
	strikes := func(seed uint64, between bool) (all string, hurt int) {
		p := &Proxy{seed: seed, nth: map[string]uint64{}, counts: map[string]int{}}
		for range 1000 {
			if between {
				p.choose("GET /other")
			}
			f, luck := p.choose("GET /one")
			all += fmt.Sprint(f.name, luck.Uint64())
			if f.name != faultList[0].name {
				hurt++
			}
		}
		return all, hurt
	}
	one, hurt := strikes(7, false)
	if same, _ := strikes(7, true); same != one {
		t.Fatal("the same seed chooses otherwise")
	}
	if other, _ := strikes(8, false); other == one {
		t.Fatal("the seed chooses nothing")
	}
	if hurt < 300 || hurt > 700 {
		t.Fatalf("%d of 1000 requests meet a fault", hurt)
	}
}
