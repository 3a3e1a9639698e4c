package stub

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

func (s *Server) organizationPages(mux *http.ServeMux) {
	mux.HandleFunc("GET /organisation", s.member(s.webOrganization))
	mux.HandleFunc("POST /organisation/switch", s.member(s.webSwitch))
	mux.HandleFunc("GET /organisation/two-factor", s.member(s.webRequire))
	mux.HandleFunc("POST /organisation/two-factor", s.member(s.webRequired))
	mux.HandleFunc("GET /organisation/required", s.member(s.webSetUpFirst))
	mux.HandleFunc("GET /organisation/leave", s.member(s.webLeaveOrganization))
	mux.HandleFunc("POST /organisation/leave", s.member(s.webLeft))
	s.invitationPages(mux)
	const user = "/organisation/{org}/users/{id}"
	seen := func(h pageOf) http.HandlerFunc { return s.member(inOrganization(h)) }
	mux.HandleFunc("POST "+user+"/alert", seen(s.webAlert))
	mux.HandleFunc("GET "+user+"/role", seen(s.webRole))
	mux.HandleFunc("POST "+user+"/role", seen(s.webRoleGiven))
	mux.HandleFunc("GET "+user+"/block", seen(s.webBlock))
	mux.HandleFunc("POST "+user+"/block", seen(s.webBlocked))
	mux.HandleFunc("GET "+user+"/unblock", seen(s.webBlock))
	mux.HandleFunc("POST "+user+"/unblock", seen(s.webBlocked))
}

// pageOf is a page for whoever is signed in.
type pageOf func(w http.ResponseWriter, r *http.Request, who signedIn) error

// inOrganization has a page act in the organization that its address names, which
// is the one that the list showed: another tab may have gone on to another since.
func inOrganization(h pageOf) pageOf {
	return func(w http.ResponseWriter, r *http.Request, who signedIn) error {
		who.Showed = r.PathValue("org")
		return h(w, r, who)
	}
}

var (
	errNoOrganization = fail(api.CodeBadRequest, "the address names no organization")
	errWentOn         = fail(api.CodeBadRequest, "that is not the organization that you look at now")
)

// tabOrganization is the tab that only those have who have something to do there.
const tabOrganization = "organization"

// shownTabs lists the tabs that not everybody has.
func (t *tx) shownTabs(p *person) []string {
	external := slices.ContainsFunc(p.Memberships, func(m membership) bool { return m.Role == roleExternal })
	invited, err := t.invitedTo(p.User)
	if leads(p.at().Role) || external || len(p.Memberships) > 1 || err == nil && len(invited) > 0 {
		return []string{tabOrganization}
	}
	return nil
}

// organizationNotices are what a page before this one may have done: ?done=.
var organizationNotices = []string{
	"alerted", "role", "blocked", "unblocked", "invited", "withdrawn", "required", "notrequired", "left", "joined", "declined", "switched",
}

// usersShown is how many users one page lists.
const usersShown = 50

func (s *Server) webOrganization(w http.ResponseWriter, r *http.Request, who signedIn) error {
	q := r.URL.Query()
	page := pages.Organization{
		Now: s.now(), Query: api.CleanText(q.Get("q"), 254), Without: q.Get("without") != "",
	}
	page.From, _ = strconv.Atoi(q.Get("from")) // anything else is the first page
	page.From = max(page.From, 0)
	if done := q.Get("done"); slices.Contains(organizationNotices, done) {
		page.Notice, page.Whom = "org.done."+done, api.CleanText(q.Get("who"), 254)
	}
	if wait, err := strconv.Atoi(q.Get("wait")); err == nil && wait > 0 && wait <= alertGap {
		page.Field = pages.Field{Error: "org.alert.wait", Wait: (wait + 59) / 60}
	}
	if err := s.view(func(t *tx) error { return t.fillOrganization(&page, who) }); err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, pages.Frame{User: who.User}, page)
}

func (t *tx) fillOrganization(page *pages.Organization, who signedIn) error {
	p, err := t.person(who.Account)
	if err != nil {
		return err
	}
	at := p.at()
	o, err := t.organization(at.Organization)
	if err != nil {
		return err
	}
	page.ID, page.Name, page.Role, page.Required, page.Leads = o.ID, o.Name, at.Role, o.RequireTwoFactor, leads(at.Role)
	page.Leave = at.Role == roleExternal
	for _, m := range p.Memberships {
		other, err := t.organization(m.Organization)
		if err != nil {
			return err
		}
		page.Mine = append(page.Mine, pages.Belonging{ID: other.ID, Name: other.Name, Role: m.Role, Here: other.ID == o.ID})
	}
	invited, err := t.invitedTo(p.User)
	for _, i := range invited {
		other, err := t.organization(i.Organization)
		if err != nil {
			return err
		}
		page.Invited = append(page.Invited, pages.Invitation{ID: i.ID, User: i.By, Name: other.Name, Role: i.Role, At: time.Unix(i.At, 0), Requires: other.RequireTwoFactor})
	}
	if err != nil || !page.Leads {
		return err // the others see nobody
	}
	return t.fillUsers(page, p, o)
}

// fillUsers lists those whom the search and the filter leave.
func (t *tx) fillUsers(page *pages.Organization, me *person, o *organization) error {
	all, err := t.members(o.ID)
	if err != nil {
		return err
	}
	var shown []pages.Member
	for _, p := range all {
		on, err := t.twoFactor(p)
		if err != nil {
			return err
		}
		page.All++
		if !on {
			page.Missing++
		}
		if page.Without && on || !strings.Contains(p.User, strings.ToLower(page.Query)) {
			continue
		}
		m := pages.Member{
			ID: p.ID, User: p.User, Role: p.in(o.ID).Role, TwoFactor: on, Blocked: p.Blocked != nil, You: p.ID == me.ID,
			Managed: mayManage(page.Role, p.in(o.ID).Role), Home: p.home() == o.ID,
		}
		if p.SignedIn > 0 {
			m.SignedIn = time.Unix(p.SignedIn, 0)
		}
		shown = append(shown, m)
	}
	page.Found = len(shown)
	page.From = min(page.From, max(page.Found-1, 0)) / usersShown * usersShown
	page.Users = shown[page.From:min(page.From+usersShown, page.Found)]
	page.Prev, page.Next = page.From-usersShown, page.From+usersShown
	open, err := t.openInvitations(o.ID)
	for _, i := range open {
		page.Open = append(page.Open, pages.Invitation{ID: i.ID, User: i.User, Role: i.Role, At: time.Unix(i.At, 0)})
	}
	return err
}

// userList is the list again, with what was done to whom.
func userList(w http.ResponseWriter, r *http.Request, done, user string) error {
	q := url.Values{"done": {done}}
	if user != "" {
		q.Set("who", user)
	}
	return seeOther(w, r, "/organisation?"+q.Encode())
}
