package stub

import (
	"net/http"
	"slices"
	"strings"
	"sync"

	"kauth/core/api"
)

// Fault has requests go wrong.
type Fault struct {
	Method string `json:"method"` // "" is any
	Path   string `json:"path"`   // how it begins; "" is any but /qa/
	// Kind is one of those of FaultKinds.
	Kind     string `json:"kind"`
	Status   int    `json:"status"`
	Location string `json:"location"`
	Seconds  int    `json:"seconds"`
	Times    int    `json:"times"` // 0: until cleared

	held chan struct{} // of "reorder": closes when the reply that was held may go
}

// notOfStreams are the kinds that need a whole reply, which a stream of events never is.
var notOfStreams = []string{"delay", "truncate", "duplicate", "reorder"}

// FaultKinds says what each kind does.
func FaultKinds() map[string]string {
	list := map[string]string{}
	for name, k := range faultKinds {
		list[name] = k.does
	}
	return list
}

// Fault adds a fault. The first that fits a request is taken.
func (s *Server) Fault(f Fault) error {
	if _, ok := faultKinds[f.Kind]; !ok {
		return fail(api.CodeBadRequest, "no such kind of fault")
	}
	if f.Kind == "status" && (f.Status < 400 || f.Status > 599) {
		return fail(api.CodeBadRequest, "a fault's status is 400 to 599")
	}
	if isStream(f.Path) && slices.Contains(notOfStreams, f.Kind) {
		return fail(api.CodeBadRequest, "a stream has no end to do that at: use hold, drop or status for the stream, and this for the list of challenges")
	}
	if f.Kind == "delay" && f.Seconds <= 0 {
		return fail(api.CodeBadRequest, "a delay has seconds")
	}
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	f.held = nil
	s.faults.list = append(s.faults.list, &f)
	return nil
}

// Faults lists those that are not used up.
func (s *Server) Faults() (list []Fault) {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	for _, f := range s.faults.list {
		list = append(list, *f)
	}
	return list
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

func isStream(path string) bool { return path == api.PathEvents || path == api.PathBundle }

// blow is one fault that struck one request.
type blow struct {
	Fault
	s       *Server
	cleared <-chan struct{}
	wait    <-chan struct{} // of "reorder": hold the reply until it closes
	free    chan<- struct{} // of "reorder": the reply that goes first closes it
}

// take gives the fault for this request; nil where it goes well.
func (f *faults) take(s *Server, r *http.Request) *blow {
	if strings.HasPrefix(r.URL.Path, "/qa/") {
		return nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	at := slices.IndexFunc(f.list, func(one *Fault) bool {
		return (one.Method == "" || one.Method == r.Method) && strings.HasPrefix(r.URL.Path, one.Path) &&
			!(isStream(r.URL.Path) && slices.Contains(notOfStreams, one.Kind))
	})
	if at < 0 {
		return nil
	}
	if f.cleared == nil {
		f.cleared = make(chan struct{})
	}
	one := f.list[at]
	b := &blow{s: s, cleared: f.cleared}
	switch {
	case one.Kind == "reorder" && one.held == nil: // the first of two
		one.held = make(chan struct{})
		b.Fault, b.wait = *one, one.held
		return b
	case one.Kind == "reorder":
		b.free, one.held = one.held, nil
	}
	b.Fault = *one
	if one.Times == 1 {
		f.list = slices.Delete(f.list, at, at+1)
	} else if one.Times > 1 {
		one.Times--
	}
	return b
}

func (f *faults) through(s *Server, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if b := f.take(s, r); b != nil {
			faultKinds[b.Kind].strike(b, w, r, next)
			return
		}
		next.ServeHTTP(w, r)
	})
}
