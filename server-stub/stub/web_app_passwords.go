package stub

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

func (s *Server) appPasswordPages(mux *http.ServeMux) {
	mux.HandleFunc("GET /2fa/apps", s.member(s.webApps))
	mux.HandleFunc("POST /2fa/apps", s.member(s.webAppMade))
	mux.HandleFunc("GET /2fa/apps/{id}/remove", s.member(s.webApp))
	mux.HandleFunc("POST /2fa/apps/{id}/remove", s.member(s.webAppRevoked))
}

// appsPage lists the application passwords.
func (s *Server) appsPage(who signedIn) (page pages.AppPasswords, err error) {
	reply, err := s.methods(who)
	if err != nil {
		return page, err
	}
	list, err := s.appPasswords(who)
	page.On, page.User, page.Now = reply.TwoFactor, who.User, s.now()
	for _, one := range list {
		line := pages.AppPassword{ID: one.ID, Name: one.Name, From: one.From, Added: time.Unix(one.Added, 0)}
		if one.Used > 0 {
			line.Used = time.Unix(one.Used, 0)
		}
		page.List = append(page.List, line)
	}
	return page, err
}

func (s *Server) webApps(w http.ResponseWriter, r *http.Request, who signedIn) error {
	page, err := s.appsPage(who)
	if err == nil {
		err = s.proven(who)
	}
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, pages.Frame{User: who.User}, page)
}

// webAppMade answers with the password itself: behind a redirect the server would
// have to keep it in clear.
func (s *Server) webAppMade(w http.ResponseWriter, r *http.Request, who signedIn) error {
	name := r.PostFormValue("name")
	made, password, err := s.makeAppPassword(s.visitorOf(r), who, name)
	if err != nil && codeOf(err) != api.CodeBadRequest {
		return err
	}
	page, failed := s.appsPage(who)
	if failed != nil {
		return failed
	}
	status := http.StatusOK
	switch {
	case errors.Is(err, errManyAppPasswords):
		status, page.Field = http.StatusUnprocessableEntity, pages.Field{Error: "apps.many"}
	case err != nil && page.On:
		status, page.Field = http.StatusUnprocessableEntity, pages.Field{Error: "apps.noname"}
	case err != nil: // two-factor is off: the page says so
		status = http.StatusUnprocessableEntity
	default:
		page.Name, page.Fresh = made.Name, password
	}
	return s.show(w, r, status, pages.Frame{User: who.User}, page)
}

// webApp asks before a program is shut out.
func (s *Server) webApp(w http.ResponseWriter, r *http.Request, who signedIn) error {
	list, err := s.appPasswords(who)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(list, func(one appPassword) bool { return one.ID == r.PathValue("id") })
	if at < 0 {
		return errNotFound
	}
	return s.show(w, r, http.StatusOK, pages.Frame{User: who.User}, pages.Confirm{
		What: "app", Name: list[at].Name, Action: r.URL.EscapedPath(), Back: "/2fa/apps",
	})
}

func (s *Server) webAppRevoked(w http.ResponseWriter, r *http.Request, who signedIn) error {
	if err := s.revokeAppPassword(s.visitorOf(r), who, r.PathValue("id")); err != nil {
		return err
	}
	return seeOther(w, r, "/2fa?done=app")
}
