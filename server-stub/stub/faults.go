package stub

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"

	"kauth/core/api"
)

// Fault has requests go wrong.
type Fault struct {
	Method string `json:"method"` // "" is any
	Path   string `json:"path"`   // how it begins; "" is any but /qa/
	// Kind is one of: "status" (answers with Status), "garbage" (200 and no JSON),
	// "huge" (10 MB), "redirect" (302 to Location), "hold" (Seconds, or until the
	// faults are cleared, then as usual), "drop" (the connection, before the
	// request is looked at), "drop_reply" (after it was carried out).
	Kind     string `json:"kind"`
	Status   int    `json:"status"`
	Location string `json:"location"`
	Seconds  int    `json:"seconds"`
	Times    int    `json:"times"` // 0: until cleared
}

// Fault adds a fault. The first that fits a request is taken.
func (s *Server) Fault(f Fault) error {
	switch f.Kind {
	case "status", "garbage", "huge", "redirect", "hold", "drop", "drop_reply":
	default:
		return fail(api.CodeBadRequest, "no such kind of fault")
	}
	if f.Kind == "status" && (f.Status < 400 || f.Status > 599) {
		return fail(api.CodeBadRequest, "a fault's status is 400 to 599")
	}
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.list = append(s.faults.list, &f)
	return nil
}

// ClearFaults ends all faults, and lets what they hold go on.
func (s *Server) ClearFaults() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.list = nil
	if s.faults.cleared != nil {
		close(s.faults.cleared)
		s.faults.cleared = nil
	}
}

type faults struct {
	mu      sync.Mutex
	list    []*Fault
	cleared chan struct{} // closes when the faults are
}

// take gives the fault for this request, and when all are cleared.
func (f *faults) take(r *http.Request) (*Fault, <-chan struct{}) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, one := range f.list {
		if one.Method != "" && one.Method != r.Method || !strings.HasPrefix(r.URL.Path, one.Path) || strings.HasPrefix(r.URL.Path, "/qa/") {
			continue
		}
		if f.cleared == nil {
			f.cleared = make(chan struct{})
		}
		if one.Times == 1 {
			f.list = append(f.list[:i:i], f.list[i+1:]...)
		} else if one.Times > 1 {
			one.Times--
		}
		return one, f.cleared
	}
	return nil, nil
}

func (f *faults) through(s *Server, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fault, cleared := f.take(r)
		if fault == nil {
			next.ServeHTTP(w, r)
			return
		}
		fault.strike(s, w, r, next, cleared)
	})
}

func (f *Fault) strike(s *Server, w http.ResponseWriter, r *http.Request, next http.Handler, cleared <-chan struct{}) {
	switch f.Kind {
	case "status":
		s.writeProblem(w, r, &problem{Problem: api.Problem{
			Type: "about:blank", Title: http.StatusText(f.Status), Status: f.Status, Code: faultCode(f.Status),
		}, RetryAfter: f.Seconds})
	case "garbage":
		w.Header().Set("Content-Type", api.TypeJSON)
		io.WriteString(w, `{"this is": [not`)
	case "huge":
		w.Header().Set("Content-Type", api.TypeJSON)
		for range 10 {
			w.Write(bytes.Repeat([]byte(" "), 1<<20))
		}
		io.WriteString(w, "{}")
	case "redirect":
		w.Header().Set("Location", f.Location)
		w.WriteHeader(http.StatusFound)
	case "hold":
		select {
		case <-time.After(time.Duration(f.Seconds) * time.Second):
		case <-cleared:
		case <-r.Context().Done():
		case <-s.life.Done():
		}
		next.ServeHTTP(w, r)
	case "drop":
		panic(http.ErrAbortHandler)
	case "drop_reply":
		if r.URL.Path != api.PathEvents { // a stream would go on for nobody
			next.ServeHTTP(httptest.NewRecorder(), r)
		}
		panic(http.ErrAbortHandler)
	}
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
