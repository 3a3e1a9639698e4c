package transfer

import (
	"errors"

	"golang.org/x/sys/windows"
)

// syncFolder: Windows makes a rename durable by itself.
func syncFolder(string) error { return nil }

func isFull(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL)
}
