//go:build linux && (amd64 || arm64)

package main

import (
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"kauth/core/vault/torture/disk"
)

// onLittleRoom has the child work on a disk with only so many bytes left. Where nothing
// may be mounted no file may grow beyond that instead, which needs nobody's permission.
func onLittleRoom(s script, room int) (said string, err error) {
	image, err := disk.Read(string(s.home))
	if err != nil {
		return "", err
	}
	mount, err := os.MkdirTemp(*fast, "full-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(mount)
	size := 64<<10 + room
	for _, data := range image {
		size += (len(data) + page - 1) / page * page
	}
	if err := syscall.Mount("kauth", mount, "tmpfs", 0, "size="+strconv.Itoa(size)); err != nil {
		s.roof = uint64(room + len(image[mainFile])/2)
		return spawn(s, 1<<30, time.Minute)
	}
	defer syscall.Unmount(mount, syscall.MNT_DETACH)
	real := s.home
	s.home = home(filepath.Join(mount, "home"))
	if err := image.Write(string(s.home)); err != nil {
		return "", err
	}
	if said, err = spawn(s, 1<<30, time.Minute); err != nil {
		return "", err
	}
	return said, s.home.copyTo(real)
}
