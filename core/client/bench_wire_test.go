//go:build bench && linux

package client_test

import (
	"net"
	"slices"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// wire counts what passes between a server and those who connect: the kernel's own
// count of segments and bytes, TLS and what is sent again included.
type wire struct {
	*net.TCPListener
	mu      sync.Mutex
	open    map[*counted]traffic // with what each had when the count began
	gone    traffic
	moments []time.Time // when anything was written or read
}

// traffic is what passed in both directions, and on how many connections.
type traffic struct{ segments, bytes, connections uint64 }

func (t traffic) plus(o traffic) traffic {
	return traffic{t.segments + o.segments, t.bytes + o.bytes, t.connections + o.connections}
}

func (t traffic) less(o traffic) traffic {
	return traffic{t.segments - o.segments, t.bytes - o.bytes, t.connections}
}

type counted struct {
	*net.TCPConn
	of *wire
}

func (w *wire) Accept() (net.Conn, error) {
	c, err := w.AcceptTCP()
	if err != nil {
		return nil, err
	}
	one := &counted{c, w}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.open[one] = traffic{}
	return one, nil
}

func (c *counted) now() (t traffic) {
	raw, err := c.SyscallConn()
	if err != nil {
		return t
	}
	raw.Control(func(fd uintptr) {
		if i, err := unix.GetsockoptTCPInfo(int(fd), unix.SOL_TCP, unix.TCP_INFO); err == nil {
			t = traffic{uint64(i.Segs_in) + uint64(i.Segs_out), i.Bytes_acked + i.Bytes_received, 1}
		}
	})
	return t
}

func (c *counted) stirred(n int) int {
	c.of.mu.Lock()
	defer c.of.mu.Unlock()
	if n > 0 {
		c.of.moments = append(c.of.moments, time.Now())
	}
	return n
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.TCPConn.Read(b)
	return c.stirred(n), err
}

func (c *counted) Write(b []byte) (int, error) {
	n, err := c.TCPConn.Write(b)
	return c.stirred(n), err
}

func (c *counted) Close() error {
	w := c.of
	w.mu.Lock()
	if before, ok := w.open[c]; ok {
		w.gone = w.gone.plus(c.now().less(before))
		delete(w.open, c)
	}
	w.mu.Unlock()
	c.stirred(1)
	return c.TCPConn.Close()
}

// begin counts from now on.
func (w *wire) begin() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for c := range w.open {
		w.open[c] = c.now()
	}
	w.gone, w.moments = traffic{}, nil
}

// total is what passed since, and how often the radio would have had to wake: what
// passes within a second is one.
func (w *wire) total() (t traffic, wakes int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	t = w.gone
	for c, before := range w.open {
		t = t.plus(c.now().less(before))
	}
	slices.SortFunc(w.moments, time.Time.Compare)
	last := time.Time{}
	for _, m := range w.moments {
		if m.Sub(last) > time.Second {
			wakes++
		}
		last = m
	}
	return t, wakes
}
