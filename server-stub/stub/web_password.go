package stub

import (
	"net/http"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

func (s *Server) webNewPassword(w http.ResponseWriter, r *http.Request, who signedIn) error {
	return s.show(w, r, http.StatusOK, pages.Frame{User: who.User}, pages.Password{})
}

func (s *Server) webPasswordChanged(w http.ResponseWriter, r *http.Request, who signedIn) error {
	old, next, again := r.PostFormValue("old"), r.PostFormValue("new"), r.PostFormValue("again")
	wrong := ""
	if next != again {
		wrong = "password.differ"
	} else {
		session, err := s.changePassword(r.Context(), s.visitorOf(r), who, old, next)
		switch codeOf(err) {
		case api.CodeBadCredentials:
			wrong = "password.wrong"
		case api.CodeBadRequest:
			wrong = "password.short"
		default:
			if err != nil {
				return err
			}
			s.setSessionCookie(w, session)
			return seeOther(w, r, "/2fa?done=password")
		}
	}
	return s.show(w, r, http.StatusUnprocessableEntity, pages.Frame{User: who.User}, pages.Password{Field: pages.Field{Error: wrong}})
}
