package stub

import (
	"encoding/base64"
	"net/http"
	"strconv"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

func (s *Server) signInPages(mux *http.ServeMux) {
	leaves := newLeaving()
	mux.HandleFunc("GET /login", s.page(s.webSignIn))
	mux.HandleFunc("POST /login", s.page(s.webPassword))
	mux.HandleFunc("GET /login/{id}", s.page(leaves.serves(s.webWaiting)))
	s.offlinePages(mux, leaves)
	mux.HandleFunc("POST /login/{id}/ask", s.page(s.webAsk))
	mux.HandleFunc("POST /login/{id}/resend", s.page(s.webResend))
	mux.HandleFunc("POST /login/{id}/leave", s.page(leaves.leave(s)))
	mux.HandleFunc("POST /login/{id}/cancel", s.page(s.webCancel))
	mux.HandleFunc("GET /login/{id}/methods", s.page(s.webMethods))
	for _, kind := range []string{"totp", "recovery"} {
		mux.HandleFunc("GET /login/{id}/"+kind, s.page(s.webCode(kind)))
		mux.HandleFunc("POST /login/{id}/"+kind, s.page(s.webCoded(kind)))
	}
}

func (s *Server) webStart(w http.ResponseWriter, r *http.Request) error {
	if _, err := s.session(r); err != nil {
		return seeOther(w, r, "/login")
	}
	return seeOther(w, r, "/2fa")
}

func (s *Server) webSignIn(w http.ResponseWriter, r *http.Request) error {
	next := r.URL.Query().Get("next")
	if _, err := s.session(r); err == nil {
		return seeOther(w, r, safeNext(next))
	}
	return s.show(w, r, http.StatusOK, pages.Frame{}, pages.SignIn{Next: next, Out: r.URL.Query().Has("out"), Joined: r.URL.Query().Has("joined"), Reset: r.URL.Query().Has("reset")})
}

// webPassword is the first step. Where the second is on, the phone is asked at once.
func (s *Server) webPassword(w http.ResponseWriter, r *http.Request) error {
	user, next := r.PostFormValue("user"), r.PostFormValue("next")
	begun, err := s.beginLogin(r.Context(), s.visitorOf(r), user, r.PostFormValue("password"), "")
	if codeOf(err) == api.CodeBadCredentials {
		return s.show(w, r, http.StatusUnauthorized, pages.Frame{}, pages.SignIn{
			User: api.CleanText(user, 254), Next: next, Field: pages.Field{Error: "signin.wrong"},
		})
	}
	if codeOf(err) == api.CodeUnavailable {
		w.Header().Set("Retry-After", strconv.Itoa(max(problemOf(err).RetryAfter, 1)))
		return s.show(w, r, http.StatusServiceUnavailable, pages.Frame{}, pages.SignIn{
			User: api.CleanText(user, 254), Next: next, Field: pages.Field{Error: "signin.busy"},
		})
	}
	if codeOf(err) == api.CodeAccountBlocked {
		page := pages.SignIn{User: api.CleanText(user, 254), Next: next}
		if page.Blocked, page.Ask, err = s.blockedBy(user); err != nil {
			return err
		}
		return s.show(w, r, http.StatusForbidden, pages.Frame{}, page)
	}
	if p := problemOf(err); p.Code == api.CodeRateLimited {
		w.Header().Set("Retry-After", strconv.Itoa(p.RetryAfter))
		return s.show(w, r, p.Status, pages.Frame{}, pages.SignIn{
			User: api.CleanText(user, 254), Next: next, Field: pages.Field{Error: "signin.many", Wait: p.RetryAfter},
		})
	}
	if err != nil {
		return err
	}
	s.setLoginCookie(w, begun.ID, begun.Secret)
	if next != "" {
		s.setCookie(w, nextCookie(begun.ID), base64.RawURLEncoding.EncodeToString([]byte(safeNext(next))), loginLife+60)
	}
	if begun.State == stateApproved {
		return s.goOn(w, r, begun.ID, begun.Secret, safeNext(next))
	}
	if begun.Default == "kauth" {
		_, err := s.askPhone(s.visitorOf(r), begun.ID, begun.Secret)
		return s.asked(w, r, begun.ID, err, "")
	}
	if begun.Default == kindSMS {
		_, err := s.askSMS(begun.ID, begun.Secret, "")
		if p := problemOf(err); err != nil && p.Status == http.StatusInternalServerError {
			return err // any other is told by the page
		}
	}
	return seeOther(w, r, wayPath(begun.ID, begun.Default))
}

// wayPath is the page of a way to pass the second step.
func wayPath(id, way string) string {
	switch way {
	case "kauth":
		return "/login/" + id
	case kindTOTP, kindKey, kindSMS, kindRecovery:
		return "/login/" + id + "/" + way
	}
	return "/login/" + id + "/methods"
}

// asked goes to the waiting page, which says how long to wait where that was too soon.
func (s *Server) asked(w http.ResponseWriter, r *http.Request, id string, err error, note string) error {
	to := "/login/" + id
	p := problemOf(err)
	switch {
	case err == nil:
		to += note
	case p.Code == api.CodeRateLimited && note != "":
		to += "?soon=" + strconv.Itoa(p.RetryAfter)
	case p.Code == api.CodeRateLimited:
		to += "?busy=" + strconv.Itoa(p.RetryAfter)
	case p.Status == http.StatusInternalServerError:
		return err
	}
	return seeOther(w, r, to) // anything else is a login that is over: its page says so
}

func (s *Server) webAsk(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	_, err := s.askPhone(s.visitorOf(r), id, s.loginSecret(r, id))
	return s.asked(w, r, id, err, "")
}

func (s *Server) webResend(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	_, err := s.resend(s.visitorOf(r), id, s.loginSecret(r, id))
	return s.asked(w, r, id, err, "?sent=1")
}

// webCancel is the person pressing Cancel.
func (s *Server) webCancel(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	err := s.cancelLogin(id, s.loginSecret(r, id))
	if err != nil && codeOf(err) != api.CodeNotFound {
		return err
	}
	return seeOther(w, r, "/login/"+id)
}

// goOn makes the session and goes to the page that was asked for.
func (s *Server) goOn(w http.ResponseWriter, r *http.Request, id, secret, next string) error {
	session, err := s.redeem(s.browserOf(w, r), id, secret)
	switch codeOf(err) {
	case api.CodeNotApproved, api.CodeNotFound:
		return seeOther(w, r, "/login/"+id)
	}
	if err != nil {
		return err
	}
	s.setSessionCookie(w, session)
	s.clearLoginCookie(w, id)
	s.setCookie(w, nextCookie(id), "", -1)
	return seeOther(w, r, s.afterMove(session, next))
}
