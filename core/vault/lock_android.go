package vault

import (
	"errors"
	"io"
	"os"
	"syscall"
)

// lockFile takes the file for this process, or says errBusy at once. It uses
// fcntl, as bbolt does here, since some of Android's file systems lack flock.
func lockFile(f *os.File) error {
	all := syscall.Flock_t{Type: syscall.F_WRLCK, Whence: io.SeekStart}
	err := syscall.FcntlFlock(f.Fd(), syscall.F_SETLK, &all)
	if errors.Is(err, syscall.EAGAIN) || errors.Is(err, syscall.EACCES) {
		return errBusy
	}
	return err
}

// unlockFile has nothing to do: closing ends a lock of fcntl.
func unlockFile(*os.File) {}
