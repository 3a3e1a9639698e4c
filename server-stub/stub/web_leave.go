package stub

import (
	"maps"
	"net/http"
	"strconv"
	"sync"
	"time"

	"kauth/core/api"
)

// How long a waiting page may be gone before its sign-in is cancelled. A reload
// says good-bye too: the browser fetches the page again, sends the good-bye of the
// old one, and runs the new one's script, which on a busy machine takes its time.
const (
	leaveGrace  = 3 * time.Second
	reloadGrace = 10 * time.Second
)

// leaving remembers which waiting pages said that they close. It lives in memory
// alone: after a restart a forgotten good-bye only leaves the request to expire.
type leaving struct {
	mu    sync.Mutex
	pages map[string]*leavingPage // of logins that are there, in the browser that began them
	swept time.Time
}

type leavingPage struct {
	heard  time.Time // of it, in any way
	served time.Time
	said   int64       // by the browser's clock, in ms: messages may overtake each other
	over   *time.Timer // nil while the page is there
}

func newLeaving() *leaving { return &leaving{pages: map[string]*leavingPage{}} }

// serves notes that the page goes out. An id that the page knows nothing of, or
// that is another browser's, leaves nothing behind.
func (l *leaving) serves(h func(http.ResponseWriter, *http.Request) error) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		return h(&leavingWriter{ResponseWriter: w, out: func() {
			l.mu.Lock()
			defer l.mu.Unlock()
			l.page(r.PathValue("id")).served = time.Now()
		}}, r)
	}
}

// leavingWriter calls out as the page of a login begins: what is none, or is
// refused, has another status.
type leavingWriter struct {
	http.ResponseWriter
	out func()
}

func (w *leavingWriter) WriteHeader(status int) {
	if status == http.StatusOK {
		w.out()
	}
	w.ResponseWriter.WriteHeader(status)
}

// page finds what is known of a login's page. Once a login's life it forgets those
// of old logins: looking at all of them each time would take ever longer.
func (l *leaving) page(id string) *leavingPage {
	const old = loginLife * time.Second
	now := time.Now()
	if now.Sub(l.swept) > old {
		l.swept = now
		maps.DeleteFunc(l.pages, func(_ string, p *leavingPage) bool { return now.Sub(p.heard) > old })
	}
	if l.pages[id] == nil {
		l.pages[id] = &leavingPage{}
	}
	l.pages[id].heard = now
	return l.pages[id]
}

// leave hears a page close (gone=1) or come back (gone=), and when (at).
func (l *leaving) leave(s *Server) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		id := r.PathValue("id")
		secret := s.loginSecret(r, id)
		if _, err := s.viewLogin(id, secret); err != nil {
			return err
		}
		at, _ := strconv.ParseInt(r.PostFormValue("at"), 10, 64) // 0: whatever comes last counts
		l.mu.Lock()
		defer l.mu.Unlock()
		p := l.page(id)
		if at < p.said {
			return noContent(w)
		}
		p.said = at
		if p.over != nil {
			p.over.Stop()
			p.over = nil
		}
		if r.PostFormValue("gone") != "" {
			p.over = time.AfterFunc(p.grace(), func() { s.closed(id, secret) })
		}
		return noContent(w)
	}
}

func (p *leavingPage) grace() time.Duration {
	if time.Since(p.served) < leaveGrace {
		return reloadGrace
	}
	return leaveGrace
}

// closed takes the request of a closed page back from the phones.
func (s *Server) closed(id, secret string) {
	if s.life.Err() != nil {
		return
	}
	view, err := s.viewLogin(id, secret)
	if err == nil && view.State == loginWaiting {
		err = s.cancelLogin(id, secret)
	}
	if err != nil && codeOf(err) != api.CodeNotFound {
		s.log.Error("a closed page's sign-in stays", "error", err)
	}
}
