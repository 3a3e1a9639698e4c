package stub

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

// pageRoutes adds the computer's side in HTML. Every form is a plain POST; whoever
// is not signed in comes back to the page after the sign-in.
func (s *Server) pageRoutes(mux *http.ServeMux) {
	assets := pages.Assets("/assets/")
	mux.HandleFunc("GET /assets/", func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/") { // a folder: its list is nobody's business
			s.failed(w, r, errNotFound)
			return
		}
		w.Header().Set("Cache-Control", "max-age=300")
		assets.ServeHTTP(w, r)
	})
	mux.HandleFunc("/", s.page(func(http.ResponseWriter, *http.Request) error { return errNotFound }))
	mux.HandleFunc("GET /{$}", s.page(s.webStart))
	s.signInPages(mux)
	s.managerPages(mux)
	s.linkPages(mux)
	s.forgotPages(mux)
	s.profilePages(mux)
	s.organizationPages(mux)
	s.methodPages(mux)
	s.appPasswordPages(mux)
	s.sessionPages(mux)
	s.helpPages(mux)
	mux.HandleFunc("GET /2fa/new-phone", s.member(s.webNewPhone))
	mux.HandleFunc("GET /authorize", s.page(s.webAuthorize))
	mux.HandleFunc("POST /authorize", s.page(s.webAuthorized))
	if s.o.QA {
		s.deskPages(mux)
		s.qaPages(mux)
		mux.HandleFunc("GET /outbox", s.page(s.near(s.webOutbox)))
	}
}

// page answers with a page that says what went wrong where h returns an error.
func (s *Server) page(h func(w http.ResponseWriter, r *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, api.MaxBody)
		var err error
		if r.Method == http.MethodPost { // here once: PostFormValue goes on with half a form
			err = r.ParseForm()
		}
		if err != nil {
			err = unread(err)
		} else {
			err = plainly(h, w, r)
		}
		if err != nil {
			s.failed(w, r, err)
		}
	}
}

// failed shows a problem as a page.
func (s *Server) failed(w http.ResponseWriter, r *http.Request, err error) {
	p := problemOf(err)
	if p.Code == api.CodeNoSession {
		s.detour(w, r)
		return
	}
	if p.Code == api.CodePasswordNeeded {
		s.detourProof(w, r)
		return
	}
	what := "400"
	switch p.Status {
	case http.StatusNotFound, http.StatusForbidden, http.StatusRequestTimeout, http.StatusRequestEntityTooLarge,
		http.StatusTooManyRequests, http.StatusServiceUnavailable:
		what = strconv.Itoa(p.Status)
	case http.StatusInternalServerError:
		what = "500"
		s.log.Error("page failed", "method", r.Method, "path", r.URL.Path, "error", err)
	}
	switch p.Code {
	case api.CodeCrossOrigin:
		what = "cross"
	case api.CodePolicy:
		what = "policy"
	}
	if p.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(p.RetryAfter))
	}
	s.show(w, r, p.Status, pages.Frame{}, pages.Failure{What: what, Wait: p.RetryAfter})
}

// detour sends whoever is not signed in to the sign-in, and back to here after it.
func (s *Server) detour(w http.ResponseWriter, r *http.Request) {
	next := "/2fa"
	if r.Method == http.MethodGet {
		next = r.URL.RequestURI()
	}
	seeOther(w, r, "/login?next="+url.QueryEscape(next))
}

// member lets browsers through that passed both steps. Somebody whose organization
// requires two-factor and who has it off is taken to what they have to do first.
func (s *Server) member(h func(w http.ResponseWriter, r *http.Request, who signedIn) error) http.HandlerFunc {
	return s.page(func(w http.ResponseWriter, r *http.Request) error {
		who, err := s.session(r)
		if err != nil {
			return err
		}
		r = r.WithContext(context.WithValue(r.Context(), whoKey{}, who))
		switch {
		case who.Moving && !settlesMove(r.URL.Path):
			return seeOther(w, r, moveFirst)
		case !who.Moving && who.SetUpFor != "" && !openBeforeSetUp(r.URL.Path):
			return seeOther(w, r, "/organisation/required")
		}
		return h(w, r, who)
	})
}

// whoKey is where a request says who sent it, for the frame around its page.
type whoKey struct{}

// show writes a page. It is rendered whole first: a defect gives no half page.
func (s *Server) show(w http.ResponseWriter, r *http.Request, status int, f pages.Frame, v pages.View) error {
	if who, ok := r.Context().Value(whoKey{}).(signedIn); ok {
		f.Shows, f.Bare = who.Shown, who.SetUpFor != "" || who.Moving
	}
	f.Lang, f.Zone = s.reading(w, r)
	f.Path = switchPath(r)
	var b bytes.Buffer
	if err := pages.Render(&b, f, v); err != nil {
		s.log.Error("page not rendered", "path", r.URL.Path, "error", err)
		http.Error(w, "Internal Server Error", http.StatusInternalServerError)
		return nil
	}
	h := w.Header()
	if a, ok := v.(pages.Authorize); ok {
		h.Set("Content-Security-Policy", pages.Policy(a.Sends))
	} else {
		h.Set("Content-Security-Policy", pages.Policy(""))
	}
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Add("Vary", "Accept-Language, Cookie")
	w.WriteHeader(status)
	w.Write(b.Bytes())
	return nil
}

func seeOther(w http.ResponseWriter, r *http.Request, to string) error {
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// codeOf is a problem's name; "" for other errors.
func codeOf(err error) api.Code {
	var p *problem
	if errors.As(err, &p) {
		return p.Code
	}
	return ""
}
