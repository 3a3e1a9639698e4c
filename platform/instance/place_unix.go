//go:build (linux || darwin || freebsd || netbsd || openbsd || dragonfly) && !android && !ios

package instance

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// locked opens a file and takes it for this process, or says errTaken at once.
func locked(name string) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return f, nil
	}
	f.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, errTaken
	}
	return nil, err
}

// letForward has nothing to do: a window may bring itself to the front.
func letForward() {}

// private is a folder that is this user's alone.
func private() (string, error) {
	dir := os.Getenv("XDG_RUNTIME_DIR")
	if dir != "" && ours(dir) == nil {
		return dir, nil
	}
	dir = filepath.Join(os.TempDir(), "kauth-"+strconv.Itoa(os.Getuid()))
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", err
	}
	return dir, ours(dir)
}

// ours refuses a folder that somebody else has put there, or can write to.
func ours(dir string) error {
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok || !info.IsDir() || int(s.Uid) != os.Getuid() || info.Mode().Perm()&0o077 != 0 {
		return errors.New("the folder for the app's socket is not this user's alone")
	}
	return nil
}
