package stub

import (
	"net/http"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

// A suspended phone fetches, answers and makes codes no more, and two-factor stays
// on. Its owner removes it, or says that it is the only one there is: somebody who
// put an old copy of its storage back had that suspended too.

func (s *Server) reactivateRoutes(mux *http.ServeMux) {
	mux.HandleFunc("POST "+api.PathMethod+"/reactivate", s.signedIn(s.postReactivate))
	mux.HandleFunc("GET /2fa/methods/{id}/reactivate", s.member(s.webReactivate))
	mux.HandleFunc("POST /2fa/methods/{id}/reactivate", s.member(s.webReactivated))
}

// reactivate lets a suspended phone answer again. The password alone is not enough:
// it takes a session that passed both steps since the phone was suspended, and not
// by that phone. The phone's counter begins anew, or
// the next answer would suspend it again; a copy of it is found out the next time
// both have answered.
func (s *Server) reactivate(v visitor, who signedIn, id string) error {
	if err := s.proven(who); err != nil {
		return err
	}
	if !who.How.twice() {
		return fail(api.CodeForbidden, "sign in with a second step first")
	}
	return s.update(func(t *tx) error {
		d, err := t.suspended(who, id)
		if err == nil {
			err = t.mayReactivate(who, d)
		}
		if err != nil {
			return err
		}
		d.State, d.Counter, d.Used, d.Floor = deviceActive, 0, nil, used{}
		t.putDevice(d)
		t.notify(d.ID)
		p, err := t.person(d.Account)
		if err != nil {
			return err
		}
		t.record(p.ID, v, "reactivated", d.Name)
		t.mail(p, "reactivated", d.Name)
		return nil
	})
}

// suspended finds a phone of who's that is suspended.
func (t *tx) suspended(who signedIn, id string) (*device, error) {
	p, err := t.changer(who)
	if err != nil {
		return nil, err
	}
	d, err := t.ownDevice(p, id)
	if err == nil && d.State != deviceSuspended {
		err = errNotFound
	}
	return d, err
}

func (s *Server) postReactivate(w http.ResponseWriter, r *http.Request, who signedIn) error {
	if err := s.reactivate(s.visitorOf(r), who, r.PathValue("id")); err != nil {
		return err
	}
	return noContent(w)
}

// webReactivate asks once more.
func (s *Server) webReactivate(w http.ResponseWriter, r *http.Request, who signedIn) error {
	if err := s.proven(who); err != nil {
		return err
	}
	var name string
	err := s.view(func(t *tx) error {
		d, err := t.suspended(who, r.PathValue("id"))
		if err == nil {
			name = d.Name
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, pages.Frame{User: who.User}, pages.Confirm{What: "reactivate", Name: name, Action: r.URL.EscapedPath()})
}

func (s *Server) webReactivated(w http.ResponseWriter, r *http.Request, who signedIn) error {
	if err := s.reactivate(s.visitorOf(r), who, r.PathValue("id")); err != nil {
		return err
	}
	return seeOther(w, r, "/2fa?done=reactivated")
}
