package seal

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"time"

	"golang.org/x/crypto/argon2"
)

// Cost is what Argon2id has to spend on one guess of a passphrase.
type Cost struct {
	MemoryKiB uint32 `json:"memory_kib"`
	Passes    uint32 `json:"passes"`
	Lanes     uint8  `json:"lanes"`
}

// DefaultCost is RFC 9106's second recommended option: 64 MiB, 3 passes, 4 lanes;
// about 0.15 s on a laptop.
var DefaultCost = Cost{MemoryKiB: 64 << 10, Passes: 3, Lanes: 4}

// The bounds of a cost that is read from a file. 1 GiB is what the most generous
// of other apps ask for; more would end the app on a phone instead of opening it.
const (
	minMemoryKiB, maxMemoryKiB = 8 << 10, 1 << 20
	maxPasses                  = 64
	maxLanes                   = 16
)

// Check refuses a cost outside the bounds: 8 MiB to 1 GiB, 1 to 64 passes, 1 to
// 16 lanes.
func (c Cost) Check() error {
	if c.MemoryKiB < minMemoryKiB || c.MemoryKiB > maxMemoryKiB ||
		c.Passes < 1 || c.Passes > maxPasses || c.Lanes < 1 || c.Lanes > maxLanes {
		return fmt.Errorf("argon2id cost out of bounds: %d KiB, %d passes, %d lanes", c.MemoryKiB, c.Passes, c.Lanes)
	}
	return nil
}

// calibrated is what a guess shall take on the machine that makes the slot: long for
// who guesses, short for who knows. least is what it takes there at least when the
// machine is at nothing else, however busy it was when the slot was made.
const (
	calibrated = 500 * time.Millisecond
	least      = 360 * time.Millisecond // what does not grow with the passes is in the measure too
)

// Calibrate gives a cost that takes about 0.5 s on this machine, 0.3 s at least, never
// less than DefaultCost. It adds passes and not memory, which a phone would not give.
// took says how long one key takes, and would take if the machine were at nothing else;
// nil: it is measured.
func Calibrate(took func(Cost) (now, alone time.Duration)) Cost {
	if took == nil {
		took = measure
	}
	c := DefaultCost
	now, alone := took(c)
	again, aloneAgain := took(c) // the machine may have been at something else
	now, alone = min(now, again), min(alone, aloneAgain)
	c.Passes = min(max(c.Passes, passes(c, calibrated, now), passes(c, least, alone)), maxPasses)
	return c
}

// passes are as many as take that long, where those of c take one.
func passes(c Cost, long, one time.Duration) uint32 {
	return uint32(long * time.Duration(c.Passes) / max(one, time.Millisecond))
}

func measure(c Cost) (now, by time.Duration) {
	begun, worked := time.Now(), cpuTime()
	key, err := PassKey([]byte("calibration"), make([]byte, saltSize), c)
	clear(key)
	if err != nil {
		return calibrated, calibrated // DefaultCost is within its bounds
	}
	now = time.Since(begun)
	return now, alone(now, cpuTime()-worked, min(int(c.Lanes), runtime.GOMAXPROCS(0)))
}

// alone is how long it would have taken on a machine that is at nothing else: what it
// worked, over the cores that it may work on. By the clock on the wall alone, a PIN that is
// set while the machine is busy could be guessed too quickly for ever after.
func alone(took, worked time.Duration, cores int) time.Duration {
	if worked <= 0 { // nobody knows
		return took
	}
	return min(took, worked/time.Duration(cores))
}

// PassKey makes a key from a passphrase: its bytes as they are given. The memory that
// it filled goes back to the system, and what it holds of the passphrase with it.
func PassKey(pass, salt []byte, c Cost) ([]byte, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	makeRoom(int(c.MemoryKiB) << 10)
	defer giveBack()
	wipeStack() // and have it grow now, not in between
	key := argon2.IDKey(pass, salt, c.Passes, c.MemoryKiB, c.Lanes, KeySize)
	wipeStack() // Argon2id's first step has the passphrase there
	return key, nil
}

// wipeStack clears the part of this goroutine's stack that what it called has used.
//
//go:noinline
func wipeStack() {
	var used [16 << 10]byte
	for i := range used {
		used[i] = 0
	}
	runtime.KeepAlive(&used)
}

// giveBack returns the memory of a key to the system: 64 MiB would stay with the app.
// It does so soon and not at once: who waited for the key has something to do now.
func giveBack() { time.AfterFunc(2*time.Second, debug.FreeOSMemory) }
