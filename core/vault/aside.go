package vault

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// asidePrefix begins the name of a folder that SetAside made.
const asidePrefix = "aside-"

// SetAside moves the files of a vault that nothing opens into a folder beside them, so
// that the next Open finds an empty folder, and gives that folder's name: "" where there
// was nothing to move. It deletes nothing. It fails with core.VaultBusy,
// core.StorageDenied or core.StorageFull, and then what was not moved is where it was.
func SetAside(dir string, now time.Time) (string, error) {
	const op = "vault.SetAside"
	f := folder(dir)
	lock, err := lockFolder(f)
	if err != nil {
		return "", storage(op, err)
	}
	defer lock.release()
	to, err := f.setAside(now)
	if err == nil {
		// Last: a kill before leaves a mark without a vault, which is damage, and not a
		// first start that would make another vault over the rest of this one.
		err = lock.unmark()
	}
	return to, storage(op, err)
}

func (f folder) setAside(now time.Time) (string, error) {
	files, err := os.ReadDir(string(f))
	if err != nil {
		return "", err
	}
	to := ""
	for _, file := range files {
		if name := file.Name(); name == filepath.Base(f.mark()) || strings.HasPrefix(name, asidePrefix) || !ours(name) {
			continue
		}
		if to == "" {
			if to, err = f.makeAside(now); err != nil {
				return "", err
			}
		}
		if err := os.Rename(filepath.Join(string(f), file.Name()), filepath.Join(to, file.Name())); err != nil {
			return "", err
		}
	}
	if to == "" {
		return "", nil
	}
	return to, errors.Join(folder(to).sync(), f.sync())
}

// ours: the folder may be a person's own, with other things in it.
func ours(name string) bool { return strings.HasPrefix(name, "vault.") || name == "reception" }

// makeAside makes a folder that is named after the day, and the second.
func (f folder) makeAside(now time.Time) (string, error) {
	path := filepath.Join(string(f), asidePrefix+now.Format("2006-01-02-150405"))
	for n := 1; ; n++ {
		to := path
		if n > 1 {
			to += "-" + strconv.Itoa(n)
		}
		err := os.Mkdir(to, 0o700)
		if !errors.Is(err, fs.ErrExist) {
			return to, err
		}
	}
}

// unmark has the folder be one in which no vault was made.
func (l *folderLock) unmark() error {
	if err := l.file.Truncate(0); err != nil {
		return err
	}
	return l.file.Sync()
}
