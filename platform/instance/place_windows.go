package instance

import (
	"errors"
	"os"
	"path/filepath"

	"golang.org/x/sys/windows"
)

// locked opens a file and takes it for this process, or says errTaken at once.
func locked(name string) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	const how = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	err = windows.LockFileEx(windows.Handle(f.Fd()), how, 0, 1, 0, &windows.Overlapped{})
	if err == nil {
		return f, nil
	}
	f.Close()
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return nil, errTaken
	}
	return nil, err
}

// letForward lets the first start show its window: Windows gives that right to the
// program that the person has just started alone, which is this one. Where it is refused,
// the window blinks in the taskbar.
func letForward() {
	const anyProcess = 0xFFFFFFFF // ASFW_ANY
	p := windows.NewLazySystemDLL("user32.dll").NewProc("AllowSetForegroundWindow")
	if p.Find() == nil {
		_, _, _ = p.Call(anyProcess)
	}
}

// private is a folder of the user's own profile, which no other user may open: sockets
// obey that too. Windows has them since 10 (1803); before, nobody listens, and there is
// no single instance.
func private() (string, error) {
	base, err := os.UserCacheDir() // %LocalAppData%: of this machine alone
	if err != nil {
		return "", err
	}
	dir := filepath.Join(base, "kauth")
	return dir, os.MkdirAll(dir, 0o700)
}
