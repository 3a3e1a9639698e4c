package stub

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"time"

	"kauth/core/api"
)

// The poll as server-sent events (HTML, section 9.2): each event is a snapshot, and
// its id the snapshot's cursor. See streams.go for who writes them.

const retryAfter = "retry: 1000\n\n"

// say tells a phone what waits, where that is not what the cursor stands for.
func (s *Server) say(device, cursor string) said {
	now, last, err := s.snapshot(device)
	return s.saying(now, last, err, cursor)
}

// sayNow is say for the goroutine that writes to the file.
func (s *Server) sayNow(device, cursor string) said {
	now, last, err := s.snapshotBy(s.peek, device)
	return s.saying(now, last, err, cursor)
}

func (s *Server) saying(now api.FetchReply, last bool, err error, cursor string) said {
	switch {
	case err != nil && s.life.Err() != nil:
		return said{} // the stream ends with the server
	case err != nil:
		p := problemOf(err)
		if p.Status == http.StatusInternalServerError {
			s.log.Error("no snapshot for a stream", "error", err)
		}
		return said{event("problem", "", p.Problem), cursor, true}
	case now.Cursor == cursor:
		return said{}
	}
	return said{event("snapshot", "id: "+now.Cursor+"\n", now), now.Cursor, last}
}

// event writes one event. JSON has no line breaks, so that data is one line.
func event(name, id string, data any) []byte {
	said, err := json.Marshal(data)
	if err != nil {
		panic(err) // strings and numbers alone
	}
	b := make([]byte, 0, len(said)+len(id)+len(name)+32)
	b = append(b, id+"event: "+name+"\ndata: "...)
	b = append(b, said...)
	return append(b, "\n\n"...)
}

// getEvents answers with a stream of snapshots.
func (s *Server) getEvents(w http.ResponseWriter, r *http.Request, device string) error {
	cursor := r.URL.Query().Get("cursor")
	if again := r.Header.Values("Last-Event-ID"); len(again) > 0 {
		cursor = again[0] // a browser repeats the address it began with
	}
	st := s.streams.begin(device, cursor)
	s.polls.take(device, st)
	s.wakes.join(device, st) // before looking: a change in between is not missed
	handed := false
	defer func() {
		if !handed {
			st.end()
			s.leave(st)
		}
	}()
	now, last, err := s.snapshot(device)
	switch {
	case err != nil:
		return err
	case last && now.Cursor == cursor:
		return noContent(w) // all was said: who reads events by the book stays away
	}
	h := w.Header()
	h.Set("Content-Type", api.TypeEvents)
	h.Set("X-Accel-Buffering", "no") // nginx would keep events back
	if r.Method == http.MethodHead {
		return nil
	}
	first := said{cursor: cursor, last: last}
	if now.Cursor != cursor {
		first.event, first.cursor = event("snapshot", "id: "+now.Cursor+"\n", now), now.Cursor
	}
	handed, err = s.hijack(w, st, first)
	if errors.Is(err, http.ErrNotSupported) {
		s.leave(st)
		return s.flush(w, r, device, first)
	}
	return nil // it is no HTTP any more: nobody can be told
}

// leave is called for every stream that is over.
func (s *Server) leave(st *stream) {
	s.wakes.leave(st.device, st)
	s.polls.free(st.device, st)
}

// hijack takes the connection from net/http, which would keep a goroutine and two
// buffers for it, and begins the reply. The end of the connection ends the reply.
func (s *Server) hijack(w http.ResponseWriter, st *stream, first said) (handed bool, err error) {
	c, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return false, err
	}
	quieten(c)
	if !s.streams.open(st, c) {
		cut(c)
		return false, nil
	}
	h := w.Header()
	h.Set("Date", s.now().UTC().Format(http.TimeFormat))
	h.Set("Connection", "close")
	var b bytes.Buffer
	b.WriteString("HTTP/1.1 200 OK\r\n")
	h.Write(&b)
	b.WriteString("\r\n" + retryAfter)
	b.Write(first.event)
	st.cursor = first.cursor
	if !s.streams.write(st, b.Bytes()) || first.last {
		return false, nil
	}
	return s.streams.add(st), nil
}

// quieten has TCP leave a phone alone that gets a heartbeat: probes as often as that,
// which net/http asks for, come beside it and wake the radio once more.
func quieten(c net.Conn) {
	if t, ok := c.(*tls.Conn); ok {
		c = t.NetConn()
	}
	if t, ok := c.(interface {
		SetKeepAliveConfig(net.KeepAliveConfig) error
	}); ok {
		t.SetKeepAliveConfig(net.KeepAliveConfig{Enable: true, Idle: 3 * beatEvery, Interval: beatEvery})
	}
}

// flush is the stream where the connection is not ours to take: over HTTP/2 it is
// other requests' too.
func (s *Server) flush(w http.ResponseWriter, r *http.Request, device string, first said) error {
	ctx, done := s.polls.begin(r.Context(), device)
	defer done()
	woken, leave := s.wakes.on(device)
	defer leave()
	rc := http.NewResponseController(w)
	write := func(b []byte) bool {
		rc.SetWriteDeadline(time.Now().Add(writeWithin))
		defer rc.SetWriteDeadline(time.Time{}) // HTTP/2 ends a stream by it even while nothing is written
		_, err := w.Write(b)
		return err == nil && rc.Flush() == nil
	}
	if !write(append([]byte(retryAfter), first.event...)) || first.last {
		return nil
	}
	cursor := first.cursor
	tick := time.NewTicker(beatEvery)
	defer tick.Stop()
	for now := s.say(device, cursor); ; now = s.say(device, cursor) { // the first: it was nobody's meanwhile
		if s.life.Err() != nil {
			return nil // what there is to say now is that the file is closed
		}
		if now.event != nil {
			if cursor = now.cursor; !write(now.event) || now.last {
				return nil
			}
		}
		select {
		case <-woken:
		case <-tick.C:
			if !write([]byte(heartbeat)) {
				return nil
			}
		case <-ctx.Done():
			return nil
		case <-s.life.Done():
			return nil
		}
	}
}
