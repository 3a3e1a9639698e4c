package transfer

import (
	"errors"
	"io/fs"
	"syscall"

	"kauth/core"
)

// storage names what went wrong with a file or folder.
func storage(op string, err error) error {
	switch {
	case err == nil:
		return nil
	case isFull(err):
		return core.E(op, core.StorageFull, err)
	case errors.Is(err, fs.ErrNotExist):
		return core.E(op, core.NotFound, err)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS), errors.Is(err, syscall.EIO):
		return core.E(op, core.StorageDenied, err)
	}
	var known *core.Error
	if errors.As(err, &known) {
		return err
	}
	return core.E(op, core.StorageDenied, err)
}
