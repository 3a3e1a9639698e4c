package stub

import (
	"net"
	"time"
)

// The goroutine that writes to the file also writes to phones, where it has little
// else to do: a worker would have to be woken first, which takes three times as long
// as all the rest. It never waits for a phone: what the connection does not take at
// once is left to a worker.

// take gives what is to be done.
func (st *stream) take() (todo work, news *said) {
	todo, news = st.todo, st.news
	st.todo, st.news = 0, nil
	return todo, news
}

// lookNow is wake, and done by the caller.
func (st *stream) lookNow() {
	m := st.all
	m.mu.Lock()
	st.todo |= toLook
	m.mu.Unlock()
	st.finish()
}

// finish does what is to be done for the stream, if nobody else is at it.
func (st *stream) finish() {
	m := st.all
	m.mu.Lock()
	defer m.mu.Unlock()
	c, plain := st.conn.(*net.TCPConn)
	switch {
	case st.busy || st.over:
		return // that one does it
	case !plain: // TLS has no half of a write
		m.queue(st)
		return
	}
	st.busy = true
	todo, news := st.take()
	m.mu.Unlock()
	left := m.serveNow(st, c, todo, news)
	m.mu.Lock()
	switch st.todo |= left; {
	case st.over || st.todo != 0:
		m.queue(st) // a worker sees it through
	default:
		st.busy = false
	}
}

// serveNow is serve without waiting; left is for a worker.
func (m *streams) serveNow(st *stream, c *net.TCPConn, todo work, news *said) (left work) {
	todo &^= toTell
	if news != nil && news.cursor != st.cursor && !st.writeNow(c, news) {
		return todo | toFinish
	}
	if todo&toLook == 0 {
		return todo
	}
	todo &^= toLook
	if s := m.now(st.device, st.cursor); s.event != nil {
		if !st.writeNow(c, &s) {
			todo |= toFinish
		}
		if s.last {
			todo |= toEnd
		}
	}
	return todo
}

// writeNow writes as much as the connection takes.
func (st *stream) writeNow(c *net.TCPConn, s *said) (whole bool) {
	c.SetWriteDeadline(time.Time{}) // the last one may be over
	n := writeSome(c, s.event)
	st.cursor = s.cursor
	if n == len(s.event) {
		return true
	}
	st.rest = s.event[n:]
	return false
}
