package vault

import (
	"os"
	"syscall"
)

// syncData makes what was written durable, and the file's length, but not its times:
// those cost a write to the file system's journal.
func syncData(f *os.File) error {
	for {
		err := syscall.Fdatasync(int(f.Fd()))
		if err != syscall.EINTR {
			return os.NewSyscallError("fdatasync", err)
		}
	}
}
