package stub

import (
	"crypto/subtle"
	"net/http"
	"strings"
	"time"

	"kauth/core/api"
)

// sessionRecord is a browser that passed both steps, found by its cookie's hash.
type sessionRecord struct {
	ID      string // "ses_...": what its owner calls it; the hash of the cookie stays here
	Account string
	Since   int64
	Seen    int64 // its last use, to within seenWithin
	Expires int64
	With    string // what let it in: a phone's name, "totp", "recovery", "password"
	How     passed
	Visitor visitor

	Proven      int64 // when the password was given last
	WrongProofs int   // wrong ones since
}

const (
	sessionLife = 12 * 60 * 60
	seenWithin  = 5 * 60 // the last use is written at most so often: a page view is no write
)

// newSession lets a browser in. inSessionsOf finds a person's own without reading
// everybody's.
func (t *tx) newSession(p *person, v visitor, with string, how passed) (secret string) {
	secret = newSecret()
	hash := api.Hash([]byte(secret))
	t.put(inSessions, hash, sessionRecord{
		ID: api.NewID("ses_"), Account: p.ID, Since: t.now, Seen: t.now, Expires: t.now + sessionLife, With: with, How: how, Visitor: v,
		Proven: t.now,
	})
	t.fail(t.Bucket([]byte(inSessionsOf)).Put([]byte(p.ID+"/"+hash), nil))
	t.due(t.now+sessionLife, "session", hash)
	return secret
}

// session says who is signed in.
func (s *Server) session(r *http.Request) (who signedIn, err error) {
	c, err := s.cookie(r, sessionCookie)
	if err != nil {
		return who, errNoSession
	}
	hash := api.Hash([]byte(c.Value))
	var stale bool
	err = s.view(func(t *tx) error {
		record, err := load[sessionRecord](t, inSessions, hash)
		if err != nil || t.now >= record.Expires {
			return errNoSession
		}
		p, err := t.person(record.Account)
		if err != nil {
			return err
		}
		if p.Blocked != nil {
			return errNoSession
		}
		at := p.at()
		who = signedIn{
			Session: hash, Account: p.ID, User: p.User, Since: time.Unix(record.Since, 0),
			Role: at.Role, Organization: at.Organization, Shown: t.shownTabs(p),
			Proven: time.Unix(record.Proven, 0), With: record.With, How: record.How,
			Moving: p.Moving != nil && p.Moving.Hosted,
		}
		stale = t.now-record.Seen >= seenWithin
		who.SetUpFor, err = t.mustSetUp(p)
		return err
	})
	if err == nil && stale {
		err = s.update(func(t *tx) error { return t.seen(hash) })
	}
	return who, err
}

var errNoSession = fail(api.CodeNoSession, "nobody is signed in")

func (t *tx) seen(hash string) error {
	record, err := load[sessionRecord](t, inSessions, hash)
	if err != nil {
		return errNoSession // ended meanwhile
	}
	record.Seen = t.now
	t.put(inSessions, hash, record)
	return nil
}

func (s *Server) endSession(who signedIn) error {
	return s.update(func(t *tx) error {
		t.dropSession(who.Session)
		return nil
	})
}

func (t *tx) dropSession(hash string) {
	if record, err := load[sessionRecord](t, inSessions, hash); err == nil {
		t.fail(t.Bucket([]byte(inSessionsOf)).Delete([]byte(record.Account + "/" + hash)))
	}
	t.remove(inSessions, hash)
}

// sessionsOf gives the hashes of an account's sessions.
func (t *tx) sessionsOf(account string) (hashes []string) {
	prefix := account + "/"
	c := t.Bucket([]byte(inSessionsOf)).Cursor()
	for k, _ := c.Seek([]byte(prefix)); strings.HasPrefix(string(k), prefix); k, _ = c.Next() {
		hashes = append(hashes, string(k[len(prefix):]))
	}
	return hashes
}

// endSessions ends all sessions of an account but one, and every sign-in under
// way: whoever began one with the old password, or got its YES, stays outside.
func (t *tx) endSessions(account, except string) {
	for _, hash := range t.sessionsOf(account) {
		if subtle.ConstantTimeCompare([]byte(hash), []byte(except)) != 1 {
			t.dropSession(hash)
		}
	}
	t.endLogins(account)
}
