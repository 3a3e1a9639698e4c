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
// who guesses, short for who knows.
const calibrated = 500 * time.Millisecond

// Calibrate gives a cost that takes about 0.5 s on this machine, never less than
// DefaultCost. It adds passes and not memory, which a phone would not give. took says
// how long one key takes; nil: it is measured.
func Calibrate(took func(Cost) time.Duration) Cost {
	if took == nil {
		took = measure
	}
	c := DefaultCost
	one := max(min(took(c), took(c)), time.Millisecond) // the machine may be at something else
	c.Passes = min(max(c.Passes, uint32(calibrated*time.Duration(c.Passes)/one)), maxPasses)
	return c
}

func measure(c Cost) time.Duration {
	begun := time.Now()
	key, err := PassKey([]byte("calibration"), make([]byte, saltSize), c)
	clear(key)
	if err != nil {
		return calibrated // DefaultCost is within its bounds
	}
	return time.Since(begun)
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
