//go:build linux && !android

package camera

import (
	"context"
	"sync"
	"unsafe"

	"kauth/core"
)

// stream is a camera that runs, by memory-mapped buffers ("Streaming I/O" in the guide):
// the driver fills them in turn, and we give each back after a look.
type stream struct {
	k      kernel
	fd     int
	format format
	bufs   [][]byte
	lumas  luma // makes planes of what is in a buffer
	torch  bool

	mu     sync.Mutex
	users  int // who needs the buffers: the opener, who waits, who looks at a picture
	closed bool
	out    int // the buffer that somebody looks at, or -1
}

// Open implements Source.
func (s v4l2) Open(ctx context.Context, id string) (Camera, error) {
	if ctx.Err() != nil {
		return nil, core.E("camera.Open", core.Cancelled, ctx.Err())
	}
	fd, err := s.k.open(id)
	if err != nil {
		return nil, trouble("Open", err)
	}
	c := &stream{k: s.k, fd: fd, users: 1, out: -1}
	if err := c.start(); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

func (c *stream) start() (err error) {
	if _, err = capable(c.k, c.fd); err != nil {
		return err
	}
	if c.format, err = choose(c.k, c.fd); err != nil {
		return err
	}
	if c.lumas, err = lumaFor(c.format); err != nil {
		return err
	}
	if err = c.reserve(); err != nil {
		return err
	}
	for i := range c.bufs {
		if err = c.queue(i); err != nil {
			return err
		}
	}
	kind := uint32(bufVideoCapture)
	if err = c.k.ioctl(c.fd, streamOn, unsafe.Pointer(&kind)); err != nil {
		return trouble("Open", err)
	}
	c.torch = hasTorch(c.k, c.fd)
	return nil
}

// reserve maps the buffers. The driver may give more or fewer than it was asked for.
func (c *stream) reserve() error {
	r := requestBuffers{count: bufferCount, kind: bufVideoCapture, memory: memoryMmap}
	if err := c.k.ioctl(c.fd, reqBufs, unsafe.Pointer(&r)); err != nil {
		return trouble("Open", err)
	}
	if r.count < leastBuffers || r.count > mostBuffers {
		return core.Errorf("camera.Open", core.CameraSilent, "%d buffers", r.count)
	}
	for i := range r.count {
		b := buffer{index: i, kind: bufVideoCapture, memory: memoryMmap}
		if err := c.k.ioctl(c.fd, queryBuf, unsafe.Pointer(&b)); err != nil {
			return trouble("Open", err)
		}
		if b.length == 0 || b.length > largestBuffer {
			return core.Errorf("camera.Open", core.CameraSilent, "a buffer of %d bytes", b.length)
		}
		m, err := c.k.mmap(c.fd, int64(uint32(b.offset)), int(b.length))
		if err != nil {
			return trouble("Open", err)
		}
		c.bufs = append(c.bufs, m)
	}
	return nil
}

func (c *stream) queue(i int) error {
	b := buffer{index: uint32(i), kind: bufVideoCapture, memory: memoryMmap}
	if err := c.k.ioctl(c.fd, qBuf, unsafe.Pointer(&b)); err != nil {
		return trouble("Next", err)
	}
	return nil
}

// enter says that the buffers are needed, unless the camera is closed.
func (c *stream) enter() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return false
	}
	c.users++
	return true
}

// leave ends that. Who leaves last puts the light out.
func (c *stream) leave() {
	c.mu.Lock()
	c.users--
	last := c.users == 0
	c.mu.Unlock()
	if last {
		c.end()
	}
}

// Close implements Camera.
func (c *stream) Close() {
	c.mu.Lock()
	again := c.closed
	c.closed = true
	c.mu.Unlock()
	if !again {
		c.leave()
	}
}

// end stops the stream before its buffers go. What fails by then fails because the
// camera is gone.
func (c *stream) end() {
	if c.torch {
		_ = c.Light(false)
	}
	kind := uint32(bufVideoCapture)
	_ = c.k.ioctl(c.fd, streamOff, unsafe.Pointer(&kind))
	for _, b := range c.bufs {
		_ = c.k.munmap(b)
	}
	_ = c.k.close(c.fd)
}

// Torch implements Camera.
func (c *stream) Torch() bool { return c.torch }

// Light implements Camera.
func (c *stream) Light(on bool) error {
	v := control{id: flashLEDMode, value: flashNone}
	if on {
		v.value = flashTorch
	}
	if err := c.k.ioctl(c.fd, setCtrl, unsafe.Pointer(&v)); err != nil {
		return trouble("Light", err)
	}
	return nil
}

// hasTorch asks for the flash class's menu of modes (camera sensors of phones and
// tablets have it; webcams do not).
func hasTorch(k kernel, fd int) bool {
	q := queryControl{id: flashLEDMode}
	return k.ioctl(fd, queryCtrl, unsafe.Pointer(&q)) == nil &&
		q.kind == ctrlKindMenu && q.flags&(ctrlDisabled|ctrlReadOnly) == 0 && q.minimum <= flashTorch && q.maximum >= flashTorch
}
