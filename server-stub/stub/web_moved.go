package stub

import (
	"net/http"
	"net/url"
	"strings"

	"kauth/core/api"
)

// moveFirst is the page that somebody whose hosted address was deleted gets instead
// of every other.
const moveFirst = "/profile/user"

func settlesMove(path string) bool { return path == moveFirst || path == "/profile/code" }

// afterMove asks whoever signs in with an address that was deleted elsewhere to
// change it, once a sign-in; they may leave it for later. What the app waits for
// is not put off.
func (s *Server) afterMove(session, next string) string {
	ask := false
	s.view(func(t *tx) error {
		record, err := load[sessionRecord](t, inSessions, api.Hash([]byte(session)))
		if err != nil {
			return err
		}
		p, err := t.person(record.Account)
		ask = err == nil && p.Moving != nil && !p.Moving.Hosted
		return err
	})
	if ask && !strings.HasPrefix(next, "/authorize") {
		return moveFirst + "?next=" + url.QueryEscape(next)
	}
	return next
}

// qaAddressDeleted takes {"user", "hosted"}: a mail address is deleted; where it was
// hosted here, a temporary identifier goes out.
func (s *Server) qaAddressDeleted(w http.ResponseWriter, r *http.Request) error {
	var req struct {
		User   string `json:"user"`
		Hosted bool   `json:"hosted"`
	}
	if err := readJSON(r, &req); err != nil {
		return err
	}
	if err := s.DeleteAddress(req.User, req.Hosted); err != nil {
		return err
	}
	return noContent(w)
}
