package stub

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"sync"
	"time"
)

// lastLimits are for when the server ends, which whoever reads or writes slowly must not
// keep it from: what is on its way has a moment to arrive, then its connection is over.
type lastLimits struct {
	read, write time.Duration
	word        time.Duration // then all that is left is cut
}

var usualLast = lastLimits{read: 100 * time.Millisecond, write: 250 * time.Millisecond, word: 500 * time.Millisecond}

// conns are the connections that requests come on.
type conns struct {
	mu  sync.Mutex
	all map[net.Conn]struct{}
}

// state is http.Server's ConnState.
func (c *conns) state(conn net.Conn, state http.ConnState) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch state {
	case http.StateNew:
		if c.all == nil {
			c.all = map[net.Conn]struct{}{}
		}
		c.all[conn] = struct{}{}
	case http.StateHijacked, http.StateClosed:
		delete(c.all, conn)
	}
}

// hurry gives all of them little time. On HTTP/2 replies wait on one connection
// with what is still read: it may be read for as long as they are written.
func (c *conns) hurry(last lastLimits) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	for conn := range c.all {
		conn.SetReadDeadline(now.Add(last.read))
		conn.SetWriteDeadline(now.Add(last.write))
	}
	for conn := range c.all {
		// It waits for a handshake that is under way, which has a deadline by now.
		if t, ok := conn.(*tls.Conn); ok && t.ConnectionState().NegotiatedProtocol == "h2" {
			conn.SetReadDeadline(now.Add(last.write))
		}
	}
}

// stopServing ends requests: those at work finish, no other keeps it long.
func (s *Server) stopServing() {
	if s.http == nil {
		return
	}
	s.conns.hurry(s.limits.last)
	ctx, cancel := context.WithTimeout(context.Background(), s.limits.last.word)
	defer cancel()
	if s.http.Shutdown(ctx) != nil {
		s.http.Close()
	}
}
