package stub

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

func (s *Server) helpPages(mux *http.ServeMux) {
	mux.HandleFunc("GET /help", s.page(s.webHelp))
	mux.HandleFunc("POST /help", s.withFiles(s.webHelpAsked))
	mux.HandleFunc("GET /help/lost", s.page(s.webLost))
	mux.HandleFunc("GET /help/state", s.page(s.webHelpFind))
	mux.HandleFunc("POST /help/state", s.page(s.webHelpFound))
	mux.HandleFunc("GET /help/case/{id}", s.page(s.webHelpCase))
	mux.HandleFunc("GET /help/in", s.page(s.webHelpIn))
	mux.HandleFunc("POST /help/in", s.page(s.webHelpCode))
	mux.HandleFunc("GET /help/in/{id}", s.page(s.webHelpDoor))
	mux.HandleFunc("POST /help/in/{id}", s.page(s.webHelpEnter))
}

// withFiles is page for a form that carries files: its body has bounds of its own,
// which hold while it is read (upload.go).
func (s *Server) withFiles(h func(w http.ResponseWriter, r *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			s.failed(w, r, err)
		}
	}
}

// helpFields are the files that the form asks for; the back is for papers that have one.
var helpFields = []string{"front", "back", "selfie"}

func (s *Server) webHelp(w http.ResponseWriter, r *http.Request) error {
	page := pages.Help{Why: r.URL.Query().Get("why"), Login: r.URL.Query().Get("login")}
	if !knownWhy(page.Why) {
		page.Why = helpSecond
	}
	s.boundTo(r, &page)
	return s.show(w, r, http.StatusOK, pages.Frame{}, page)
}

// boundTo fills the sign-in address in for whoever gave its password in this browser.
func (s *Server) boundTo(r *http.Request, page *pages.Help) {
	view, err := s.viewLogin(page.Login, s.loginSecret(r, page.Login))
	if err != nil || view.State != loginWaiting {
		page.Login = ""
		return
	}
	page.User, page.Bound = view.User, true
}

// webHelpAsked takes the form. What is wrong with it is said all at once; the files
// that were good have to be chosen again, since no page can keep them chosen.
func (s *Server) webHelpAsked(w http.ResponseWriter, r *http.Request) error {
	form, err := s.readUpload(w, r, helpFields)
	if err != nil {
		return err
	}
	page := pages.Help{
		Why: form.Text["why"], Name: api.CleanText(form.Text["name"], 80), Reach: normalUser(form.Text["reach"]),
		User: api.CleanText(form.Text["user"], 254), Login: form.Text["login"],
	}
	s.boundTo(r, &page)
	for _, one := range form.Troubles {
		page.Troubles = append(page.Troubles, pages.FileTrouble{File: one.Field, What: one.What})
	}
	for _, field := range []string{"front", "selfie"} {
		given := slices.ContainsFunc(form.Files, func(f helpFile) bool { return f.Kind == field }) ||
			slices.ContainsFunc(form.Troubles, func(t fileTrouble) bool { return t.Field == field })
		if !given {
			page.Troubles = append(page.Troubles, pages.FileTrouble{File: field, What: "missing"})
		}
	}
	switch {
	case !knownWhy(page.Why):
		page.Why = helpSecond
		page.Error = "help.bad.why"
	case page.Name == "":
		page.Error = "help.bad.name"
	case !validAddress(page.Reach):
		page.Error = "help.bad.reach"
	case page.User == "" && page.Why != helpIdentifier:
		page.Error = "help.bad.user"
	}
	if page.Error != "" || len(page.Troubles) > 0 {
		form.drop()
		return s.show(w, r, http.StatusUnprocessableEntity, pages.Frame{}, page)
	}
	lang, _ := s.reading(w, r)
	number, secret, err := s.askHelp(helpCase{
		Why: page.Why, Name: page.Name, Reach: page.Reach, User: page.User, Lang: lang, Visitor: s.visitorOf(r), Files: form.Files,
	}, page.Login, s.loginSecret(r, page.Login))
	if err != nil {
		form.drop()
		p := problemOf(err)
		switch p.Code {
		case api.CodeRateLimited:
			page.Field = pages.Field{Error: "help.often", Wait: (p.RetryAfter + 3599) / 3600}
		case api.CodeUnavailable:
			page.Error = "help.full"
		default:
			return err
		}
		return s.show(w, r, p.Status, pages.Frame{}, page)
	}
	s.setCookie(w, helpCookie+number, secret, helpOpenFor)
	return seeOther(w, r, "/help/case/"+number)
}

func (s *Server) webHelpFind(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, r, http.StatusOK, pages.Frame{}, pages.HelpFind{})
}

// webHelpFound takes the number and the secret of a case.
func (s *Server) webHelpFound(w http.ResponseWriter, r *http.Request) error {
	number, secret := r.PostFormValue("number"), r.PostFormValue("secret")
	c, err := s.findCase(s.visitorOf(r), number, secret)
	page := pages.HelpFind{Number: api.CleanText(number, 20)}
	switch p := problemOf(err); {
	case err == nil:
		s.setCookie(w, helpCookie+c.Number, normalRecovery(secret), helpOpenFor)
		return seeOther(w, r, "/help/case/"+c.Number)
	case p.Code == api.CodeNotFound:
		page.Field = pages.Field{Error: "help.find.wrong"}
		return s.show(w, r, http.StatusUnprocessableEntity, pages.Frame{}, page)
	case p.Code == api.CodeRateLimited:
		page.Field = pages.Field{Error: "contact.often", Wait: minutes(p.RetryAfter)}
		return s.show(w, r, p.Status, pages.Frame{}, page)
	}
	return err
}

// webHelpCase says where a case stands, to the browser that holds its secret.
func (s *Server) webHelpCase(w http.ResponseWriter, r *http.Request) error {
	number := r.PathValue("id")
	secret := s.cookieOf(r, helpCookie+number)
	c, err := s.viewCase(number, secret)
	if codeOf(err) == api.CodeNotFound {
		return seeOther(w, r, "/help/state")
	}
	if err != nil {
		return err
	}
	page := pages.HelpCase{
		Number: c.Number, Secret: spelled(secret), State: c.State, Why: c.Why, Reason: c.Reason, Reach: maskedAddress(c.Reach),
		Made: time.Unix(c.Made, 0), Used: c.Entry.Used, Files: len(c.Files) > 0, Now: s.now(),
	}
	if c.Decided != 0 {
		page.Gone = time.Unix(c.Decided+helpFilesKept, 0)
	}
	return s.show(w, r, http.StatusOK, pages.Frame{}, page)
}

// spelled writes a code in fours, as it was given out.
func spelled(code string) string {
	code = normalRecovery(code)
	var parts []string
	for ; len(code) > 4; code = code[4:] {
		parts = append(parts, code[:4])
	}
	return strings.Join(append(parts, code), "-")
}

func (s *Server) cookieOf(r *http.Request, name string) string {
	c, err := s.cookie(r, name)
	if err != nil {
		return ""
	}
	return c.Value
}
