package stub

import (
	"net/http"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

// webBackCode takes the code that was sent.
func (s *Server) webBackCode(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	secret := s.backSecret(r, id)
	wrong, status := codeTrouble(s.tryBackCode(id, secret, r.PostFormValue("code")))
	back, err := s.viewWayBack(id, secret, "password")
	if err != nil {
		return s.backOver(w, r, err)
	}
	if status == 0 {
		return seeOther(w, r, "/forgot/password/"+id)
	}
	return s.showBack(w, r, status, back, wrong)
}

// codeTrouble is what a page says of a code that was not taken. No status is the right code.
func codeTrouble(err error) (pages.Field, int) {
	switch codeOf(err) {
	case api.CodeMismatch:
		return pages.Field{Error: "sent.wrong"}, http.StatusUnprocessableEntity
	case api.CodeExpired:
		return pages.Field{Error: "sent.over"}, http.StatusGone
	}
	return pages.Field{}, 0 // right, or something whose page says it
}

// webReset takes the new password, and has the person sign in with it: the second
// step is asked as ever.
func (s *Server) webReset(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	secret := s.backSecret(r, id)
	password := r.PostFormValue("new")
	wrong := ""
	if password != r.PostFormValue("again") {
		wrong = "password.differ"
	} else {
		err := s.resetPassword(r.Context(), s.visitorOf(r), id, secret, password)
		switch codeOf(err) {
		case api.CodeBadRequest:
			wrong = "password.short"
		default:
			if err != nil {
				return s.backOver(w, r, err)
			}
			s.setCookie(w, backCookieName(id), "", -1)
			s.clearSessionCookie(w)
			return seeOther(w, r, "/login?reset=1")
		}
	}
	back, err := s.viewWayBack(id, secret, "password")
	if err != nil || back.State != backProved {
		return s.backOver(w, r, errNotFound)
	}
	return s.showBack(w, r, http.StatusUnprocessableEntity, back, pages.Field{Error: wrong})
}
