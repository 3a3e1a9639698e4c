package stub

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"path"
	"strings"
)

// nextCookie keeps the page that was asked for while its login is under way.
func nextCookie(id string) string { return "ka_next_" + strings.TrimPrefix(id, "lgn_") }

func (s *Server) nextOf(r *http.Request, id string) string {
	if c, err := s.cookie(r, nextCookie(id)); err == nil {
		if next, err := base64.RawURLEncoding.DecodeString(c.Value); err == nil {
			return safeNext(string(next))
		}
	}
	return "/2fa"
}

// safeNext lets a sign-in go on to pages of ours alone (CWE-601).
func safeNext(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.Host != "" || u.Scheme != "" || len(next) > 2048 || strings.Contains(next, `\`) || u.Path != path.Clean(u.Path) {
		return "/2fa"
	}
	for _, page := range []string{"/2fa", "/authorize", "/password", "/activity", "/profile", "/organisation"} {
		if u.Path == page || strings.HasPrefix(u.Path, page+"/") {
			return next
		}
	}
	return "/2fa"
}
