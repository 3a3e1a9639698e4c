//go:build linux && !android

package camera

import (
	"context"
	"errors"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"kauth/core"
)

// glance is how long one wait lasts: so late at most is it noticed that ctx has ended.
const glance = 100 * time.Millisecond

// pause keeps a driver that is ready at once, and then gives nothing, from a busy loop.
const pause = 20 * time.Millisecond

// Next implements Camera.
func (c *stream) Next(ctx context.Context) (Frame, error) {
	c.Release()
	if !c.enter() {
		return Frame{}, core.E("camera.Next", core.Cancelled, nil)
	}
	f, err := c.wait(ctx)
	if err != nil {
		c.leave() // else the picture needs the buffers until Release
	}
	return f, err
}

// Release implements Camera.
func (c *stream) Release() {
	c.mu.Lock()
	out := c.out
	c.out = -1
	c.mu.Unlock()
	if out < 0 {
		return
	}
	_ = c.queue(out) // where that fails, the next picture does as well, and says why
	c.leave()
}

// wait ends with a picture, with what the driver says, or after Patience with
// core.CameraSilent: a camera that sends only damaged pictures is silent too.
func (c *stream) wait(ctx context.Context) (Frame, error) {
	for late := time.Now().Add(Patience); ; {
		if ctx.Err() != nil || c.over() {
			return Frame{}, core.E("camera.Next", core.Cancelled, ctx.Err())
		}
		if !time.Now().Before(late) {
			return Frame{}, core.E("camera.Next", core.CameraSilent, nil)
		}
		if err := c.ready(); err != nil {
			return Frame{}, err
		}
		f, ok, err := c.newest()
		if err != nil || ok {
			return f, err
		}
		time.Sleep(pause)
	}
}

func (c *stream) over() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.closed
}

// ready waits a little for a picture. A poll fails where nothing is queued, and where
// the device goes.
func (c *stream) ready() error {
	events, err := c.k.poll(c.fd, glance)
	if err == nil && events&(unix.POLLERR|unix.POLLHUP|unix.POLLNVAL) == 0 {
		return nil
	}
	var caps capability
	if err := c.k.ioctl(c.fd, queryCap, unsafe.Pointer(&caps)); err != nil {
		return core.E("camera.Next", core.CameraGone, err)
	}
	return nil
}

// newest takes all pictures that are ready, and gives the last that can be used; the
// others go back to the driver at once.
func (c *stream) newest() (f Frame, ok bool, err error) {
	held := -1
	for range len(c.bufs) {
		b := buffer{kind: bufVideoCapture, memory: memoryMmap}
		if err := c.k.ioctl(c.fd, dqBuf, unsafe.Pointer(&b)); err != nil {
			if final := fault(err); final != nil && held < 0 {
				return Frame{}, false, final
			}
			break
		}
		if int(b.index) >= len(c.bufs) {
			return Frame{}, false, core.Errorf("camera.Next", core.CameraSilent, "buffer %d of %d", b.index, len(c.bufs))
		}
		if b.flags&bufFlagError != 0 || int(b.bytesUsed) > len(c.bufs[b.index]) {
			_ = c.queue(int(b.index))
			continue
		}
		if held >= 0 {
			_ = c.queue(held)
		}
		held = int(b.index)
		f, ok = Frame{Y: c.bufs[held][:b.bytesUsed]}, true
	}
	if !ok {
		return Frame{}, false, nil
	}
	if f, ok = c.lumas.plane(f.Y); !ok {
		_ = c.queue(held)
		return Frame{}, false, nil
	}
	c.mu.Lock()
	c.out = held
	c.mu.Unlock()
	return f, true, nil
}

// fault is nil for what may be better the next time: EAGAIN says that nothing is there,
// EIO a passing trouble such as a lost signal (the guide, VIDIOC_DQBUF).
func fault(err error) error {
	if errors.Is(err, unix.EAGAIN) || errors.Is(err, unix.EIO) || errors.Is(err, unix.EINTR) {
		return nil
	}
	return trouble("Next", err)
}
