//go:build android || ios || !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package vault

import (
	"os"
	"path/filepath"
	"runtime"
)

// turnFolder is none on a phone, where the system runs one process of an app.
func turnFolder() (string, bool) {
	if runtime.GOOS != "windows" {
		return "", false
	}
	base, err := os.UserCacheDir()
	if err != nil {
		return "", false
	}
	dir := filepath.Join(base, "kauth")
	return dir, os.MkdirAll(dir, 0o700) == nil
}
