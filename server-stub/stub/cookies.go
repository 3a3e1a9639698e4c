package stub

import (
	"net/http"
	"strings"
)

// The cookies. A login has one of its own, so that two tabs, or a script with many
// logins under way, do not take each other's. Its secret is made at the login, so
// a cookie planted before is worth nothing.
const (
	sessionCookie = "ka_session"
	loginCookie   = "ka_login_" // and the login's id without its prefix
)

// hostPrefix keeps a cookie to this host and to https (RFC 6265bis section 4.1.3.2):
// a page of another name below the same domain cannot plant one.
const hostPrefix = "__Host-"

func (s *Server) cookieName(name string) string {
	if s.secure() {
		return hostPrefix + name
	}
	return name // loopback without https: a browser would refuse the prefix
}

// cookie reads one that setCookie set.
func (s *Server) cookie(r *http.Request, name string) (*http.Cookie, error) {
	return r.Cookie(s.cookieName(name))
}

func (s *Server) setCookie(w http.ResponseWriter, name, value string, age int) {
	http.SetCookie(w, &http.Cookie{
		Name: s.cookieName(name), Value: value, Path: "/", MaxAge: age,
		HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteLaxMode,
	})
}

func loginCookieName(id string) string { return loginCookie + strings.TrimPrefix(id, "lgn_") }

func (s *Server) setLoginCookie(w http.ResponseWriter, id, secret string) {
	s.setCookie(w, loginCookieName(id), secret, loginLife+60)
}

func (s *Server) clearLoginCookie(w http.ResponseWriter, id string) {
	s.setCookie(w, loginCookieName(id), "", -1)
}

// loginSecret gives the login's cookie; "" where there is none, which no login has.
func (s *Server) loginSecret(r *http.Request, id string) string {
	c, err := s.cookie(r, loginCookieName(id))
	if err != nil {
		return ""
	}
	return c.Value
}

func (s *Server) setSessionCookie(w http.ResponseWriter, secret string) {
	s.setCookie(w, sessionCookie, secret, sessionLife)
}

func (s *Server) clearSessionCookie(w http.ResponseWriter) {
	s.setCookie(w, sessionCookie, "", -1)
}
