package stub

import (
	"net/http"
	"net/url"
	"strings"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

// beforeSetUp are the pages that somebody who has to turn two-factor on first may
// open: those on which they do, why they have to, how else they come out of it, and
// help. Everything on the web besides is shut; apps go on working.
var beforeSetUp = []string{
	"/2fa/add", "/2fa/setup", "/2fa/password", "/2fa/kauth", "/2fa/link", "/authorize", "/organisation/required", "/organisation/leave", "/help",
}

func openBeforeSetUp(path string) bool {
	for _, open := range beforeSetUp {
		if path == open || strings.HasPrefix(path, open+"/") {
			return true
		}
	}
	return false
}

// webSetUpFirst is what they meet instead of any other page.
func (s *Server) webSetUpFirst(w http.ResponseWriter, r *http.Request, who signedIn) error {
	if who.SetUpFor == "" {
		return seeOther(w, r, "/2fa")
	}
	page := pages.SetUpFirst{Organization: who.SetUpFor}
	err := s.view(func(t *tx) error {
		p, err := t.person(who.Account)
		if err != nil {
			return err
		}
		for _, m := range p.Memberships {
			o, err := t.organization(m.Organization)
			if err != nil {
				return err
			}
			if o.RequireTwoFactor && m.Role == roleExternal {
				page.Leave = append(page.Leave, pages.Belonging{ID: o.ID, Name: o.Name})
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, pages.Frame{User: who.User}, page)
}

// webRequire asks once more, and says what it means for how many.
func (s *Server) webRequire(w http.ResponseWriter, r *http.Request, who signedIn) error {
	if err := s.proven(who); err != nil {
		return err
	}
	page := pages.Decide{What: "require", Action: "/organisation/two-factor", Back: "/organisation"}
	require := "1"
	err := s.view(func(t *tx) error {
		a, err := t.lead(who)
		if err != nil {
			return err
		}
		page.Name = a.org.Name
		if a.org.RequireTwoFactor {
			page.What, page.Danger, require = "norequire", true, "0"
			return nil
		}
		all, err := t.members(a.org.ID)
		for _, p := range all {
			on, err := t.twoFactor(p)
			if err != nil {
				return err
			}
			if !on {
				page.Count++
			}
			page.You = page.You || p.ID == who.Account && !on
		}
		return err
	})
	if err != nil {
		return err
	}
	page.Fields = []pages.Pair{{Name: "org", Value: who.Organization}, {Name: "require", Value: require}}
	return s.show(w, r, http.StatusOK, pages.Frame{User: who.User}, page)
}

// webRequired is the confirmed switch, for the organization that the page showed:
// another tab may have gone on to another one since.
func (s *Server) webRequired(w http.ResponseWriter, r *http.Request, who signedIn) error {
	require := r.PostFormValue("require")
	if who.Showed = r.PostFormValue("org"); who.Showed == "" || require != "1" && require != "0" {
		return errNoOrganization
	}
	if err := s.requireTwoFactor(s.visitorOf(r), who, require == "1"); err != nil {
		return err
	}
	if require == "1" {
		return userList(w, r, "required", "")
	}
	return userList(w, r, "notrequired", "")
}

// webLeaveOrganization asks once more.
func (s *Server) webLeaveOrganization(w http.ResponseWriter, r *http.Request, who signedIn) error {
	page := pages.Decide{What: "leave", Action: "/organisation/leave", Back: "/organisation", Danger: true}
	if who.SetUpFor != "" {
		page.Back = "/organisation/required"
	}
	org := r.URL.Query().Get("org")
	err := s.view(func(t *tx) error {
		p, err := t.person(who.Account)
		if err != nil {
			return err
		}
		m := p.in(org)
		switch {
		case m == nil:
			return errNotFound
		case m.Role != roleExternal:
			return fail(api.CodeForbidden, "only external users may leave")
		}
		o, err := t.organization(org)
		if err == nil {
			page.Name = o.Name
		}
		return err
	})
	if err != nil {
		return err
	}
	page.Fields = []pages.Pair{{Name: "org", Value: org}}
	return s.show(w, r, http.StatusOK, pages.Frame{User: who.User}, page)
}

func (s *Server) webLeft(w http.ResponseWriter, r *http.Request, who signedIn) error {
	if err := s.leaveOrganization(s.visitorOf(r), who, r.PostFormValue("org")); err != nil {
		return err
	}
	return seeOther(w, r, "/organisation?"+url.Values{"done": {"left"}}.Encode())
}
