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

func (s *Server) setCookie(w http.ResponseWriter, name, value string, age int) {
	http.SetCookie(w, &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: age,
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
	c, err := r.Cookie(loginCookieName(id))
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
