package stub

import (
	"encoding/json"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"kauth/core/api"
)

// beginKey starts to add a security key.
func (s *Server) beginKey(who signedIn, host string) (id string, err error) {
	if _, err := s.party(host); err != nil {
		return "", err
	}
	return s.newSetup(who, kindKey, func(*tx, *person, *setup) error { return nil })
}

// newKeyOptions is what a browser asks the key that is to be added: anew each time,
// good once and for two minutes.
func (s *Server) newKeyOptions(who signedIn, host, id string) (options json.RawMessage, err error) {
	party, err := s.party(host)
	if err != nil {
		return nil, err
	}
	err = s.update(func(t *tx) error {
		one, err := t.setup(who, id)
		if err != nil || one.Kind != kindKey {
			return orNotFound(err)
		}
		p, err := t.person(one.Account)
		if err != nil {
			return err
		}
		owner, err := t.keysOf(p, "")
		if err != nil {
			return err
		}
		known := webauthn.Credentials(owner.keys).CredentialDescriptors()
		creation, asked, err := party.BeginRegistration(owner, webauthn.WithExclusions(known))
		if err != nil {
			return err
		}
		asked.Expires = time.Unix(t.now+keyLife, 0)
		one.Key = asked
		t.put(inSetups, one.ID, one)
		options, err = json.Marshal(creation)
		return err
	})
	return options, err
}

// confirmKey takes the key's answer.
func (s *Server) confirmKey(v visitor, who signedIn, host, id, name string, response []byte) (done added, err error) {
	party, err := s.party(host)
	if err != nil {
		return done, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(response)
	if err != nil {
		return done, fail(api.CodeBadRequest, "that is no answer of a security key")
	}
	err = s.update(func(t *tx) error {
		one, err := t.setup(who, id)
		if err != nil || one.Kind != kindKey {
			return orNotFound(err)
		}
		asked := one.Key
		one.Key = nil // good once
		t.put(inSetups, one.ID, one)
		if asked == nil || t.now >= asked.Expires.Unix() {
			return keep{fail(api.CodeExpired, "the key took too long: try again")}
		}
		p, err := t.changer(who)
		if err != nil {
			return err
		}
		asked.Expires = time.Time{} // by the server's clock, which the library does not know
		credential, err := party.CreateCredential(keyOwner{person: p}, *asked, parsed)
		if err != nil {
			return keep{fail(api.CodeMismatch, "the key's answer does not fit")}
		}
		if _, err := t.keyMethod(p, credential.ID); err == nil {
			return keep{fail(api.CodeBadRequest, "this key is there already")}
		}
		if err := t.turnOn(p, who.Session); err != nil {
			return err
		}
		m, confirmed := t.finishSetup(p, one, v, name, "Security key")
		credential.Attestation = webauthn.CredentialAttestation{} // none was asked for: it says nothing
		t.put(inKeys, m.ID, keyRecord{Credential: *credential, Party: party.Config.RPID})
		done = confirmed
		return nil
	})
	return done, err
}
