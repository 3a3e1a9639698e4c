package stub

import (
	"errors"
	"html/template"
	"net/http"
	"strconv"
	"time"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

func (s *Server) offlinePages(mux *http.ServeMux, leaves *leaving) {
	mux.HandleFunc("GET /login/{id}/offline", s.page(leaves.serves(s.webOffline)))
	mux.HandleFunc("POST /login/{id}/offline", s.page(s.webDigits))
}

func (s *Server) webOffline(w http.ResponseWriter, r *http.Request) error {
	page, err := s.offlinePage(r, r.URL.Query().Get("phone"))
	if err != nil {
		return s.offlineOver(w, r, err)
	}
	return s.show(w, r, http.StatusOK, pages.Frame{}, page)
}

// offlinePage shows the request of the only phone, or of the one that was chosen.
func (s *Server) offlinePage(r *http.Request, phone string) (page pages.Offline, err error) {
	id := r.PathValue("id")
	view, err := s.viewOffline(id, s.loginSecret(r, id))
	if err != nil {
		return page, err
	}
	page = pages.Offline{ID: id, Match: view.Match, Left: view.ExpiresIn, Of: int(api.AnswerWindow / time.Second)}
	for _, p := range view.Phones {
		page.Phones = append(page.Phones, p.Name)
	}
	at, _ := strconv.Atoi(phone)
	if len(view.Phones) == 1 {
		at = 1
	}
	if at < 1 || at > len(view.Phones) {
		return page, nil
	}
	picture, err := requestPicture(view.Phones[at-1].Link)
	page.At, page.QR = at, template.URL("data:image/png;base64,"+picture)
	if len(view.Phones) > 1 {
		page.Phone = page.Phones[at-1]
	}
	return page, err
}

// webDigits takes what the phone showed.
func (s *Server) webDigits(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	secret := s.loginSecret(r, id)
	state, err := s.answerOffline(id, secret, r.PostFormValue("digits"))
	switch p := problemOf(err); {
	case err == nil && state == stateApproved:
		return s.goOn(w, r, id, secret, s.nextOf(r, id))
	case err == nil:
		return seeOther(w, r, "/login/"+id)
	case p.Code == api.CodeMismatch:
		return s.show(w, r, p.Status, pages.Frame{}, pages.Offline{ID: id, Wrong: true})
	case p.Code == api.CodeBadRequest:
		page, err := s.offlinePage(r, r.PostFormValue("phone"))
		if err != nil {
			return s.offlineOver(w, r, err)
		}
		page.Field = pages.Field{Error: "offline.short"}
		return s.show(w, r, p.Status, pages.Frame{}, page)
	}
	return s.offlineOver(w, r, err)
}

// offlineOver leads to the waiting page, which says how a sign-in or a request ended.
func (s *Server) offlineOver(w http.ResponseWriter, r *http.Request, err error) error {
	var p *problem
	if !errors.As(err, &p) || p.Status == http.StatusInternalServerError {
		return err
	}
	return seeOther(w, r, "/login/"+r.PathValue("id"))
}
