package stub

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"sync"
	"time"
)

// Whoever reads or writes slowly must not keep the server from ending: what is on
// its way has a moment to arrive, then its connection is over.
const (
	lastRead  = 100 * time.Millisecond
	lastWrite = 250 * time.Millisecond
	lastWord  = 500 * time.Millisecond // then all that is left is cut
)

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
func (c *conns) hurry() {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	for conn := range c.all {
		conn.SetReadDeadline(now.Add(lastRead))
		conn.SetWriteDeadline(now.Add(lastWrite))
	}
	for conn := range c.all {
		// It waits for a handshake that is under way, which has a deadline by now.
		if t, ok := conn.(*tls.Conn); ok && t.ConnectionState().NegotiatedProtocol == "h2" {
			conn.SetReadDeadline(now.Add(lastWrite))
		}
	}
}

// stopServing ends requests: those at work finish, no other keeps it long.
func (s *Server) stopServing() {
	if s.http == nil {
		return
	}
	s.conns.hurry()
	ctx, cancel := context.WithTimeout(context.Background(), lastWord)
	defer cancel()
	if s.http.Shutdown(ctx) != nil {
		s.http.Close()
	}
}
