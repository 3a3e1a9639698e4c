package vault

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// lockLimit is how long Open waits for another process: a command line that is
// about to end gives the vault free within that. It is shorter in tests.
var lockLimit = time.Second

const lockEvery = 20 * time.Millisecond

// folderLock keeps other processes out of the folder. It is a file of its own,
// vault.mark, because deleting a record replaces vault.db and so the lock that
// bbolt holds on it.
type folderLock struct {
	file *os.File
	path string
}

// held are the folders of this process. Android's locks (fcntl) do not keep a
// process out of what it holds itself.
var held sync.Map // path -> struct{}

func lockFolder(f folder) (*folderLock, error) {
	return lockFor(f, os.O_RDWR|os.O_CREATE, lockFile)
}

// lockFor takes the lock with a file that is opened so.
func lockFor(f folder, flag int, take func(*os.File) error) (*folderLock, error) {
	path, err := filepath.Abs(f.mark())
	if err != nil {
		return nil, err
	}
	if real, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		path = filepath.Join(real, filepath.Base(path))
	}
	for end := time.Now().Add(lockLimit); ; time.Sleep(lockEvery) {
		l, err := tryLock(path, flag, take)
		if !errors.Is(err, errBusy) || time.Now().After(end) {
			return l, err
		}
	}
}

func tryLock(path string, flag int, take func(*os.File) error) (*folderLock, error) {
	if _, taken := held.LoadOrStore(path, struct{}{}); taken {
		return nil, errBusy
	}
	file, err := os.OpenFile(path, flag, 0o600)
	if err == nil {
		if err = take(file); err != nil {
			file.Close()
		}
	}
	if err != nil {
		held.Delete(path)
		return nil, err
	}
	return &folderLock{file, path}, nil
}

// marked says that a vault was made in this folder.
func (l *folderLock) marked() bool {
	size, err := l.file.Seek(0, io.SeekEnd)
	return err != nil || size > 0
}

// mark remembers that a vault was made. Its failure is not the vault's: the next
// Open tries again.
func (l *folderLock) mark() {
	if l.marked() {
		return
	}
	if _, err := l.file.WriteString("A kAuth vault was made in this folder. This file is its lock.\n"); err == nil {
		l.file.Sync()
	}
}

func (l *folderLock) release() {
	l.file.Close()
	held.Delete(l.path)
}
