package seal

import (
	"testing"
	"time"
)

func TestCostGoesByTheMachineAndNeverBelowItsFloor(t *testing.T) {
	for _, x := range []struct {
		now, alone time.Duration
		passes     uint32
	}{
		{150 * time.Millisecond, 150 * time.Millisecond, 10},
		{200 * time.Millisecond, 200 * time.Millisecond, 7},
		{500 * time.Millisecond, 500 * time.Millisecond, 3},
		{5 * time.Second, 5 * time.Second, 3},        // a slow phone
		{2 * time.Second, 150 * time.Millisecond, 7}, // a busy machine: 0.3 s once it is not
		{time.Nanosecond, time.Nanosecond, 64},       // a clock that stood still
	} {
		c := Calibrate(func(Cost) (time.Duration, time.Duration) { return x.now, x.alone })
		if c.MemoryKiB != 64<<10 || c.Passes != x.passes || c.Check() != nil {
			t.Errorf("where the floor takes %v, alone %v: %+v", x.now, x.alone, c)
		}
	}
}

func TestBusyMachineGivesNoCheaperKey(t *testing.T) {
	for _, c := range []struct {
		took, worked time.Duration
		cores        int
		want         time.Duration
	}{
		{200, 380, 2, 190},
		{1600, 400, 2, 200}, // the machine is at something else
		{400, 400, 1, 400},
		{150, 800, 2, 150}, // this program was at something else too
		{170, 0, 4, 170},   // a system that does not say
	} {
		if got := alone(c.took, c.worked, c.cores); got != c.want {
			t.Errorf("%+v: %d", c, got)
		}
	}
}

func TestCalibratedKeyTakesAsLongAsItShould(t *testing.T) {
	c := Calibrate(nil)
	now, alone := measure(c)
	t.Logf("%d passes over %d MiB take %v, alone %v", c.Passes, c.MemoryKiB>>10, now, alone)
	// Other tests run beside this one, now or while it was calibrated: only a gross
	// mistake is one.
	if c.MemoryKiB < 64<<10 || c.Passes < 3 || alone < 100*time.Millisecond || alone > time.Minute {
		t.Errorf("%+v takes %v", c, alone)
	}
}
