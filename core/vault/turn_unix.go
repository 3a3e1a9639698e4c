//go:build (linux || darwin || freebsd || netbsd || openbsd || dragonfly) && !android && !ios

package vault

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// turnFolder is a place that this person's programs share: where systemd puts it by
// the person's number, and not by what the environment says, which each program could
// be given another.
func turnFolder() (string, bool) {
	run := fmt.Sprintf("/run/user/%d", os.Getuid())
	if private(run) {
		return run, true
	}
	base, err := os.UserCacheDir()
	if err != nil {
		return "", false
	}
	dir := filepath.Join(base, "kauth")
	if os.MkdirAll(dir, 0o700) != nil || !private(dir) {
		return "", false
	}
	return dir, true
}

// private tells a folder that nobody else can write.
func private(dir string) bool {
	info, err := os.Lstat(dir)
	if err != nil || !info.IsDir() || info.Mode().Perm()&0o022 != 0 {
		return false
	}
	who, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(who.Uid) == os.Getuid()
}
