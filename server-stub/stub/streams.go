package stub

import (
	"crypto/tls"
	"math/rand/v2"
	"net"
	"runtime/debug"
	"sync"
	"time"
)

// An idle phone costs its connection and a stream: no goroutine, no buffer. What
// is to be written goes to a few workers; one wheel has a heartbeat written to
// everybody, which is how a phone that went away is found. Nobody reads from these
// connections: a phone that has something to say makes a request.

const (
	beatEvery   = 15 * time.Second
	beatSlots   = 150 // the wheel turns a slot every 100 ms, so that heartbeats come in small heaps
	writeWithin = 3 * time.Second
	goodbye     = 300 * time.Millisecond // for all phones together, when the server ends
	maxWorkers  = 128
	stormSize   = 1000                   // connections, each of which left some 20 KiB of garbage
	stormOver   = 2 * time.Second        // then idle phones would keep it for minutes
	coreWorkers = 4                      // that stay when there is nothing to do
	patience    = 250 * time.Millisecond // for a slow phone, while others wait for a worker
)

// heartbeat is a comment, which readers skip (HTML, section 9.2.6).
const heartbeat = ":\n"

// stream is a phone that listens.
type stream struct {
	all    *streams
	device string
	cursor string // what was written last stands for; the worker's alone

	// Guarded by all.mu.
	conn  net.Conn // nil until its handler hands it over
	news  *said    // to be told before it is on disk
	rest  []byte   // of an event of which a part is written
	todo  work
	busy  bool // queued, or with a worker or its handler: only that one writes
	over  bool
	slot  uint8
	place int // in the slot
}

// work is what is to be done for a stream. However often its phone was notified,
// one look is left to do, at what holds by then.
type work uint8

const (
	toLook work = 1 << iota
	toBeat
	toTell
	toFinish // what was written in part
	toEnd
)

// said is an event for a phone: none where its cursor stands for all there is.
type said struct {
	event  []byte
	cursor string
	last   bool // the stream ends after it
}

// streams are all phones that listen without a goroutine.
type streams struct {
	say  func(device, cursor string) said
	now  func(device, cursor string) said // the same, without waiting for anybody
	gone func(*stream)                    // takes it off the lists of those to wake; called without mu

	mu      sync.Mutex
	some    sync.Cond
	urgent  []*stream
	beats   []*stream
	idle    int
	workers int
	writing map[*stream]time.Time // since when
	wheel   [beatSlots][]*stream
	n       int
	turning bool
	fresh   int // since the last collection
	added   time.Time
	release func()              // gives memory back
	ahead   map[string]struct{} // devices told of what is not on disk yet
	closed  chan struct{}       // closes when the server ends
}

func (m *streams) init(say, now func(device, cursor string) said, gone func(*stream)) {
	m.say, m.now, m.gone, m.some.L = say, now, gone, &m.mu
	m.writing, m.closed = map[*stream]time.Time{}, make(chan struct{})
	m.ahead, m.release = map[string]struct{}{}, debug.FreeOSMemory
}

// begin makes the stream of a phone whose handler is at work on it.
func (m *streams) begin(device, cursor string) *stream {
	return &stream{all: m, device: device, cursor: cursor, busy: true}
}

// open gives the stream its connection; false where it is over already.
func (m *streams) open(st *stream, conn net.Conn) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	st.conn = conn
	return !st.over && !m.ended()
}

// add takes the stream over from its handler. What it was woken for meanwhile is
// done next.
func (m *streams) add(st *stream) (alive bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if st.over || m.ended() {
		return false
	}
	st.slot = uint8(rand.IntN(beatSlots))
	if sh, ok := st.conn.(*share); ok {
		st.slot = sh.of.slot
	}
	st.place = len(m.wheel[st.slot])
	m.wheel[st.slot] = append(m.wheel[st.slot], st)
	m.n++
	m.fresh++
	m.added = time.Now()
	if !m.turning {
		m.turning = true
		go m.turn()
	}
	st.busy = false
	if st.todo != 0 {
		m.queue(st)
	}
	return true
}

// wake has the stream look whether there is news.
func (st *stream) wake() { st.all.do(st, toLook) }

func (m *streams) do(st *stream, what work) {
	m.mu.Lock()
	defer m.mu.Unlock()
	st.todo |= what
	if !st.busy && !st.over {
		m.queue(st)
	}
}

// queue gives the stream to a worker. Heartbeats wait until no news does.
func (m *streams) queue(st *stream) {
	st.busy = true
	if st.todo != toBeat {
		m.urgent = append(m.urgent, st)
	} else {
		m.beats = append(m.beats, st)
	}
	switch wait := len(m.urgent) + len(m.beats); {
	case wait <= m.idle:
		m.some.Signal()
	case m.workers < maxWorkers: // the others may be held up by slow phones
		m.workers++
		go m.work()
	default:
		m.hurry()
	}
}

// hurry takes the workers back from phones that do not read, when others wait.
func (m *streams) hurry() {
	for st, since := range m.writing {
		if time.Since(since) > patience {
			st.conn.SetWriteDeadline(time.Unix(1, 0))
		}
	}
}

func (m *streams) next() *stream {
	q := &m.urgent
	if len(*q) == 0 {
		q = &m.beats
	}
	if len(*q) == 0 {
		return nil
	}
	st := (*q)[0]
	(*q)[0] = nil
	if *q = (*q)[1:]; len(*q) == 0 {
		*q = nil // after a storm, its memory goes
	}
	return st
}

func (m *streams) work() {
	m.mu.Lock()
	defer m.mu.Unlock()
	defer func() { m.workers-- }()
	for {
		st := m.next()
		if st == nil {
			if m.ended() || m.idle >= coreWorkers {
				return
			}
			m.idle++
			m.some.Wait()
			m.idle--
			continue
		}
		todo, news := st.take()
		m.mu.Unlock()
		alive := m.serve(st, todo, news)
		m.mu.Lock()
		switch {
		case !alive || st.over:
			m.drop(st)
			m.mu.Unlock()
			m.gone(st)
			m.mu.Lock()
		case st.todo != 0:
			m.queue(st)
		default:
			st.busy = false
		}
	}
}

// serve writes what there is to say, or else that the server is there.
func (m *streams) serve(st *stream, todo work, news *said) (alive bool) {
	if rest := st.rest; rest != nil {
		st.rest = nil
		if !m.write(st, rest) {
			return false
		}
	}
	if todo&toEnd != 0 {
		return false
	}
	if news != nil && news.cursor != st.cursor {
		if !m.write(st, news.event) {
			return false
		}
		st.cursor = news.cursor
	}
	if todo&toLook != 0 {
		if s := m.say(st.device, st.cursor); s.event != nil {
			st.cursor = s.cursor
			return m.write(st, s.event) && !s.last
		}
	}
	return todo&toBeat == 0 || m.write(st, []byte(heartbeat))
}

// write gives up on a phone that takes too long: its connection cannot be used
// after a part of an event.
func (m *streams) write(st *stream, b []byte) bool {
	m.mu.Lock()
	now := time.Now()
	m.writing[st] = now
	st.conn.SetWriteDeadline(now.Add(writeWithin))
	m.mu.Unlock()
	_, err := st.conn.Write(b)
	m.mu.Lock()
	delete(m.writing, st)
	m.mu.Unlock()
	if err != nil {
		cut(st.conn)
	}
	return err == nil
}

// drop takes a stream off the wheel and closes it.
func (m *streams) drop(st *stream) {
	m.shut(st)
	slot := m.wheel[st.slot]
	if st.place >= len(slot) || slot[st.place] != st {
		return // it never was on, or the server ends
	}
	last := slot[len(slot)-1]
	slot[st.place], last.place = last, st.place
	slot[len(slot)-1] = nil
	m.wheel[st.slot] = slot[:len(slot)-1]
	m.n--
}

func (m *streams) shut(st *stream) {
	if st.over {
		return
	}
	st.over = true
	switch st.conn.(type) {
	case nil:
	case *tls.Conn, *share:
		go st.conn.Close() // says good-bye, and waits where the phone does not read
	default:
		st.conn.Close()
	}
}

// end is for a phone that listens elsewhere now.
func (st *stream) end() {
	st.all.mu.Lock()
	st.all.shut(st)
	idle := !st.busy
	if idle { // else its worker or its handler sees that it is over
		st.busy = true
		st.all.drop(st)
	}
	st.all.mu.Unlock()
	if idle {
		st.all.gone(st)
	}
}

// cut closes without a word: over TLS a good-bye would wait for the phone.
func cut(c net.Conn) {
	if s, ok := c.(*share); ok {
		c = s.of.conn // for all of its streams
	}
	if t, ok := c.(*tls.Conn); ok {
		t.NetConn().Close()
	}
	c.Close()
}

// turn has a heartbeat written to every stream in its turn, while there are any.
func (m *streams) turn() {
	tick := time.NewTicker(beatEvery / beatSlots)
	defer tick.Stop()
	for at := 0; ; at = (at + 1) % beatSlots {
		select {
		case <-m.closed:
			return
		case <-tick.C:
		}
		m.mu.Lock()
		if m.n == 0 {
			m.turning = false
			m.mu.Unlock()
			return
		}
		for _, st := range m.wheel[at] {
			st.todo |= toBeat
			if !st.busy {
				m.queue(st)
			}
		}
		if len(m.urgent)+len(m.beats) > 0 && m.workers == maxWorkers {
			m.hurry()
		}
		if m.fresh >= stormSize && time.Since(m.added) > stormOver {
			m.fresh = 0
			go m.release()
		}
		m.mu.Unlock()
	}
}

func (m *streams) ended() bool {
	select {
	case <-m.closed:
		return true
	default:
		return false
	}
}

// close ends all streams. Over TLS each gets a good-bye, if it takes it at once.
func (m *streams) close() {
	m.mu.Lock()
	if m.ended() {
		m.mu.Unlock()
		return
	}
	close(m.closed)
	m.some.Broadcast()
	var all []*stream
	for i := range m.wheel {
		all = append(all, m.wheel[i]...)
		m.wheel[i] = nil
	}
	for _, st := range all {
		st.over = true
	}
	m.n = 0
	m.mu.Unlock()

	slow := time.AfterFunc(goodbye, func() {
		for _, st := range all {
			cut(st.conn)
		}
	})
	defer slow.Stop()
	var closing sync.WaitGroup
	next := make(chan *stream)
	for range min(len(all), maxWorkers) {
		closing.Go(func() {
			for st := range next {
				st.conn.Close()
			}
		})
	}
	for _, st := range all {
		next <- st
	}
	close(next)
	closing.Wait()
}
