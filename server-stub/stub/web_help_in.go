package stub

import (
	"net/http"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

func (s *Server) webHelpIn(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, r, http.StatusOK, pages.Frame{}, pages.HelpIn{Number: api.CleanText(r.URL.Query().Get("case"), 20)})
}

// webHelpCode takes the code that an accepted case came with.
func (s *Server) webHelpCode(w http.ResponseWriter, r *http.Request) error {
	page := pages.HelpIn{Number: api.CleanText(r.PostFormValue("number"), 20)}
	number, secret, err := s.openDoor(s.visitorOf(r), r.PostFormValue("number"), r.PostFormValue("code"))
	switch p := problemOf(err); {
	case err == nil:
		s.setCookie(w, helpDoor+number, secret, helpDoorOpen)
		return seeOther(w, r, "/help/in/"+number)
	case p.Code == api.CodeMismatch:
		page.Field = pages.Field{Error: "help.in.wrong"}
	case p.Code == api.CodeExpired:
		page.Field = pages.Field{Error: "help.in.over"}
	case p.Code == api.CodeRateLimited:
		page.Field = pages.Field{Error: "contact.often", Wait: minutes(p.RetryAfter)}
	default:
		return err
	}
	return s.show(w, r, problemOf(err).Status, pages.Frame{}, page)
}

// webHelpDoor asks for the password, or for a new one.
func (s *Server) webHelpDoor(w http.ResponseWriter, r *http.Request) error {
	return s.showDoor(w, r, pages.Field{}, http.StatusOK)
}

func (s *Server) showDoor(w http.ResponseWriter, r *http.Request, wrong pages.Field, status int) error {
	number := r.PathValue("id")
	c, err := s.viewDoor(number, s.cookieOf(r, helpDoor+number))
	if codeOf(err) == api.CodeNotFound {
		return s.show(w, r, http.StatusNotFound, pages.Frame{}, pages.Failure{What: "back"})
	}
	if err != nil {
		return err
	}
	p, err := s.personOf(c.Account)
	if err != nil {
		return err
	}
	if c.Why == helpSecond {
		return s.show(w, r, status, pages.Frame{}, pages.HelpDoor{Field: wrong, User: p.User, Action: r.URL.Path})
	}
	return s.show(w, r, status, pages.Frame{}, pages.NewPassword{Field: wrong, Action: r.URL.Path, Anew: c.Why == helpBoth})
}

func (s *Server) webHelpEnter(w http.ResponseWriter, r *http.Request) error {
	number := r.PathValue("id")
	secret := s.cookieOf(r, helpDoor+number)
	c, err := s.viewDoor(number, secret)
	if err != nil {
		return s.showDoor(w, r, pages.Field{}, http.StatusNotFound)
	}
	password := r.PostFormValue("password")
	if c.Why != helpSecond {
		if password = r.PostFormValue("new"); password != r.PostFormValue("again") {
			return s.showDoor(w, r, pages.Field{Error: "password.differ"}, http.StatusUnprocessableEntity)
		}
	}
	session, err := s.enter(r.Context(), s.visitorOf(r), number, secret, password)
	switch codeOf(err) {
	case api.CodeBadRequest:
		return s.showDoor(w, r, pages.Field{Error: "password.short"}, http.StatusUnprocessableEntity)
	case api.CodeBadCredentials:
		return s.showDoor(w, r, pages.Field{Error: "password.wrong"}, http.StatusUnprocessableEntity)
	case api.CodeNotFound:
		return s.showDoor(w, r, pages.Field{}, http.StatusNotFound)
	}
	if err != nil {
		return err
	}
	s.setCookie(w, helpDoor+number, "", -1)
	if session == "" {
		s.clearSessionCookie(w)
		return seeOther(w, r, "/login?reset=1")
	}
	s.setSessionCookie(w, session)
	return seeOther(w, r, "/2fa?done=anew")
}
