package vault

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	bolt "go.etcd.io/bbolt"
)

// errFixed is what every change of a vault answers that could be opened for reading
// alone.
var errFixed = &fs.PathError{Op: "write", Path: "the vault", Err: syscall.EROFS}

// openFixed opens what cannot be written, on a medium or in a folder that is read-only:
// codes are needed where nothing can be stored, too. Nothing is written, made or mended,
// so a vault that needs any of it stays shut, with the error that led here. Others may
// read the folder at the same time; nobody changes it meanwhile.
func openFixed(dir string, o Options, cause error) (*Vault, error) {
	if !isAny(cause, fs.ErrPermission, syscall.EROFS) || o.Derived {
		return nil, cause
	}
	v := &Vault{dir: folder(dir), o: o, fixed: true}
	lock, err := lockFor(v.dir, os.O_RDONLY, shareFile)
	if errors.Is(err, errBusy) {
		return nil, err
	}
	if err != nil {
		return nil, cause
	}
	v.lock = lock
	if err := v.loadMain(); err != nil || v.store == nil {
		lock.release()
		if errors.Is(err, errNewer) {
			return nil, err
		}
		return nil, cause // damage too: what would mend it cannot be written
	}
	return v, nil
}

// Fixed tells that the vault can be read and not changed, since its folder or its file
// is read-only: what would change it fails with core.StorageDenied.
func (v *Vault) Fixed() bool { return v.fixed }

// openToRead is openStore for a file that is not written to.
func openToRead(path string) (*store, error) {
	if _, err := guard(readLimit, func() (struct{}, error) { return struct{}{}, checkFile(path) }); err != nil {
		return nil, err
	}
	s, err := openBolt(path, bolt.Options{ReadOnly: true})
	if err == nil {
		s.fixed = true
	}
	return s, err
}
