package stub

import (
	"errors"
	"net/http"
	"path"
	"strconv"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

// webAlert sends a security alert; one that was sent a moment ago is not repeated.
func (s *Server) webAlert(w http.ResponseWriter, r *http.Request, who signedIn) error {
	err := s.alert(s.visitorOf(r), who, r.PathValue("id"))
	if p := problemOf(err); p.Code == api.CodeRateLimited {
		return seeOther(w, r, "/organisation?wait="+strconv.Itoa(p.RetryAfter))
	}
	if err != nil {
		return err
	}
	return s.doneTo(w, r, "alerted")
}

// doneTo goes back to the list, which says what was done to whom.
func (s *Server) doneTo(w http.ResponseWriter, r *http.Request, done string) error {
	p, err := s.personOf(r.PathValue("id"))
	if err != nil {
		return err
	}
	return userList(w, r, done, p.User)
}

// managed finds the user that a page is about, for those who may change them.
func (s *Server) managed(r *http.Request, who signedIn) (a acting, err error) {
	err = s.view(func(t *tx) error {
		a, err = t.act(who, r.PathValue("id"))
		return err
	})
	return a, err
}

func (s *Server) webRole(w http.ResponseWriter, r *http.Request, who signedIn) error {
	if err := s.proven(who); err != nil {
		return err
	}
	a, err := s.managed(r, who)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, pages.Frame{User: who.User}, rolePage(a, r))
}

// rolePage offers the roles that whoever asks may give.
func rolePage(a acting, r *http.Request) pages.Roles {
	page := pages.Roles{User: a.target.User, Organization: a.org.Name, Now: a.part.Role, Action: r.URL.EscapedPath(), You: a.target.ID == a.actor.ID}
	for _, role := range roles {
		if mayGive(a.role, role) {
			page.Give = append(page.Give, role)
		}
	}
	return page
}

func (s *Server) webRoleGiven(w http.ResponseWriter, r *http.Request, who signedIn) error {
	err := s.setRole(s.visitorOf(r), who, r.PathValue("id"), r.PostFormValue("role"))
	switch code := codeOf(err); {
	case code == api.CodeLastOne, code == api.CodeBadRequest:
		a, sight := s.managed(r, who)
		if sight != nil {
			return sight
		}
		page := rolePage(a, r)
		page.Error = map[api.Code]string{api.CodeLastOne: "org.alone", api.CodeBadRequest: "role.none"}[code]
		return s.show(w, r, problemOf(err).Status, pages.Frame{User: who.User}, page)
	case err != nil:
		return err
	}
	return s.doneTo(w, r, "role")
}

// webBlock asks once more, for both ways.
func (s *Server) webBlock(w http.ResponseWriter, r *http.Request, who signedIn) error {
	if err := s.proven(who); err != nil {
		return err
	}
	a, err := s.managed(r, who)
	if err != nil {
		return err
	}
	page := pages.Decide{What: "block", Name: a.target.User, Action: r.URL.EscapedPath(), Back: "/organisation", Danger: true}
	if a.target.Blocked != nil {
		page.What, page.Danger, page.Action = "unblock", false, "/organisation/"+a.org.ID+"/users/"+a.target.ID+"/unblock"
	}
	return s.show(w, r, http.StatusOK, pages.Frame{User: who.User}, page)
}

func (s *Server) webBlocked(w http.ResponseWriter, r *http.Request, who signedIn) error {
	do, done := s.block, "blocked"
	if path.Base(r.URL.Path) == "unblock" {
		do, done = s.unblock, "unblocked"
	}
	err := do(s.visitorOf(r), who, r.PathValue("id"))
	var p *problem
	if errors.As(err, &p) && (p.Code == api.CodeLastOne || p == errOneself || p == errElsewhere) {
		key := "org.alone"
		switch p {
		case errOneself:
			key = "block.oneself"
		case errElsewhere:
			key = "block.elsewhere"
		}
		a, sight := s.managed(r, who)
		if sight != nil {
			return sight
		}
		return s.show(w, r, p.Status, pages.Frame{User: who.User}, pages.Decide{
			Field: pages.Field{Error: key}, What: "block", Name: a.target.User, Back: "/organisation",
		})
	}
	if err != nil {
		return err
	}
	return s.doneTo(w, r, done)
}
