package seal

import (
	"testing"
	"time"
)

func TestCostGoesByTheMachineAndNeverBelowItsFloor(t *testing.T) {
	for took, passes := range map[time.Duration]uint32{
		150 * time.Millisecond: 10,
		200 * time.Millisecond: 7,
		500 * time.Millisecond: 3,
		5 * time.Second:        3,  // a slow phone
		time.Nanosecond:        64, // a clock that stood still
	} {
		c := Calibrate(func(Cost) time.Duration { return took })
		if c.MemoryKiB != 64<<10 || c.Passes != passes || c.Check() != nil {
			t.Errorf("where the floor takes %v: %+v", took, c)
		}
	}
}

func TestCalibratedKeyTakesAsLongAsItShould(t *testing.T) {
	c := Calibrate(nil)
	took := measure(c)
	t.Logf("%d passes over %d MiB take %v", c.Passes, c.MemoryKiB>>10, took)
	// Other tests run beside this one, now or while it was calibrated: only a gross
	// mistake is one.
	if c.MemoryKiB < 64<<10 || c.Passes < 3 || took > time.Minute {
		t.Errorf("%+v takes %v", c, took)
	}
}
