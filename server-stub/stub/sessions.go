package stub

import (
	"bytes"
	"encoding/json"
	"net/http"
	"time"

	"kauth/core/api"
)

// sessionRecord is a browser that passed both steps, found by its cookie's hash.
type sessionRecord struct {
	Account string
	Since   int64
	Expires int64
}

const sessionLife = 12 * 60 * 60

func (t *tx) newSession(p *person) (secret string) {
	secret = newSecret()
	id := api.Hash([]byte(secret))
	t.put(inSessions, id, sessionRecord{Account: p.ID, Since: t.now, Expires: t.now + sessionLife})
	t.due(t.now+sessionLife, "session", id)
	return secret
}

// session says who is signed in.
func (s *Server) session(r *http.Request) (who signedIn, err error) {
	none := fail(api.CodeNoSession, "nobody is signed in")
	c, err := r.Cookie(sessionCookie)
	if err != nil {
		return who, none
	}
	err = s.view(func(t *tx) error {
		id := api.Hash([]byte(c.Value))
		record, err := load[sessionRecord](t, inSessions, id)
		if err != nil || t.now >= record.Expires {
			return none
		}
		p, err := t.person(record.Account)
		if err != nil {
			return err
		}
		who = signedIn{Session: id, Account: p.ID, User: p.User, Role: p.Role, Since: time.Unix(record.Since, 0)}
		return nil
	})
	return who, err
}

func (s *Server) endSession(who signedIn) error {
	return s.update(func(t *tx) error {
		t.remove(inSessions, who.Session)
		return nil
	})
}

// endSessions ends all sessions of an account but one.
func (t *tx) endSessions(account, except string) {
	b := t.Bucket([]byte(inSessions))
	var over [][]byte
	t.fail(b.ForEach(func(id, data []byte) error {
		var r sessionRecord
		if err := json.Unmarshal(data, &r); err != nil {
			return err
		}
		if r.Account == account && string(id) != except {
			over = append(over, bytes.Clone(id))
		}
		return nil
	}))
	for _, id := range over {
		t.fail(b.Delete(id))
	}
}
