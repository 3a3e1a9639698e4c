package stub

import (
	"net/http"
	"net/url"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

// webProof asks for the password again.
func (s *Server) webProof(w http.ResponseWriter, r *http.Request, who signedIn) error {
	return s.show(w, r, http.StatusOK, pages.Frame{User: who.User}, pages.Proof{Next: safeNext(r.URL.Query().Get("next"))})
}

func (s *Server) webProved(w http.ResponseWriter, r *http.Request, who signedIn) error {
	next := safeNext(r.PostFormValue("next"))
	err := s.prove(r.Context(), s.visitorOf(r), who, r.PostFormValue("password"))
	if codeOf(err) == api.CodeBadCredentials {
		return s.show(w, r, http.StatusUnauthorized, pages.Frame{User: who.User}, pages.Proof{Next: next, Field: pages.Field{Error: "proof.wrong"}})
	}
	if err != nil {
		return err
	}
	return seeOther(w, r, next)
}

// detourProof asks for the password, and comes back to the page that was refused:
// to the one that has the form, where it was a form.
func (s *Server) detourProof(w http.ResponseWriter, r *http.Request) {
	back := r.URL.RequestURI()
	switch {
	case r.Method == http.MethodGet:
	case r.URL.Path == api.PathAuthorize:
		asked := url.Values{}
		for name, values := range r.PostForm {
			if name != "decision" {
				asked[name] = values
			}
		}
		back = api.PathAuthorize + "?" + asked.Encode()
	case r.URL.Path == "/2fa/add/"+kindTOTP || r.URL.Path == "/2fa/add/"+kindKey:
		back = "/2fa/add"
	default:
		back = r.URL.Path
	}
	seeOther(w, r, "/2fa/password?next="+url.QueryEscape(back))
}

// webOff asks before all methods are taken away.
func (s *Server) webOff(w http.ResponseWriter, r *http.Request, who signedIn) error {
	return s.showOff(w, r, who, http.StatusOK, pages.Field{})
}

func (s *Server) showOff(w http.ResponseWriter, r *http.Request, who signedIn, status int, field pages.Field) error {
	reply, err := s.methods(who)
	if err != nil {
		return err
	}
	if !reply.TwoFactor {
		return seeOther(w, r, "/2fa")
	}
	page := pages.Off{Field: field, Again: !who.How.twice()}
	if page.Policy, err = s.policyFor(who); err != nil {
		return err
	}
	for _, m := range reply.Methods {
		if m.ID == recoveryMethod {
			page.Codes = *m.Left
			continue
		}
		page.Methods = append(page.Methods, methodLine(m))
	}
	return s.show(w, r, status, pages.Frame{User: who.User}, page)
}

// policyFor names the organization for whose sake whoever is signed in has to keep
// two-factor; "" for none.
func (s *Server) policyFor(who signedIn) (organization string, err error) {
	err = s.view(func(t *tx) error {
		p, err := t.person(who.Account)
		if err == nil {
			organization = t.policyOf(p).Organisation
		}
		return err
	})
	return organization, err
}

func (s *Server) webOffDone(w http.ResponseWriter, r *http.Request, who signedIn) error {
	err := s.removeTwoFactor(r.Context(), s.visitorOf(r), who, r.PostFormValue("password"))
	switch codeOf(err) {
	case api.CodeBadCredentials:
		return s.showOff(w, r, who, http.StatusUnauthorized, pages.Field{Error: "proof.wrong"})
	case api.CodePolicy:
		return s.showOff(w, r, who, http.StatusForbidden, pages.Field{})
	}
	if err != nil {
		return err
	}
	return seeOther(w, r, "/2fa?done=off")
}

// webOffAgain signs out, and after a sign-in with the second step comes back.
func (s *Server) webOffAgain(w http.ResponseWriter, r *http.Request, who signedIn) error {
	if err := s.endSession(who); err != nil {
		return err
	}
	s.clearSessionCookie(w)
	return seeOther(w, r, "/login?next="+url.QueryEscape("/2fa/off"))
}
