package stub

import (
	"bytes"
	"math/rand/v2"
	"net"
	"sync"
	"time"
)

// bundle is a connection that the streams of several devices share. One heartbeat
// keeps it alive for all of them, so that a phone's radio wakes as often for ten
// accounts as for one.
type bundle struct {
	all  *streams
	conn net.Conn
	slot uint8 // on the wheel, of all of its streams

	mu     sync.Mutex // one event at a time
	live   int        // parts, and the handler while it puts them together
	said   time.Time  // when the last byte was written
	broken bool
}

// share is a device's part of it, and the connection that its stream writes to.
type share struct {
	net.Conn
	of     *bundle
	device string
	over   bool
}

func (m *streams) bundle(c net.Conn) *bundle {
	return &bundle{all: m, conn: c, slot: uint8(rand.IntN(beatSlots)), live: 1, said: time.Now()}
}

func (b *bundle) share(device string) *share {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.live++
	return &share{Conn: b.conn, of: b, device: device}
}

// marked names the device first in an event's data, which is one JSON object.
func marked(device string, event []byte) []byte {
	return bytes.Replace(event, []byte("\ndata: {"), []byte("\ndata: {\"device\":\""+device+"\","), 1)
}

// ending says that the bundle speaks of this device no more.
func ending(device string) []byte {
	return []byte("event: end\ndata: {\"device\":\"" + device + "\"}\n\n")
}

// Write writes an event of the device, or the heartbeat of all unless one of them has
// just written something.
func (s *share) Write(e []byte) (int, error) {
	b := s.of
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	switch {
	case b.broken || s.over:
		return 0, net.ErrClosed
	case string(e) == heartbeat && now.Sub(b.said) < beatEvery*2/3:
		return len(e), nil
	}
	if err := b.write(now, marked(s.device, e)); err != nil {
		return 0, err
	}
	return len(e), nil
}

// write is called with b.mu held.
func (b *bundle) write(now time.Time, e []byte) error {
	b.conn.SetWriteDeadline(now.Add(writeWithin))
	_, err := b.conn.Write(e)
	b.conn.SetWriteDeadline(time.Time{}) // HTTP/2 ends a stream by it even while nothing is written
	b.said = now
	if err != nil {
		b.broken = true
		cut(b.conn)
	}
	return err
}

// leave is for a part that was over before anything was said.
func (s *share) leave() {
	s.of.mu.Lock()
	defer s.of.mu.Unlock()
	if !s.over {
		s.over, s.of.live = true, s.of.live-1
	}
}

// Close ends the device's part, and the connection with the last of them.
func (s *share) Close() error {
	b := s.of
	b.mu.Lock()
	defer b.mu.Unlock()
	if s.over {
		return nil
	}
	s.over = true
	b.live--
	switch {
	case b.broken:
		return nil
	case b.live == 0 || b.all.ended():
		b.broken = true
		return b.conn.Close()
	}
	return b.write(time.Now(), ending(s.device))
}
