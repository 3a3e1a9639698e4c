//go:build linux && !android

package camera

import (
	"errors"
	"path/filepath"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"kauth/core"
)

// kernel is what V4L2 asks of the system, so that tests can answer as a driver does.
// Errors are unix.Errno.
type kernel interface {
	// nodes are the files that may be cameras.
	nodes() []string
	open(path string) (fd int, err error)
	ioctl(fd int, request uintptr, arg unsafe.Pointer) error
	mmap(fd int, offset int64, length int) ([]byte, error)
	munmap(b []byte) error
	// poll waits until fd has something; 0 after d.
	poll(fd int, d time.Duration) (events int16, err error)
	close(fd int) error
}

type linux struct{}

func (linux) nodes() []string {
	found, _ := filepath.Glob("/dev/video*")
	return found
}

func (linux) open(path string) (int, error) {
	return unix.Open(path, unix.O_RDWR|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
}

// ioctl tries again what a signal interrupted.
func (linux) ioctl(fd int, request uintptr, arg unsafe.Pointer) error {
	for {
		_, _, e := unix.Syscall(unix.SYS_IOCTL, uintptr(fd), request, uintptr(arg))
		switch e {
		case 0:
			return nil
		case unix.EINTR:
			continue
		}
		return e
	}
}

func (linux) mmap(fd int, offset int64, length int) ([]byte, error) {
	return unix.Mmap(fd, offset, length, unix.PROT_READ, unix.MAP_SHARED)
}

func (linux) munmap(b []byte) error { return unix.Munmap(b) }

func (linux) poll(fd int, d time.Duration) (int16, error) {
	fds := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}
	n, err := unix.Poll(fds, int(max(d, time.Millisecond)/time.Millisecond))
	if n == 0 || errors.Is(err, unix.EINTR) {
		return 0, nil
	}
	return fds[0].Revents, err
}

func (linux) close(fd int) error { return unix.Close(fd) }

// kindOf tells what a driver's error means to a person.
func kindOf(err error) core.Kind {
	switch {
	case errors.Is(err, unix.EACCES), errors.Is(err, unix.EPERM):
		return core.CameraBarred // the file's owner and group decide: nobody is asked
	case errors.Is(err, unix.EBUSY):
		return core.CameraBusy
	case errors.Is(err, unix.ENODEV), errors.Is(err, unix.ENXIO), errors.Is(err, unix.ENOENT):
		return core.CameraGone
	case errors.Is(err, unix.EINVAL), errors.Is(err, unix.ENOTTY):
		return core.Unsupported
	}
	return core.CameraSilent // EIO, ENOMEM, ENOSPC (no room on the USB bus), ...
}

func trouble(op string, err error) error { return core.E("camera."+op, kindOf(err), err) }
