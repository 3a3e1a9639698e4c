//go:build linux && !android

package camera

import (
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// The numbers are those that a C compiler gives for the header on a 64-bit machine.
func (d *Driver) ioctl(fd int, request uintptr, arg unsafe.Pointer) error {
	defer d.lock()()
	n := d.files[fd]
	switch {
	case n == nil:
		return unix.EBADF
	case n.Gone:
		return unix.ENODEV
	}
	b := unsafe.Slice((*byte)(arg), request>>16&0x3fff)
	switch request {
	case 0x80685600: // QUERYCAP
		copy(b[16:48], n.Card+"\x00")
		put(b, 84, n.Caps)
		put(b, 88, n.NodeCaps)
		return nil
	case 0xc0405602: // ENUM_FMT
		return n.enumFormat(b)
	case 0xc02c564a: // ENUM_FRAMESIZES
		return n.enumSize(b)
	case 0xc034564b: // ENUM_FRAMEINTERVALS
		if le(b, 0) > 0 {
			return unix.EINVAL
		}
		put(b, 16, 1)
		put(b, 20, 1)
		put(b, 24, 30)
		return nil
	case 0xc0445624: // QUERYCTRL
		if !n.Torch || le(b, 0) != 0x9c0901 {
			return unix.EINVAL
		}
		put(b, 4, 3)
		put(b, 44, 2)
		return nil
	case 0xc008561c: // S_CTRL
		if !n.Torch || le(b, 0) != 0x9c0901 || le(b, 4) > 2 {
			return unix.EINVAL
		}
		n.Lit = le(b, 4) == 2
		return nil
	}
	return d.streamCall(n, fd, request, b)
}

func (n *Node) enumFormat(b []byte) error {
	if le(b, 4) != 1 || int(le(b, 0)) >= len(n.Pixels)/4 {
		return unix.EINVAL
	}
	copy(b[44:48], n.Pixels[4*le(b, 0):])
	return nil
}

func (n *Node) enumSize(b []byte) error {
	i := int(le(b, 0))
	if i >= len(n.Sizes) || n.Stepwise && i > 0 {
		return unix.EINVAL
	}
	if n.Stepwise {
		put(b, 8, 3)
		for j, v := range []uint32{32, uint32(n.Sizes[0][0]), 16, 32, uint32(n.Sizes[0][1]), 16} {
			put(b, 12+4*j, v)
		}
		return nil
	}
	put(b, 8, 1)
	put(b, 12, uint32(n.Sizes[i][0]))
	put(b, 16, uint32(n.Sizes[i][1]))
	return nil
}

// each is bytes a pixel of the first plane; JPEG has none.
func (n *Node) each() int {
	switch n.Pixels[:4] {
	case "YUYV", "UYVY":
		return 2
	case "MJPG":
		return 0
	}
	return 1
}

func (n *Node) sizeImage() int {
	if n.each() == 0 {
		return n.width * n.height * 2
	}
	size := (n.width*n.each() + n.Gap) * n.height
	if n.Pixels[:4] == "NV12" {
		size += size / 2
	}
	return (size + 4095) &^ 4095
}

func (d *Driver) streamCall(n *Node, fd int, request uintptr, b []byte) error {
	if n.fd != 0 && n.fd != fd {
		return unix.EBUSY // another file owns the queue
	}
	switch request {
	case 0xc0d05605: // S_FMT
		return n.setFormat(b)
	case 0xc0145608: // REQBUFS
		if le(b, 4) != 1 || le(b, 8) != 1 || n.width == 0 {
			return unix.EINVAL
		}
		n.fd, n.memory, n.used = fd, make([][]byte, le(b, 0)), make([]int, le(b, 0))
		return nil
	case 0xc0585609, 0xc058560f, 0xc0585611: // QUERYBUF, QBUF, DQBUF
		return n.bufferCall(request, b)
	case 0x40045612: // STREAMON
		n.streaming, n.started, n.n = true, time.Now(), 0
		return nil
	case 0x40045613: // STREAMOFF takes all buffers back
		n.streaming, n.queued, n.done = false, nil, nil
		return nil
	}
	return unix.ENOTTY
}

func (n *Node) setFormat(b []byte) error {
	if le(b, 0) != 1 || n.memory != nil {
		return unix.EBUSY
	}
	w, h := int(le(b, 8)), int(le(b, 12))
	if n.Alter != nil {
		w, h = n.Alter(w, h)
	}
	n.width, n.height = w, h
	put(b, 8, uint32(w))
	put(b, 12, uint32(h))
	copy(b[16:20], n.Pixels)
	put(b, 24, uint32(w*n.each()+n.Gap))
	if n.each() == 0 {
		put(b, 24, 0)
	}
	put(b, 28, uint32(n.sizeImage()))
	return nil
}

func (n *Node) bufferCall(request uintptr, b []byte) error {
	i := int(le(b, 0))
	if le(b, 4) != 1 || le(b, 60) != 1 {
		return unix.EINVAL
	}
	if request == 0xc0585611 {
		return n.dequeue(b)
	}
	if i >= len(n.memory) {
		return unix.EINVAL
	}
	if request == 0xc0585609 {
		put(b, 64, uint32(i<<12))
		put(b, 72, uint32(n.sizeImage()))
		return nil
	}
	for _, q := range append(n.queued, n.done...) {
		if q == i {
			return unix.EINVAL // it is queued already
		}
	}
	n.queued = append(n.queued, i)
	return nil
}

func (n *Node) dequeue(b []byte) error {
	n.capture()
	switch {
	case !n.streaming:
		return unix.EINVAL
	case n.Errno != nil:
		return n.Errno
	case len(n.done) == 0:
		return unix.EAGAIN
	}
	i := n.done[0]
	n.done = n.done[1:]
	put(b, 0, uint32(i))
	put(b, 8, uint32(n.used[i]))
	put(b, 12, n.Flag)
	return nil
}

// On is a Source on a Driver, for the tests outside of the package.
func On(d *Driver) Source { return v4l2{d} }

// NewDriver makes one that has these nodes.
func NewDriver(t testing.TB, nodes ...*Node) *Driver { return &Driver{t: t, Nodes: nodes} }
