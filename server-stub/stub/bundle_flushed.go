package stub

import (
	"net"
	"net/http"
	"sync"
	"time"
)

// flushed is a reply that is written to as a connection, while its handler waits.
type flushed struct {
	net.Conn // nil: nobody reads from it
	w        http.ResponseWriter
	rc       *http.ResponseController
	mu       sync.RWMutex // whole for Close: it waits for who writes
	over     bool
	done     chan struct{} // closes with it
}

// Write writes and flushes.
func (f *flushed) Write(b []byte) (int, error) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	if f.over {
		return 0, net.ErrClosed
	}
	n, err := f.w.Write(b)
	if err == nil {
		err = f.rc.Flush()
	}
	return n, err
}

// SetWriteDeadline implements net.Conn. It never waits; a reply that is over has none.
func (f *flushed) SetWriteDeadline(t time.Time) error {
	if !f.mu.TryRLock() {
		return nil
	}
	defer f.mu.RUnlock()
	if f.over {
		return net.ErrClosed
	}
	return f.rc.SetWriteDeadline(t)
}

// Close has the handler return.
func (f *flushed) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.over {
		f.over = true
		close(f.done)
	}
	return nil
}
