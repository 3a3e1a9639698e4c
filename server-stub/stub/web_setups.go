package stub

import (
	"encoding/base64"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

// methodPages add methods, take them away, and pass the second step with them.
func (s *Server) methodPages(mux *http.ServeMux) {
	for _, kind := range []string{kindTOTP, kindKey} {
		mux.HandleFunc("POST /2fa/add/"+kind, s.member(s.webBegin(kind)))
	}
	mux.HandleFunc("GET /2fa/add/"+kindKey, s.member(s.webKeyAddress))
	mux.HandleFunc("GET /2fa/add/sms", s.member(s.webNumber))
	mux.HandleFunc("POST /2fa/add/sms", s.member(s.webNumberGiven))
	mux.HandleFunc("GET /2fa/setup/{id}", s.member(s.webSetup))
	mux.HandleFunc("POST /2fa/setup/{id}", s.member(s.webConfirmed))
	mux.HandleFunc("POST /2fa/setup/{id}/resend", s.member(s.webSetupResend))
	mux.HandleFunc("POST /2fa/setup/{id}/cancel", s.member(s.webSetupCancel))
	mux.HandleFunc("GET /2fa/password", s.member(s.webProof))
	mux.HandleFunc("POST /2fa/password", s.member(s.webProved))
	mux.HandleFunc("GET /2fa/off", s.member(s.webOff))
	mux.HandleFunc("POST /2fa/off", s.member(s.webOffDone))
	mux.HandleFunc("POST /2fa/off/again", s.member(s.webOffAgain))
	mux.HandleFunc("GET /login/{id}/webauthn", s.page(s.webKey))
	mux.HandleFunc("POST /login/{id}/webauthn", s.page(s.webKeyed))
	mux.HandleFunc("GET /login/{id}/sms", s.page(s.webSMS))
	mux.HandleFunc("POST /login/{id}/sms", s.page(s.webSMSCoded))
	mux.HandleFunc("POST /login/{id}/sms/send", s.page(s.webSMSSend))
}

// webBegin makes a method to set up, and goes to its page.
func (s *Server) webBegin(kind string) func(http.ResponseWriter, *http.Request, signedIn) error {
	return func(w http.ResponseWriter, r *http.Request, who signedIn) error {
		id, err := "", error(nil)
		if kind == kindKey {
			id, err = s.beginKey(who, r.Host)
		} else {
			id, err = s.beginApp(who)
		}
		if errors.Is(err, errKeyAddress) {
			return seeOther(w, r, "/2fa/add/"+kindKey)
		}
		if err != nil {
			return err
		}
		return seeOther(w, r, "/2fa/setup/"+id)
	}
}

// webKeyAddress says why no key can be added here.
func (s *Server) webKeyAddress(w http.ResponseWriter, r *http.Request, who signedIn) error {
	if _, err := s.party(r.Host); err == nil {
		return seeOther(w, r, "/2fa/add")
	}
	return s.keyAddress(w, r, pages.Frame{User: who.User}, pages.KeyAddress{Back: "/2fa/add"}, "/2fa/add")
}

// keyAddress says where security keys work.
func (s *Server) keyAddress(w http.ResponseWriter, r *http.Request, f pages.Frame, page pages.KeyAddress, path string) error {
	if at := s.Localhost(); at != "" {
		page.Open, page.Shown = template.URL(at+path), strings.TrimPrefix(at, "http://")
	}
	return s.show(w, r, http.StatusOK, f, page)
}

// webNumber asks for a number to send codes to.
func (s *Server) webNumber(w http.ResponseWriter, r *http.Request, who signedIn) error {
	if err := s.proven(who); err != nil {
		return err
	}
	p, err := s.personOf(who.Account)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, pages.Frame{User: who.User}, numberPage(p.Profile.Country, ""))
}

func numberPage(country, number string) (page pages.AddSMS) {
	page.Country, page.Number = country, number
	for _, c := range smsCountries {
		page.Countries = append(page.Countries, pages.Country{Code: c.Code, Prefix: c.Prefix})
	}
	return page
}

func (s *Server) webNumberGiven(w http.ResponseWriter, r *http.Request, who signedIn) error {
	page := numberPage(r.PostFormValue("country"), api.CleanText(r.PostFormValue("number"), 40))
	id, err := s.beginSMS(who, r.PostFormValue("number"), page.Country)
	if err == nil {
		return seeOther(w, r, "/2fa/setup/"+id)
	}
	var wrong numberProblem
	switch p := problemOf(err); {
	case errors.As(err, &wrong):
		page.Field = pages.Field{Error: wrong.key}
	case p.Code == api.CodeRateLimited:
		page.Field = soon(p)
	default:
		return err
	}
	return s.show(w, r, http.StatusUnprocessableEntity, pages.Frame{User: who.User}, page)
}

// soon says how long to wait for another SMS.
func soon(p *problem) pages.Field {
	if p.RetryAfter > smsGap {
		return pages.Field{Error: "sms.many", Wait: (p.RetryAfter + 59) / 60}
	}
	return pages.Field{Error: "sms.soon", Wait: p.RetryAfter}
}

// smsTooSoon reads how long to wait for another SMS.
func smsTooSoon(q url.Values) pages.Field {
	if n, err := strconv.Atoi(q.Get("soon")); err == nil && n > 0 && n <= 3600 {
		return soon(rateLimited(int64(n), ""))
	}
	return pages.Field{}
}

// webSetup shows a method being added.
func (s *Server) webSetup(w http.ResponseWriter, r *http.Request, who signedIn) error {
	return s.showSetup(w, r, who, http.StatusOK, pages.Setup{Sent: r.URL.Query().Has("sent"), Field: smsTooSoon(r.URL.Query())})
}

func (s *Server) showSetup(w http.ResponseWriter, r *http.Request, who signedIn, status int, page pages.Setup) error {
	view, err := s.viewSetup(who, r.PathValue("id"))
	if codeOf(err) == api.CodeNotFound {
		return s.show(w, r, http.StatusNotFound, pages.Frame{User: who.User}, pages.Failure{What: "setup"})
	}
	if err != nil {
		return err
	}
	page.ID, page.Kind, page.Number, page.Resend = view.ID, view.Kind, view.Number, view.ResendIn
	page.Secret = inGroups(view.Secret)
	page.PNG = template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(view.PNG))
	return s.show(w, r, status, pages.Frame{User: who.User}, page)
}

// inGroups writes a secret in fours: people type it.
func inGroups(secret string) string {
	var groups []string
	for part := range slices.Chunk([]byte(secret), 4) {
		groups = append(groups, string(part))
	}
	return strings.Join(groups, " ")
}

// webConfirmed takes what confirms the method, and shows the first backup codes at
// once: behind a redirect the server would have to keep them in clear.
func (s *Server) webConfirmed(w http.ResponseWriter, r *http.Request, who signedIn) error {
	id, name := r.PathValue("id"), api.CleanText(r.PostFormValue("name"), maxName)
	page := pages.Setup{Name: name}
	view, err := s.viewSetup(who, id)
	var done added
	if err == nil {
		done, err = s.confirm(s.visitorOf(r), who, r.Host, id, api.ConfirmRequest{
			Name: name, Code: r.PostFormValue("code"), Response: []byte(r.PostFormValue("response")),
		})
	}
	switch p := problemOf(err); {
	case err == nil && len(done.Codes) > 0:
		return s.showCodes(w, r, who, done.Codes)
	case err == nil:
		return s.show(w, r, http.StatusOK, pages.Frame{User: who.User}, pages.Added{Name: done.Method.Name, Left: done.Left})
	case errors.Is(err, errSMSOver):
		page.Field = pages.Field{Error: "sms.over"}
	case view.Kind == kindKey && p.Status < http.StatusInternalServerError:
		page.Field = pages.Field{Error: "key.wrong"}
	case p.Code == api.CodeMismatch:
		page.Field = pages.Field{Error: "adding." + view.Kind + ".wrong"}
	case p.Code != api.CodeNotFound:
		return err
	}
	return s.showSetup(w, r, who, http.StatusUnprocessableEntity, page)
}

func (s *Server) webSetupResend(w http.ResponseWriter, r *http.Request, who signedIn) error {
	at := "/2fa/setup/" + r.PathValue("id")
	err := s.resendSetup(who, r.PathValue("id"))
	switch p := problemOf(err); {
	case err == nil:
		at += "?sent=1"
	case p.Code == api.CodeRateLimited:
		at += "?soon=" + strconv.Itoa(p.RetryAfter)
	case p.Code != api.CodeNotFound:
		return err
	}
	return seeOther(w, r, at)
}

func (s *Server) webSetupCancel(w http.ResponseWriter, r *http.Request, who signedIn) error {
	if err := s.dropSetup(who, r.PathValue("id")); err != nil && codeOf(err) != api.CodeNotFound {
		return err
	}
	return seeOther(w, r, "/2fa")
}
