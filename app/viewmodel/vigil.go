package viewmodel

import (
	"sync"
	"time"
)

// vigil measures how long nobody has used the app, by two clocks: the longer of both
// counts. A clock that runs on by itself may stand still while a laptop sleeps, and the
// clock on the wall may be put back.
type vigil struct {
	now   func() time.Time // the clock on the wall
	began time.Time

	mu    sync.Mutex // the window tells of each move of the mouse, the owner asks
	last  moment
	limit time.Duration // 0: for ever
}

// moment is a reading of both clocks.
type moment struct {
	wall   time.Time
	steady time.Duration
}

func newVigil(now func() time.Time) *vigil {
	v := &vigil{now: now, began: time.Now()}
	v.last = v.read()
	return v
}

func (v *vigil) read() moment {
	return moment{v.now().Round(0), time.Since(v.began)}
}

// touch says that somebody is there. It is too late where the time was over before.
func (v *vigil) touch() (inTime bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.limit > 0 && v.idle() >= v.limit {
		return false
	}
	v.last = v.read()
	return true
}

// begin counts from now, up to limit.
func (v *vigil) begin(limit time.Duration) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.last, v.limit = v.read(), limit
}

// left is what remains of the time, at most 0 where it is over; 0 with no limit too.
func (v *vigil) left() (d time.Duration, limited bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.limit - v.idle(), v.limit > 0
}

func (v *vigil) idle() time.Duration {
	now := v.read()
	return max(now.wall.Sub(v.last.wall), now.steady-v.last.steady)
}
