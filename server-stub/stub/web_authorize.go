package stub

import (
	"errors"
	"net/http"
	"net/url"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

// webAuthorize asks the person whether the app on this device may be linked.
func (s *Server) webAuthorize(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	q.Del("lang")
	a, done, err := s.authorizing(w, r, q)
	if done || err != nil {
		return err
	}
	who, err := s.session(r)
	if err == nil {
		err = s.proven(who)
	}
	if err != nil {
		return err // signs in, or gives the password again, and comes back
	}
	if who.Moving {
		return seeOther(w, r, moveFirst)
	}
	page := pages.Authorize{
		Device: api.CleanText(q.Get("device_name"), api.MaxName), User: who.User, Server: s.Origin(),
		Sends: sourceOf(a.Redirect),
	}
	if q.Get("again") != "1" { // a phone that takes its own place again has none to move from
		if page.Roads, err = s.roads(who, ""); err != nil {
			return err
		}
	}
	for _, name := range []string{
		"response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method", "device_name", "again",
	} {
		if q.Has(name) {
			page.Fields = append(page.Fields, pages.Pair{Name: name, Value: q.Get(name)})
		}
	}
	return s.show(w, r, http.StatusOK, pages.Frame{User: who.User}, page)
}

// authorizing checks the request. One that cannot be trusted is shown as an error
// and never answered by a redirect (RFC 6749 section 4.1.2.1).
func (s *Server) authorizing(w http.ResponseWriter, r *http.Request, q url.Values) (a authorizeRequest, done bool, err error) {
	a, err = s.checkAuthorize(q)
	var back *redirectError
	switch {
	case errors.As(err, &back):
		return a, true, seeOther(w, r, back.To)
	case codeOf(err) == api.CodeBadRequest:
		return a, true, s.show(w, r, http.StatusBadRequest, pages.Frame{}, pages.Failure{What: "authorize", Detail: problemOf(err).Detail})
	}
	return a, false, err
}

// webAuthorized is the person pressing Authorize or Cancel.
func (s *Server) webAuthorized(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fail(api.CodeBadRequest, "that is no form")
	}
	form := r.PostForm
	a, done, err := s.authorizing(w, r, form)
	if done || err != nil {
		return err
	}
	who, err := s.session(r)
	if codeOf(err) == api.CodeNoSession {
		decision := form["decision"]
		form.Del("decision")
		form.Del("move") // chosen again on the page
		back := "/authorize?" + form.Encode()
		form["decision"] = decision
		return seeOther(w, r, "/login?next="+url.QueryEscape(back))
	}
	if err != nil {
		return err
	}
	if who.Moving {
		return seeOther(w, r, moveFirst)
	}
	switch form.Get("decision") {
	case "authorize":
		a.From = form.Get("move")
		to, err := s.issueCode(s.visitorOf(r), who, a)
		if err != nil {
			return err
		}
		return seeOther(w, r, to)
	case "cancel":
		return seeOther(w, r, s.refuseAuthorize(a))
	}
	return fail(api.CodeBadRequest, "neither Authorize nor Cancel")
}

// sourceOf is a redirect as a Content-Security-Policy names it. That has no words
// for an IPv6 address nor for what has no host, so such a redirect is let through by its
// scheme.
func sourceOf(redirect string) string {
	u, err := url.Parse(redirect)
	if err != nil {
		return ""
	}
	if u.Host == "" || u.Hostname() == "::1" {
		return u.Scheme + ":"
	}
	return "http://" + u.Host
}
