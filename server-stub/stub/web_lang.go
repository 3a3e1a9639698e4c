package stub

import (
	"net/http"
	"time"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

const langCookie = "ka_lang"

// reading is how a page is written: in the language and on the clock of whoever is
// signed in. A language chosen at the foot of a page wins, for that browser.
func (s *Server) reading(w http.ResponseWriter, r *http.Request) (pages.Lang, *time.Location) {
	lang, chosen := s.language(w, r)
	p := s.reader(r)
	if p == nil {
		return lang, nil
	}
	if _, ok := pages.Known(string(p.Lang)); ok && !chosen {
		lang = p.Lang
	}
	return lang, p.zone()
}

// reader is who is signed in; nil where nobody is. It writes nothing.
func (s *Server) reader(r *http.Request) (p *person) {
	c, err := s.cookie(r, sessionCookie)
	if err != nil {
		return nil
	}
	s.view(func(t *tx) error {
		record, err := load[sessionRecord](t, inSessions, api.Hash([]byte(c.Value)))
		if err == nil && t.now < record.Expires {
			p, err = t.person(record.Account)
		}
		return err
	})
	return p
}

// language is the one chosen at the foot of a page, or else the one the browser asks for.
func (s *Server) language(w http.ResponseWriter, r *http.Request) (lang pages.Lang, chosen bool) {
	if lang, ok := pages.Known(r.URL.Query().Get("lang")); ok {
		s.setCookie(w, langCookie, string(lang), 365*24*60*60)
		return lang, true
	}
	if c, err := s.cookie(r, langCookie); err == nil {
		if lang, ok := pages.Known(c.Value); ok {
			return lang, true
		}
	}
	return pages.Pick(r.Header.Get("Accept-Language")), false
}

// switchPath is this page's address up to "lang=".
func switchPath(r *http.Request) string {
	if r.Method == http.MethodPost && r.URL.Path == "/2fa/codes" {
		return "" // shown once: another language would be another set
	}
	q := r.URL.Query()
	q.Del("lang")
	if len(q) == 0 {
		return r.URL.EscapedPath() + "?"
	}
	return r.URL.EscapedPath() + "?" + q.Encode() + "&"
}
