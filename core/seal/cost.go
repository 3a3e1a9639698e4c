package seal

import (
	"fmt"

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

// PassKey makes a key from a passphrase: its bytes as they are given.
func PassKey(pass, salt []byte, c Cost) ([]byte, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	return argon2.IDKey(pass, salt, c.Passes, c.MemoryKiB, c.Lanes, KeySize), nil
}
