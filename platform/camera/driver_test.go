//go:build linux && !android

package camera

import (
	"encoding/binary"
	"slices"
	"sync"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Driver stands in for the kernel's V4L2: videobuf2 behind one node or several, as the
// userspace API guide describes it. It reads arguments by the byte offsets that a C
// compiler gives for the header on a 64-bit machine, not by the structs under test.
type Driver struct {
	mu    sync.Mutex
	t     testing.TB
	Nodes []*Node
	files map[int]*Node
	next  int
}

// Node is /dev/videoN.
type Node struct {
	Path, Card     string
	Caps, NodeCaps uint32
	Pixels         string
	Sizes          [][2]int
	Stepwise       bool
	Gap            int                       // bytes after each row
	Alter          func(w, h int) (int, int) // what S_FMT makes of what it is asked
	Paint          func(n int) []byte        // nil bytes: an empty buffer; it is told from now on
	Flag           uint32                    // on each picture
	Errno          error                     // of DQBUF
	Torch          bool
	Refuse         error // of open
	Gone, Silent   bool
	Lit            bool

	fd, n         int
	width, height int
	memory        [][]byte
	queued, done  []int
	used          []int
	streaming     bool
	started       time.Time
}

func le(b []byte, at int) uint32     { return binary.LittleEndian.Uint32(b[at:]) }
func put(b []byte, at int, v uint32) { binary.LittleEndian.PutUint32(b[at:], v) }
func (d *Driver) nodes() (all []string) {
	defer d.lock()()
	for _, n := range d.Nodes {
		if !n.Gone {
			all = append(all, n.Path)
		}
	}
	return all
}

func (d *Driver) lock() func() { d.mu.Lock(); return d.mu.Unlock }

// Do changes the nodes while they are in use.
func (d *Driver) Do(f func()) { defer d.lock()(); f() }

// Open is how many files are open and how many buffers are mapped.
func (d *Driver) Open() (files, buffers int) {
	defer d.lock()()
	for _, n := range d.files {
		buffers += len(n.memory)
	}
	return len(d.files), buffers
}

func (d *Driver) open(path string) (int, error) {
	defer d.lock()()
	i := slices.IndexFunc(d.Nodes, func(n *Node) bool { return n.Path == path && !n.Gone })
	switch {
	case i < 0:
		return -1, unix.ENOENT
	case d.Nodes[i].Refuse != nil:
		return -1, d.Nodes[i].Refuse
	}
	if d.files == nil {
		d.files = map[int]*Node{}
	}
	d.next++
	d.files[d.next] = d.Nodes[i]
	return d.next, nil
}

func (d *Driver) close(fd int) error {
	defer d.lock()()
	n := d.files[fd]
	if n == nil {
		d.t.Errorf("closed twice: %d", fd)
		return unix.EBADF
	}
	if n.fd == fd {
		if n.streaming && !n.Gone {
			d.t.Error("closed while it streams")
		}
		n.fd, n.streaming, n.queued, n.done = 0, false, nil, nil
		for _, m := range n.memory {
			if m != nil {
				d.t.Error("closed while it is mapped")
			}
		}
		n.memory = nil
	}
	delete(d.files, fd)
	return nil
}

func (d *Driver) mmap(fd int, offset int64, length int) ([]byte, error) {
	defer d.lock()()
	n := d.files[fd]
	i := int(offset >> 12)
	if n == nil || offset&4095 != 0 || i >= len(n.memory) || length > n.sizeImage() {
		return nil, unix.EINVAL
	}
	n.memory[i] = make([]byte, length)
	return n.memory[i], nil
}

// munmap leaves what nobody may read any more.
func (d *Driver) munmap(b []byte) error {
	defer d.lock()()
	for i := range b {
		b[i] = 0xDB
	}
	for _, n := range d.Nodes {
		for i, m := range n.memory {
			if unsafe.SliceData(m) == unsafe.SliceData(b) {
				n.memory[i] = nil
			}
		}
	}
	return nil
}

// poll waits in steps for the pictures of the bubble's clock.
func (d *Driver) poll(fd int, wait time.Duration) (int16, error) {
	for end := time.Now().Add(wait); ; time.Sleep(5 * time.Millisecond) {
		d.mu.Lock()
		n := d.files[fd]
		n.capture()
		events := int16(0)
		switch {
		case n.Gone:
			events = unix.POLLERR | unix.POLLHUP
		case len(n.done) > 0 || n.Errno != nil:
			events = unix.POLLIN
		case !n.streaming, len(n.queued) == 0:
			events = unix.POLLERR
		}
		d.mu.Unlock()
		if events != 0 || !time.Now().Before(end) {
			return events, nil
		}
	}
}

// capture fills the buffers that are queued with what came since; without one, pictures
// are lost.
func (n *Node) capture() {
	if !n.streaming || n.Silent || n.Gone {
		return
	}
	for now := int(time.Since(n.started) / (time.Second / 30)); n.n < now; n.n++ {
		if len(n.queued) == 0 {
			continue
		}
		i := n.queued[0]
		n.queued = n.queued[1:]
		n.used[i] = copy(n.memory[i], n.Paint(n.n))
		n.done = append(n.done, i)
	}
}
