//go:build (linux || darwin || freebsd || netbsd || openbsd || dragonfly) && !android

package vault

import (
	"errors"
	"os"
	"syscall"
)

// lockFile takes the file for this process, or says errBusy at once. It ends with
// the process, however that ends.
func lockFile(f *os.File) error { return flock(f, syscall.LOCK_EX) }

// shareFile keeps writers out, and lets others read.
func shareFile(f *os.File) error { return flock(f, syscall.LOCK_SH) }

func flock(f *os.File, how int) error {
	err := syscall.Flock(int(f.Fd()), how|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return errBusy
	}
	return err
}

// unlockFile ends a lock although something still holds the file open.
func unlockFile(f *os.File) { syscall.Flock(int(f.Fd()), syscall.LOCK_UN) }
