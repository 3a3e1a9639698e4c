package vault

import (
	"errors"
	"io"
	"os"
	"syscall"
)

// lockFile takes the file for this process, or says errBusy at once. It uses
// fcntl, as bbolt does here, since some of Android's file systems lack flock.
func lockFile(f *os.File) error { return fcntl(f, syscall.F_WRLCK) }

// shareFile keeps writers out, and lets others read.
func shareFile(f *os.File) error { return fcntl(f, syscall.F_RDLCK) }

func fcntl(f *os.File, kind int16) error {
	all := syscall.Flock_t{Type: kind, Whence: io.SeekStart}
	err := syscall.FcntlFlock(f.Fd(), syscall.F_SETLK, &all)
	if errors.Is(err, syscall.EAGAIN) || errors.Is(err, syscall.EACCES) {
		return errBusy
	}
	return err
}

// unlockFile has nothing to do: closing ends a lock of fcntl.
func unlockFile(*os.File) {}
