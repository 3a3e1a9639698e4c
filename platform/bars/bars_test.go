package bars

import "testing"

func TestOnlyTheNewestGroundIsTold(t *testing.T) {
	c := make(chan bool, 1)
	for _, dark := range []bool{true, false, true} {
		newest(c, dark)
	}
	if got := <-c; !got || len(c) != 0 {
		t.Errorf("%v, and %d more", got, len(c))
	}
}
