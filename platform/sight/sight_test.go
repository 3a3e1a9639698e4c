package sight

import (
	"slices"
	"testing"
)

func TestTheWindowIsSeenWhenNoReasonIsLeft(t *testing.T) {
	var told []bool
	s := newSum(func(seen bool) { told = append(told, seen) })
	s.set("screen", false)
	s.set("screen", true)
	s.set("minimized", true)
	s.set("minimized", true)
	s.set("screen", false)
	s.set("minimized", false)
	if !slices.Equal(told, []bool{false, true}) {
		t.Errorf("told %v", told)
	}
}
