package stub

import (
	"net/http"

	"kauth/server-stub/pages"
)

const langCookie = "ka_lang"

// language is the one chosen at the foot of a page, or the one the browser asks for.
func (s *Server) language(w http.ResponseWriter, r *http.Request) pages.Lang {
	if lang, ok := pages.Known(r.URL.Query().Get("lang")); ok {
		s.setCookie(w, langCookie, string(lang), 365*24*60*60)
		return lang
	}
	if c, err := r.Cookie(langCookie); err == nil {
		if lang, ok := pages.Known(c.Value); ok {
			return lang
		}
	}
	return pages.Pick(r.Header.Get("Accept-Language"))
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
