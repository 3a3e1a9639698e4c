package vault

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"time"

	"kauth/core"
)

// turnLimit is how long a program waits for another that counts a try of the same
// vault: as long as a keyring may take that hardly answers.
const turnLimit = 10 * time.Second

// inTurn runs f while no other program of this person counts wrong PINs of that vault.
// The folder's own lock does not keep those apart that work on copies of it, and a
// keyring cannot compare and set in one step: they would all read the same number, and
// have a try each. Where the system has no place for such a lock f runs all the same.
// core.VaultBusy: another one did not end in 10 s.
func inTurn(ctx context.Context, op, name string, f func() error) error {
	dir, ok := turnFolder()
	if !ok {
		return f()
	}
	sum := sha256.Sum256([]byte(name))
	path := filepath.Join(dir, "kauth-"+hex.EncodeToString(sum[:8])+".try")
	for end := time.Now().Add(turnLimit); ; {
		file, busy := takeTurn(path)
		if !busy {
			defer endTurn(file)
			return f()
		}
		if time.Now().After(end) {
			return core.Errorf(op, core.VaultBusy, "another program tries a PIN of this vault")
		}
		select {
		case <-ctx.Done():
			return core.E(op, core.Cancelled, ctx.Err())
		case <-time.After(lockEvery):
		}
	}
}

// takeTurn locks the file, and gives nil where that cannot be done here.
func takeTurn(path string) (file *os.File, busy bool) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, false
	}
	err = lockFile(file)
	if err == nil && stillThere(file, path) {
		return file, false
	}
	file.Close()
	return nil, err == nil || err == errBusy
}

// stillThere tells whether the file was taken away by who had the turn before.
func stillThere(file *os.File, path string) bool {
	mine, err := file.Stat()
	now, gone := os.Stat(path)
	return err == nil && gone == nil && os.SameFile(mine, now)
}

// endTurn takes the file away while it is locked, where the system does that: else it
// stays, empty.
func endTurn(file *os.File) {
	if file != nil {
		_ = os.Remove(file.Name())
		file.Close()
	}
}
