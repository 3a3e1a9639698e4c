// Package instance has one process of the app for each vault: a second start hands the
// address that it was given to the first, which comes to the front, and ends.
//
// The first holds a lock on a file, which the system takes away from a process that
// dies, and listens at a socket beside it. Both are in a folder that is this user's
// alone; where there is none, there is no single instance, and the vault's own lock
// keeps two from writing.
package instance

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
)

// MaxLink is the longest address that is handed over. It is more than package link
// looks at: what is too long is refused there, as everywhere.
const MaxLink = 8 << 10

// Claim makes this process the one for a vault, or hands link to the one that there is
// and says so. taken hears what later starts hand over, on a goroutine of its own, until
// Close. core.Unsupported: nobody keeps order here; go on without.
func Claim(ctx context.Context, vault, link string, taken func(link string)) (i *Instance, handed bool, err error) {
	if len(link) > MaxLink {
		link = link[:MaxLink]
	}
	return claim(ctx, nameOf(vault), &link, taken)
}

// Wait makes this process the one for a vault without disturbing one that there is: it
// waits for that to end, and gives up after some seconds with core.VaultBusy.
func Wait(ctx context.Context, vault string, taken func(link string)) (*Instance, error) {
	i, _, err := claim(ctx, nameOf(vault), nil, taken)
	return i, err
}

// nameOf is the same for all ways to write a folder.
func nameOf(vault string) string {
	if abs, err := filepath.Abs(vault); err == nil {
		vault = abs
	}
	if real, err := filepath.EvalSymlinks(vault); err == nil {
		vault = real
	} else if real, err := filepath.EvalSymlinks(filepath.Dir(vault)); err == nil { // it is made later
		vault = filepath.Join(real, filepath.Base(vault))
	}
	sum := sha256.Sum256([]byte(vault))
	return "kauth-" + hex.EncodeToString(sum[:8])
}
