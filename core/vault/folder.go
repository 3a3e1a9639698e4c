package vault

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"time"
)

// brokenPrefix begins the name of a damaged file that is kept.
const brokenPrefix = "vault.db.broken-"

// brokenTime ends it, in UTC.
const brokenTime = "20060102T150405Z"

// folder is where a vault lives.
type folder string

func (f folder) file() string      { return filepath.Join(string(f), "vault.db") }
func (f folder) next() string      { return filepath.Join(string(f), "vault.db.new") } // never more than a copy in the making
func (f folder) copy(i int) string { return f.file() + "." + strconv.Itoa(i+1) }       // a snapshot
func (f folder) names(i int) string {
	return filepath.Join(string(f), "vault.names."+strconv.Itoa(i+1))
}

func (f folder) brokenAt(t time.Time) string {
	return filepath.Join(string(f), brokenPrefix+t.UTC().Format(brokenTime))
}
func (f folder) rescue() string { return filepath.Join(string(f), "vault.db.rescue") } // stands in for a damaged file until the key is there
func (f folder) mark() string   { return filepath.Join(string(f), "vault.mark") }      // lock, and proof that a vault exists

func folderOf(path string) folder { return folder(filepath.Dir(path)) }

// make makes the folder for its owner alone. One that is there keeps its mode: it
// may be a person's own.
func (f folder) make() error { return os.MkdirAll(string(f), 0o700) }

// tidy takes away a copy that a killed process left, and finds out whether the
// folder can be written at all. A full disk is no reason to refuse: what is in
// the vault can still be read.
func (f folder) tidy() error {
	if err := remove(f.next()); err != nil {
		return err
	}
	probe, err := os.OpenFile(f.next(), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if isAny(err, full...) {
		return nil
	}
	if err != nil {
		return err
	}
	probe.Close()
	return os.Remove(f.next())
}

// remove takes a file away that may be gone already.
func remove(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// hasVault tells a first start from a vault. A vault file is never empty, since it
// gets its name only when it is complete; and where the mark says that there was
// one, its absence is damage.
func (f folder) hasVault(l *folderLock) (bool, error) {
	info, err := os.Lstat(f.file())
	switch {
	case errors.Is(err, fs.ErrNotExist) && l.marked():
		return false, damagedf("the vault's file is gone")
	case errors.Is(err, fs.ErrNotExist):
		for _, s := range f.copies() {
			if s.there {
				return false, damagedf("the vault's file and its mark are gone")
			}
		}
		return false, nil
	case err != nil:
		return false, err
	case !info.Mode().IsRegular():
		return false, damagedf("vault.db is no regular file")
	}
	return true, nil
}

// hasFile tells whether there may be a vault's file.
func (f folder) hasFile() bool {
	_, err := os.Lstat(f.file())
	return !errors.Is(err, fs.ErrNotExist)
}

// sync makes a rename durable.
func (f folder) sync() error {
	if runtime.GOOS == "windows" {
		return nil // a folder cannot be synced there
	}
	d, err := os.Open(string(f))
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
