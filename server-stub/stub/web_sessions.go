package stub

import (
	"net/http"
	"time"

	"kauth/server-stub/pages"
)

// sessionPages show where somebody is signed in, and end it.
func (s *Server) sessionPages(mux *http.ServeMux) {
	mux.HandleFunc("GET /2fa/sessions", s.member(s.webSessions))
	mux.HandleFunc("POST /2fa/sessions/end", s.member(s.webSessionsEnd))
	mux.HandleFunc("POST /2fa/sessions/{id}/end", s.member(s.webSessionEnd))
}

func (s *Server) webSessions(w http.ResponseWriter, r *http.Request, who signedIn) error {
	list, err := s.sessions(who)
	if err != nil {
		return err
	}
	page := pages.Sessions{Now: s.now()}
	if r.URL.Query().Has("ended") {
		page.Notice = "done.session"
	}
	for _, one := range list {
		page.List = append(page.List, pages.Session{
			ID: one.ID, Agent: one.Agent, Place: one.Place, With: one.With, Current: one.Current,
			Since: time.Unix(one.Since, 0), Seen: time.Unix(one.Seen, 0),
		})
	}
	return s.show(w, r, http.StatusOK, pages.Frame{User: who.User}, page)
}

func (s *Server) webSessionEnd(w http.ResponseWriter, r *http.Request, who signedIn) error {
	if err := s.endOneSession(who, r.PathValue("id")); err != nil {
		return err
	}
	return seeOther(w, r, "/2fa/sessions?ended=1")
}

// webSessionsEnd signs out everywhere, here too.
func (s *Server) webSessionsEnd(w http.ResponseWriter, r *http.Request, who signedIn) error {
	if err := s.endAllSessions(s.visitorOf(r), who); err != nil {
		return err
	}
	s.clearSessionCookie(w)
	return seeOther(w, r, "/login?out=1")
}
