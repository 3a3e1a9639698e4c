package stub

import (
	"errors"
	"net/http"
	"net/url"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

func (s *Server) invitationPages(mux *http.ServeMux) {
	mux.HandleFunc("GET /organisation/invite", s.member(s.webInvite))
	mux.HandleFunc("POST /organisation/invite", s.member(s.webInvited))
	mux.HandleFunc("POST /organisation/invitations/{id}/withdraw", s.member(s.webWithdraw))
	mux.HandleFunc("POST /organisation/invitations/{id}/accept", s.member(s.webAnswerInvitation(true)))
	mux.HandleFunc("POST /organisation/invitations/{id}/decline", s.member(s.webAnswerInvitation(false)))
	mux.HandleFunc("GET /join", s.page(s.webJoin))
	mux.HandleFunc("POST /join", s.page(s.webJoined))
}

func (s *Server) webInvite(w http.ResponseWriter, r *http.Request, who signedIn) error {
	page, err := s.invitePage(who)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, pages.Frame{User: who.User}, page)
}

// invitePage offers the roles that whoever invites may give.
func (s *Server) invitePage(who signedIn) (page pages.Invite, err error) {
	err = s.view(func(t *tx) error {
		a, err := t.lead(who)
		if err != nil {
			return err
		}
		page.Organization, page.ID, page.Role = a.org.Name, a.org.ID, roleCollaborator
		for _, role := range roles {
			if mayGive(a.role, role) {
				page.Give = append(page.Give, role)
			}
		}
		return nil
	})
	return page, err
}

func (s *Server) webInvited(w http.ResponseWriter, r *http.Request, who signedIn) error {
	user, role := r.PostFormValue("user"), r.PostFormValue("role")
	page, err := s.invitePage(who)
	if err != nil {
		return err
	}
	if who.Showed = r.PostFormValue("org"); who.Showed == "" {
		return errNoOrganization
	}
	status := http.StatusUnprocessableEntity
	err = s.invite(s.visitorOf(r), who, user, role)
	switch {
	case err == nil:
		return userList(w, r, "invited", normalUser(user))
	case errors.Is(err, errMember):
		page.Error = "invite.member"
	case errors.Is(err, errAddress):
		page.Error = "invite.address"
	case codeOf(err) == api.CodeBadRequest:
		page.Error = "role.none"
	case codeOf(err) == api.CodeRateLimited:
		page.Error, status = "invite.often", http.StatusTooManyRequests
	default:
		return err
	}
	page.User, page.Role = api.CleanText(user, 254), role
	return s.show(w, r, status, pages.Frame{User: who.User}, page)
}

func (s *Server) webWithdraw(w http.ResponseWriter, r *http.Request, who signedIn) error {
	if err := s.withdrawInvitation(who, r.PathValue("id")); err != nil {
		return err
	}
	return userList(w, r, "withdrawn", "")
}

func (s *Server) webAnswerInvitation(yes bool) func(http.ResponseWriter, *http.Request, signedIn) error {
	return func(w http.ResponseWriter, r *http.Request, who signedIn) error {
		if err := s.answerInvitation(s.visitorOf(r), who, r.PathValue("id"), yes); err != nil {
			return err
		}
		if yes {
			return userList(w, r, "joined", "")
		}
		return userList(w, r, "declined", "")
	}
}

// webSwitch goes on to another organization of one's own.
func (s *Server) webSwitch(w http.ResponseWriter, r *http.Request, who signedIn) error {
	if err := s.switchTo(who, r.PostFormValue("org")); err != nil {
		return err
	}
	return userList(w, r, "switched", "")
}

func (s *Server) switchTo(who signedIn, org string) error {
	return s.update(func(t *tx) error {
		p, err := t.person(who.Account)
		if err != nil {
			return err
		}
		if p.in(org) == nil {
			return errNotFound
		}
		p.Current = org
		t.putPerson(p)
		return nil
	})
}

// webJoin is for those who were invited and have no account yet.
func (s *Server) webJoin(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, r, http.StatusOK, pages.Frame{}, pages.Join{})
}

func (s *Server) webJoined(w http.ResponseWriter, r *http.Request) error {
	user, password := r.PostFormValue("user"), r.PostFormValue("password")
	page := pages.Join{User: api.CleanText(user, 254), Code: api.CleanText(r.PostFormValue("code"), 64)}
	if password != r.PostFormValue("again") {
		page.Error = "password.differ"
		return s.show(w, r, http.StatusUnprocessableEntity, pages.Frame{}, page)
	}
	lang, _ := s.language(w, r)
	err := s.signUp(r.Context(), s.visitorOf(r), user, page.Code, password, lang)
	switch codeOf(err) {
	case api.CodeMismatch:
		page.Error = "join.wrong"
	case api.CodeBadRequest:
		page.Error = "password.short"
	default:
		if err != nil {
			return err
		}
		return seeOther(w, r, "/login?"+url.Values{"joined": {"1"}}.Encode())
	}
	return s.show(w, r, http.StatusUnprocessableEntity, pages.Frame{}, page)
}
