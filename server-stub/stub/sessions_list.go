package stub

import (
	"cmp"
	"net/http"
	"slices"

	"kauth/core/api"
)

// sessionRoutes list a person's sessions and end them.
func (s *Server) sessionRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET "+api.PathSessions, s.signedIn(s.getSessions))
	mux.HandleFunc("DELETE "+api.PathSessions, s.signedIn(s.deleteSessions))
	mux.HandleFunc("DELETE "+api.PathSession, s.signedIn(s.deleteSession))
}

// sessions lists where a person is signed in: this browser first, then the one
// used last.
func (s *Server) sessions(who signedIn) (list []api.Session, err error) {
	err = s.view(func(t *tx) error {
		list = []api.Session{}
		for _, hash := range t.sessionsOf(who.Account) {
			r, err := load[sessionRecord](t, inSessions, hash)
			if err != nil {
				return err
			}
			list = append(list, api.Session{
				ID: r.ID, Since: r.Since, Seen: r.Seen, With: r.With, Current: hash == who.Session,
				Agent: r.Visitor.Agent, Place: r.Visitor.Place, IP: r.Visitor.IP, Device: r.Visitor.Device,
			})
		}
		return nil
	})
	slices.SortStableFunc(list, func(a, b api.Session) int {
		if a.Current != b.Current {
			if a.Current {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.Seen, a.Seen)
	})
	return list, err
}

// endAllSessions signs a person out everywhere, here too, and stops every sign-in
// under way. Their phones stay linked.
func (s *Server) endAllSessions(v visitor, who signedIn) error {
	return s.update(func(t *tx) error {
		p, err := t.person(who.Account)
		if err != nil {
			return err
		}
		t.endSessions(p.ID, "")
		t.record(p.ID, v, "signed_out_everywhere", "")
		t.mail(p, "signed_out_everywhere")
		return nil
	})
}

// endOneSession ends one session of a person's by its name; their own too.
func (s *Server) endOneSession(who signedIn, id string) error {
	return s.update(func(t *tx) error {
		for _, hash := range t.sessionsOf(who.Account) {
			if r, err := load[sessionRecord](t, inSessions, hash); err == nil && r.ID == id {
				t.dropSession(hash)
				return nil
			}
		}
		return errNotFound
	})
}

// endLogins cancels the sign-ins of an account that nobody is in by yet. Those
// begun before now are refused from now on (openLogin, redeem).
func (t *tx) endLogins(account string) {
	p, err := t.person(account)
	if err != nil {
		t.fail(err)
		return
	}
	pending := slices.Clone(p.Pending)
	p.Epoch++
	t.putPerson(p)
	for _, id := range pending {
		c, err := t.challenge(id)
		if err == nil {
			err = t.end(c, stateCancelled, "")
		}
		t.fail(err)
	}
}

func (s *Server) getSessions(w http.ResponseWriter, _ *http.Request, who signedIn) error {
	list, err := s.sessions(who)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, api.SessionsReply{Sessions: list})
}

func (s *Server) deleteSessions(w http.ResponseWriter, r *http.Request, who signedIn) error {
	if err := s.endAllSessions(s.visitorOf(r), who); err != nil {
		return err
	}
	s.clearSessionCookie(w)
	return noContent(w)
}

func (s *Server) deleteSession(w http.ResponseWriter, r *http.Request, who signedIn) error {
	if err := s.endOneSession(who, r.PathValue("id")); err != nil {
		return err
	}
	return noContent(w)
}
