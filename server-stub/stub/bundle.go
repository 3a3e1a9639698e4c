package stub

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"time"

	"kauth/core/api"
)

// Several accounts of one phone listen over one connection. Each proves itself, by
// the proof that it would send for a stream of its own, and hears what it would hear
// there; that they are on one phone the server knows by their address anyway.

// joined is a device that asked for its part, and what it is told first.
type joined struct {
	device, cursor string
	st             *stream
	first          said
	err            error
}

func (s *Server) postBundle(w http.ResponseWriter, r *http.Request) error {
	all, err := s.joinedBy(r)
	if err != nil {
		return err
	}
	nonces := map[string]string{}
	for _, j := range all {
		nonces[j.device] = s.nonces.make(j.device, s.now().Unix())
	}
	for _, j := range all {
		var p *problem
		if errors.As(j.err, &p) && p.Code == api.CodeUseNonce {
			w.Header().Set("Content-Type", api.TypeProblem)
			return writeBody(w, p.Status, api.BundleProblem{Problem: p.Problem, Nonces: nonces})
		}
	}
	for _, j := range all {
		s.begin(j)
	}
	h := w.Header()
	h.Set("Content-Type", api.TypeEvents)
	h.Set("X-Accel-Buffering", "no")
	c, err := s.takeOver(w)
	if errors.Is(err, http.ErrNotSupported) {
		s.bundleHere(w, r, all)
		return nil
	}
	if err != nil {
		s.leaveAll(all)
		return nil
	}
	s.bundleOver(c, all)
	return nil
}

// joinedBy reads who wants to listen. A proof that does not hold is its device's own
// trouble.
func (s *Server) joinedBy(r *http.Request) (all []*joined, err error) {
	var req api.BundleRequest
	if err := readJSONUpTo(r, &req, api.MaxBundleBody); err != nil {
		return nil, err
	}
	if len(req.Listen) == 0 || len(req.Listen) > api.MaxBundle {
		return nil, fail(api.CodeBadRequest, "nobody listens, or too many do")
	}
	seen := map[string]bool{}
	for _, l := range req.Listen {
		id, err := api.ProofDevice(l.Proof)
		if err != nil || seen[id] {
			return nil, fail(api.CodeBadRequest, "a proof is none, or a device is there twice")
		}
		seen[id] = true
		j := &joined{device: id, cursor: l.Cursor}
		_, j.err = s.checkProof(claimed{http.MethodGet, api.PathEvents, nil}, l.Proof, id, (*device).newAndListening)
		all = append(all, j)
	}
	return all, nil
}

// begin looks what the device is to be told first.
func (s *Server) begin(j *joined) {
	if j.err != nil {
		return
	}
	j.st = s.streams.begin(j.device, j.cursor)
	s.polls.take(j.device, j.st)
	s.wakes.join(j.device, j.st) // before looking: a change in between is not missed
	now, last, err := s.snapshot(j.device)
	j.first, j.err = said{cursor: j.cursor, last: last}, err
	if err == nil && now.Cursor != j.cursor {
		j.first.event, j.first.cursor = event("snapshot", "id: "+now.Cursor+"\n", now), now.Cursor
	}
}

// opening is what all are told first.
func opening(all []*joined) []byte {
	b := []byte(retryAfter)
	for _, j := range all {
		e := j.first.event
		if j.err != nil {
			e = event("problem", "", problemOf(j.err).Problem)
		}
		b = append(b, marked(j.device, e)...)
		if j.over() {
			b = append(b, ending(j.device)...)
		}
	}
	return b
}

// over tells a device that will be told nothing else.
func (j *joined) over() bool { return j.err != nil || j.first.last }

// bundleOver hands the connection to the streams.
func (s *Server) bundleOver(c net.Conn, all []*joined) {
	b := s.streams.bundle(c)
	defer s.leaveAll(all)
	for _, j := range all {
		if j.over() {
			continue
		}
		sh := b.share(j.device)
		if !s.streams.open(j.st, sh) { // it listens elsewhere by now
			j.first = said{last: true}
			sh.leave()
		}
	}
	b.mu.Lock()
	err := b.write(time.Now(), opening(all))
	b.mu.Unlock()
	for _, j := range all {
		if err == nil && !j.over() {
			j.st.cursor = j.first.cursor
			if s.streams.add(j.st) {
				j.st = nil // it is the workers' now
			}
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.live--; b.live == 0 {
		cut(c)
	}
}

// bundleHere is the same where the connection is not ours to take.
func (s *Server) bundleHere(w http.ResponseWriter, r *http.Request, all []*joined) {
	w.WriteHeader(http.StatusOK)
	c := &flushed{w: w, rc: http.NewResponseController(w), done: make(chan struct{})}
	var streams []*stream
	for _, j := range all {
		if j.st != nil {
			streams = append(streams, j.st)
		}
	}
	s.bundleOver(c, all)
	select {
	case <-c.done:
	case <-r.Context().Done():
	case <-s.life.Done():
	}
	c.Close() // waits for who writes; then nobody does
	for _, st := range streams {
		st.end()
	}
}

// leaveAll lets go of the streams that nobody has taken over.
func (s *Server) leaveAll(all []*joined) {
	for _, j := range all {
		if j.st != nil {
			j.st.end()
			s.leave(j.st)
		}
	}
}

// takeOver takes the connection from net/http, and begins the reply.
func (s *Server) takeOver(w http.ResponseWriter) (net.Conn, error) {
	c, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return nil, err
	}
	quieten(c)
	h := w.Header()
	h.Set("Date", s.now().UTC().Format(http.TimeFormat))
	h.Set("Connection", "close")
	var b bytes.Buffer
	b.WriteString("HTTP/1.1 200 OK\r\n")
	h.Write(&b)
	b.WriteString("\r\n")
	c.SetWriteDeadline(time.Now().Add(writeWithin))
	if _, err := io.Copy(c, &b); err != nil {
		cut(c)
		return nil, err
	}
	return c, nil
}
