package stub

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

func (s *Server) managerPages(mux *http.ServeMux) {
	mux.HandleFunc("GET /2fa", s.member(s.webManager))
	mux.HandleFunc("GET /2fa/methods/{id}/remove", s.member(s.webRemove))
	mux.HandleFunc("POST /2fa/methods/{id}/remove", s.member(s.webRemoved))
	mux.HandleFunc("POST /2fa/methods/{id}/default", s.member(s.webDefault))
	mux.HandleFunc("GET /2fa/codes", s.member(s.webNewCodes))
	mux.HandleFunc("POST /2fa/codes", s.member(s.webNewCodesMade))
	mux.HandleFunc("POST /2fa/codes/file", s.member(s.webCodesFile))
	s.activityPages(mux)
	mux.HandleFunc("GET /password", s.member(s.webNewPassword))
	mux.HandleFunc("POST /password", s.member(s.webPasswordChanged))
	mux.HandleFunc("POST /logout", s.page(s.webSignOut))
}

// notices are what a page before this one may have done: ?done=.
var notices = []string{"removed", "off", "default", "codes", "recovery", "password", "app", "anew", "reactivated"}

// shownEvents is how many lines of activity stand below the methods.
const shownEvents = 6

func (s *Server) webManager(w http.ResponseWriter, r *http.Request, who signedIn) error {
	reply, err := s.methods(who)
	if err != nil {
		return err
	}
	events, err := s.activity(who.Account)
	if err != nil {
		return err
	}
	page := pages.Manager{On: reply.TwoFactor, Now: s.now(), Events: eventLines(events[:min(len(events), shownEvents)])}
	for _, m := range reply.Methods {
		page.First = page.First || m.Kind == kindKauth && !m.Suspended
		line := methodLine(m)
		if m.ID == recoveryMethod {
			page.Codes = &line
			continue
		}
		page.Methods = append(page.Methods, line)
	}
	page.First = page.First && slices.ContainsFunc(page.Methods, func(m pages.Method) bool { return m.Default && m.Kind != kindKauth })
	if done := r.URL.Query().Get("done"); slices.Contains(notices, done) {
		page.Notice = "done." + done
	}
	return s.show(w, r, http.StatusOK, pages.Frame{User: who.User}, page)
}

func methodLine(m api.Method) pages.Method {
	line := pages.Method{
		ID: m.ID, Kind: m.Kind, Name: m.Name, Added: time.Unix(m.Added, 0),
		Default: m.Default, Number: m.Number, Suspended: m.Suspended,
	}
	if m.Left != nil {
		line.Left = *m.Left
	}
	return line
}

func eventLines(events []api.Event) (lines []pages.Event) {
	for _, e := range events {
		lines = append(lines, pages.Event{At: time.Unix(e.At, 0), What: e.What, With: e.With, Agent: e.Agent, Place: e.Place})
	}
	return lines
}

// removable finds a method, and whether it is the last: without it two-factor is off.
func (s *Server) removable(who signedIn, id string) (m api.Method, last bool, err error) {
	reply, err := s.methods(who)
	if err != nil {
		return m, false, err
	}
	ways := slices.DeleteFunc(reply.Methods, func(m api.Method) bool { return m.ID == recoveryMethod })
	at := slices.IndexFunc(ways, func(m api.Method) bool { return m.ID == id })
	if at < 0 {
		return m, false, errNotFound
	}
	return ways[at], len(ways) == 1, nil
}

func (s *Server) webRemove(w http.ResponseWriter, r *http.Request, who signedIn) error {
	m, last, err := s.removable(who, r.PathValue("id"))
	if err == nil {
		err = s.proven(who)
	}
	if err != nil {
		return err
	}
	if kept, err := s.policyFor(who); last && (err != nil || kept != "") {
		return cmp.Or(err, s.showOff(w, r, who, http.StatusForbidden, pages.Field{}))
	}
	page := pages.Confirm{What: "remove", Name: m.Name, Action: r.URL.EscapedPath()}
	if last {
		page.What = "last"
	}
	if p, err := s.personOf(who.Account); err == nil && m.Kind == kindSMS && p.other(m.ID).Number.takesCodes() != nil {
		page.Note = "sms.abroad"
	}
	return s.show(w, r, http.StatusOK, pages.Frame{User: who.User}, page)
}

func (s *Server) webRemoved(w http.ResponseWriter, r *http.Request, who signedIn) error {
	m, last, err := s.removable(who, r.PathValue("id"))
	if err == nil {
		err = s.removeMethod(s.visitorOf(r), who, m.ID)
	}
	if codeOf(err) == api.CodePolicy {
		return s.showOff(w, r, who, http.StatusForbidden, pages.Field{})
	}
	if err != nil {
		return err
	}
	if last {
		return seeOther(w, r, "/2fa?done=off")
	}
	return seeOther(w, r, "/2fa?done=removed")
}

func (s *Server) webDefault(w http.ResponseWriter, r *http.Request, who signedIn) error {
	if err := s.setDefault(who, r.PathValue("id")); err != nil {
		return err
	}
	return seeOther(w, r, "/2fa?done=default")
}

func (s *Server) webSignOut(w http.ResponseWriter, r *http.Request) error {
	who, err := s.session(r)
	if err == nil {
		err = s.endSession(who)
	}
	if err != nil && codeOf(err) != api.CodeNoSession {
		return err
	}
	s.clearSessionCookie(w)
	return seeOther(w, r, "/login?out=1")
}
