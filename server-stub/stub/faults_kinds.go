package stub

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"time"

	"kauth/core/api"
)

// faultKinds are the ways in which a request can go wrong.
var faultKinds = map[string]struct {
	does   string
	strike func(b *blow, w http.ResponseWriter, r *http.Request, next http.Handler)
}{
	"status":     {"answers with the status", (*blow).answer},
	"garbage":    {"answers 200 with no JSON", (*blow).garbage},
	"huge":       {"answers 200 with 10 MB", (*blow).huge},
	"redirect":   {"answers 302 to the location", (*blow).redirect},
	"hold":       {"holds the request, for the seconds or until the faults are cleared, then carries it out", (*blow).hold},
	"delay":      {"carries it out, and sends the reply that many seconds later", (*blow).delay},
	"drop":       {"drops the connection before the request is looked at", (*blow).drop},
	"drop_reply": {"carries it out, and drops the connection", (*blow).dropReply},
	"truncate":   {"carries it out, and drops the connection in the middle of the reply", (*blow).truncate},
	"duplicate":  {"carries it out twice, and sends the second reply", (*blow).duplicate},
	"reorder":    {"holds the reply until the next request like it was answered", (*blow).reorder},
}

func (b *blow) answer(w http.ResponseWriter, r *http.Request, _ http.Handler) {
	b.s.writeProblem(w, r, &problem{Problem: api.Problem{
		Type: "about:blank", Title: http.StatusText(b.Status), Status: b.Status, Code: faultCode(b.Status),
	}, RetryAfter: b.Seconds})
}

func (b *blow) garbage(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
	w.Header().Set("Content-Type", api.TypeJSON)
	io.WriteString(w, `{"this is": [not`)
}

func (b *blow) huge(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
	w.Header().Set("Content-Type", api.TypeJSON)
	for range 10 {
		w.Write(bytes.Repeat([]byte(" "), 1<<20))
	}
	io.WriteString(w, "{}")
}

func (b *blow) redirect(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
	w.Header().Set("Location", b.Location)
	w.WriteHeader(http.StatusFound)
}

func (b *blow) hold(w http.ResponseWriter, r *http.Request, next http.Handler) {
	b.sleep(r, b.Seconds)
	next.ServeHTTP(w, r)
}

func (b *blow) delay(w http.ResponseWriter, r *http.Request, next http.Handler) {
	reply := carryOut(next, r)
	b.sleep(r, b.Seconds)
	send(w, reply)
}

func (b *blow) drop(http.ResponseWriter, *http.Request, http.Handler) {
	panic(http.ErrAbortHandler)
}

func (b *blow) dropReply(_ http.ResponseWriter, r *http.Request, next http.Handler) {
	if !isStream(r.URL.Path) { // a stream would go on for nobody
		carryOut(next, r)
	}
	panic(http.ErrAbortHandler)
}

func (b *blow) truncate(w http.ResponseWriter, r *http.Request, next http.Handler) {
	reply := carryOut(next, r)
	body := reply.Body.Bytes()
	reply.Header().Set("Content-Length", strconv.Itoa(len(body)+1))
	reply.Body = bytes.NewBuffer(body[:len(body)/2])
	send(w, reply)
	http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

func (b *blow) duplicate(w http.ResponseWriter, r *http.Request, next http.Handler) {
	body, err := io.ReadAll(io.LimitReader(r.Body, api.MaxBody+1))
	if err != nil {
		panic(http.ErrAbortHandler) // it broke off: there is nothing to repeat
	}
	again := func() *http.Request {
		copied := r.Clone(r.Context())
		copied.Body = io.NopCloser(bytes.NewReader(body))
		return copied
	}
	carryOut(next, again())
	next.ServeHTTP(w, again())
}

// reorder holds the reply to the first of two requests until the second was answered.
func (b *blow) reorder(w http.ResponseWriter, r *http.Request, next http.Handler) {
	reply := carryOut(next, r)
	if b.wait != nil {
		select {
		case <-b.wait:
		case <-b.cleared:
		case <-r.Context().Done():
		case <-b.s.life.Done():
		}
	}
	send(w, reply)
	if b.free != nil {
		http.NewResponseController(w).Flush() // on its way before the other may follow
		close(b.free)
	}
}

// sleep waits for the seconds, 0 without end, but no longer than there are faults
// and somebody waits.
func (b *blow) sleep(r *http.Request, seconds int) {
	var over <-chan time.Time
	if seconds > 0 {
		timer := time.NewTimer(time.Duration(seconds) * time.Second)
		defer timer.Stop()
		over = timer.C
	}
	select {
	case <-over:
	case <-b.cleared:
	case <-r.Context().Done():
	case <-b.s.life.Done():
	}
}

// carryOut has the request done, and keeps the reply. What takes a connection over
// (an event stream) cannot do so here, and goes on as an ordinary reply.
func carryOut(next http.Handler, r *http.Request) *httptest.ResponseRecorder {
	reply := httptest.NewRecorder()
	next.ServeHTTP(reply, r)
	return reply
}

func send(w http.ResponseWriter, reply *httptest.ResponseRecorder) {
	for name, values := range reply.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(reply.Code)
	w.Write(reply.Body.Bytes())
}

// faultCode is the code that comes with a status where it comes with one alone.
func faultCode(status int) api.Code {
	switch status {
	case http.StatusTooManyRequests:
		return api.CodeRateLimited
	case http.StatusNotFound:
		return api.CodeNotFound
	case http.StatusGone:
		return api.CodeExpired
	case http.StatusServiceUnavailable:
		return api.CodeUnavailable
	}
	return "internal"
}
