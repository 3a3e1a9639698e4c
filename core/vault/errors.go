package vault

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	bolterrors "go.etcd.io/bbolt/errors"

	"kauth/core"
)

// These carry a Kind from deep inside to storage, which adds the operation.
var (
	errBusy    = errors.New("another process has it open")
	errDamaged = errors.New("damaged")
	errNewer   = errors.New("written by a later version")
)

func damagedf(format string, a ...any) error {
	return fmt.Errorf("%w: %w", errDamaged, fmt.Errorf(format, a...))
}

// storage gives an error of the file, of bbolt or of the system its Kind. An
// error that has one keeps it; nil stays nil.
func storage(op string, err error) error {
	if err == nil {
		return nil
	}
	var named *core.Error
	if errors.As(err, &named) {
		return err
	}
	return core.E(op, kindOf(err), err)
}

func kindOf(err error) core.Kind {
	switch {
	case isAny(err, errBusy, bolterrors.ErrTimeout):
		return core.VaultBusy
	case errors.Is(err, errNewer):
		return core.VaultNewer
	case isDamage(err):
		return core.VaultDamaged
	case isAny(err, full...), errors.Is(err, bolterrors.ErrMaxSizeReached):
		return core.StorageFull
	case isAny(err, denied...):
		return core.StorageDenied
	}
	return core.Internal
}

func isDamage(err error) bool {
	return isAny(err, errDamaged, bolterrors.ErrInvalid, bolterrors.ErrVersionMismatch, bolterrors.ErrChecksum)
}

// denied: not ours to read or write, or a disk that does neither (EIO).
var denied = []error{fs.ErrPermission, syscall.EROFS, syscall.EIO, syscall.ENOTDIR, syscall.EISDIR, errNoAnswer}

// isAny also looks at how the text ends: bbolt cuts the chain of causes where it
// grows a file ("file resize error: truncate vault.db: no space left on device").
func isAny(err error, of ...error) bool {
	if err == nil {
		return false
	}
	for _, e := range of {
		if errors.Is(err, e) || strings.HasSuffix(err.Error(), ": "+e.Error()) {
			return true
		}
	}
	return false
}
