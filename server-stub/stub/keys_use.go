package stub

import (
	"encoding/json"
	"time"

	"github.com/go-webauthn/webauthn/protocol"

	"kauth/core/api"
)

// askKey is what a browser asks a security key at a sign-in: anew each time, good
// once, for two minutes, and for this login alone.
func (s *Server) askKey(host, id, secret string) (options json.RawMessage, err error) {
	party, err := s.party(host)
	if err != nil {
		return nil, err
	}
	err = s.update(func(t *tx) error {
		l, p, err := t.openLogin(id, secret)
		if err != nil {
			return err
		}
		owner, err := t.keysOf(p, party.Config.RPID)
		if err != nil {
			return err
		}
		if len(owner.keys) == 0 {
			return errNotFound
		}
		assertion, asked, err := party.BeginLogin(owner)
		if err != nil {
			return err
		}
		asked.Expires = time.Unix(t.now+keyLife, 0)
		l.Key = asked
		t.put(inLogins, l.ID, l)
		options, err = json.Marshal(assertion)
		return err
	})
	return options, err
}

// answerKey passes the second step with what a security key signed.
func (s *Server) answerKey(v visitor, host, id, secret string, response []byte) error {
	party, err := s.party(host)
	if err != nil {
		return err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(response)
	if err != nil {
		return fail(api.CodeBadRequest, "that is no answer of a security key")
	}
	return s.update(func(t *tx) error {
		l, p, err := t.openLogin(id, secret)
		if err != nil {
			return err
		}
		asked := l.Key
		l.Key = nil // good once
		t.put(inLogins, l.ID, l)
		if asked == nil || t.now >= asked.Expires.Unix() {
			return keep{fail(api.CodeMismatch, "nothing was asked, or too long ago: try again")}
		}
		owner, err := t.keysOf(p, party.Config.RPID)
		if err != nil {
			return err
		}
		asked.Expires = time.Time{} // by the server's clock, which the library does not know
		credential, err := party.ValidateLogin(owner, *asked, parsed)
		if err != nil {
			t.record(p.ID, v, "wrong_code", kindKey)
			return keep{fail(api.CodeMismatch, "the key is not one of this account's")}
		}
		m, err := t.keyMethod(p, credential.ID)
		if err != nil {
			return err
		}
		t.put(inKeys, m.ID, keyRecord{Credential: *credential, Party: party.Config.RPID})
		if credential.Authenticator.CloneWarning {
			m.Suspended = true
			t.putPerson(p)
			t.record(p.ID, v, "suspended", m.Name)
			t.mail(p, "key_suspended", m.Name)
			return keep{fail(api.CodeCounterReuse, "the key's counter did not rise: there may be a copy of it, so it is suspended")}
		}
		return t.approveByCode(l, secret, kindKey, m.ID)
	})
}
