package stub

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"slices"
	"sync"

	"kauth/core/api"
)

// testPhone answers for a person where there is no app: with a key of its own, by
// the same messages and through the same checks as any phone. It lives as long as
// the server runs.
type testPhone struct {
	Device, Account string
	key             *ecdsa.PrivateKey
	counter         uint64
}

type testPhones struct {
	mu   sync.Mutex
	list []*testPhone
}

// testVisitor is who QA is in the activity.
var testVisitor = visitor{IP: "127.0.0.1", Place: "This computer", Agent: "QA", Device: "computer"}

// AddTestPhone links a phone of the server's own to an account, as its owner would
// with a QR code and six digits. It gives the device's id.
func (s *Server) AddTestPhone(user, name string) (id string, err error) {
	var who signedIn
	err = s.view(func(t *tx) error {
		p, err := t.personByUser(user)
		if err == nil {
			who = signedIn{Account: p.ID, User: p.User, Proven: s.now()} // no session: nobody to ask
		}
		return err
	})
	if err != nil {
		return "", err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return "", err
	}
	link, err := s.createLink(testVisitor, who)
	if err != nil {
		return "", err
	}
	phone := &testPhone{Account: who.Account, key: key}
	if err := s.registerTestPhone(phone, link.ID, name); err != nil {
		return "", err
	}
	if link, err = s.viewLink(who, link.ID); err != nil {
		return "", err
	}
	s.testPhones.mu.Lock()
	s.testPhones.list = append(s.testPhones.list, phone)
	s.testPhones.mu.Unlock()
	_, err = s.AnswerAs(phone.Device, "", "yes", link.Digits)
	return phone.Device, err
}

func (s *Server) registerTestPhone(phone *testPhone, offerID, name string) error {
	var code string
	err := s.view(func(t *tx) error {
		o, err := load[offer](t, inOffers, offerID)
		if err == nil {
			code = o.Code
		}
		return err
	})
	if err != nil {
		return err
	}
	reg, err := api.Sign(api.TypeRegistration, phone.key, api.Registration{
		Aud: s.Origin(), Iat: s.now().Unix(), Jti: api.NewCode(), LinkHash: api.Hash([]byte(code)),
		JWK: api.JWKOf(&phone.key.PublicKey), Name: name, OS: "test", App: "test",
	})
	if err != nil {
		return err
	}
	reply, err := s.register(api.RegisterRequest{Link: code, Reg: reg})
	phone.Device = reply.Device
	return err
}

// AnswerAs has a test phone answer a request: its newest where id is "". The
// decision is "yes", "no" or "not_me". number is what it types; "" is the right one,
// which no real phone is told.
func (s *Server) AnswerAs(device, id, decision, number string) (api.AnswerReply, error) {
	s.testPhones.mu.Lock()
	defer s.testPhones.mu.Unlock()
	at := slices.IndexFunc(s.testPhones.list, func(p *testPhone) bool { return p.Device == device })
	if at < 0 {
		return api.AnswerReply{}, fail(api.CodeNotFound, "no test phone has this id, or the server was started anew since")
	}
	phone := s.testPhones.list[at]
	a := api.Answer{
		Iss: device, Aud: s.Origin(), Decision: "approve", Match: number,
		Iat: s.now().Unix(), Jti: api.NewCode(), Verified: "none",
	}
	switch decision {
	case "yes":
	case "no", "not_me":
		a.Decision, a.Match = "deny", ""
	default:
		return api.AnswerReply{}, fail(api.CodeBadRequest, `the decision is "yes", "no" or "not_me"`)
	}
	if decision == "not_me" {
		a.Why = decision
	}
	if err := s.fillAnswer(&a, id); err != nil {
		return api.AnswerReply{}, err
	}
	phone.counter++
	a.Counter = phone.counter
	jws, err := api.Sign(api.TypeAnswer, phone.key, a)
	if err != nil {
		return api.AnswerReply{}, err
	}
	return s.answer(a.Challenge, jws)
}

// fillAnswer puts into an answer what the request says.
func (s *Server) fillAnswer(a *api.Answer, id string) error {
	return s.view(func(t *tx) error {
		if id == "" {
			var err error
			if id, err = t.newestFor(a.Iss); err != nil {
				return err
			}
		}
		c, err := t.challenge(id)
		if err != nil {
			return err
		}
		sent, asked := c.Sent[a.Iss]
		if !asked {
			return fail(api.CodeNotFound, "that request was not sent to this phone")
		}
		a.Challenge, a.Hash = id, api.Hash([]byte(sent))
		if a.Decision == "approve" && a.Match == "" {
			a.Match = c.Number
		}
		if c.Mode != modeMatch {
			a.Match = ""
		}
		return nil
	})
}

// newestFor finds the newest request that waits on a phone.
func (t *tx) newestFor(device string) (string, error) {
	d, err := t.device(device)
	if err != nil {
		return "", err
	}
	for _, id := range d.Challenges {
		if c, err := t.challenge(id); err == nil && c.State == statePending {
			return id, nil
		}
	}
	return "", fail(api.CodeNotFound, "no request waits on this phone")
}

// isTestPhone tells whether QA answers for a device.
func (s *Server) isTestPhone(device string) bool {
	s.testPhones.mu.Lock()
	defer s.testPhones.mu.Unlock()
	return slices.ContainsFunc(s.testPhones.list, func(p *testPhone) bool { return p.Device == device })
}

// Revoke removes a phone as its owner would in the Manager.
func (s *Server) Revoke(device string) error {
	return s.update(func(t *tx) error {
		d, err := t.device(device)
		if err != nil || d.State == deviceRevoked {
			return errNotFound
		}
		return t.revoke(d, testVisitor)
	})
}

// Block stops an account, or lets it in again, as its organization does.
func (s *Server) Block(user string, blocked bool) error {
	return s.update(func(t *tx) error {
		p, err := t.personByUser(user)
		if err != nil || blocked == (p.Blocked != nil) {
			return err
		}
		if !blocked {
			return t.letIn(p, testVisitor)
		}
		p.Blocked = &blocking{At: t.now, Organization: p.home()}
		t.putPerson(p)
		return t.stop(p.ID, testVisitor)
	})
}

// Suspend stops a phone as if a copy of it had answered.
func (s *Server) Suspend(device string) error {
	return s.update(func(t *tx) error {
		d, err := t.device(device)
		if err != nil || d.State != deviceActive {
			return errNotFound
		}
		t.suspend(d)
		return nil
	})
}
