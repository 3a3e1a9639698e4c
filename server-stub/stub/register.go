package stub

import (
	"crypto/ecdsa"
	"crypto/rand"
	"encoding/base32"

	"kauth/core/api"
)

// register takes a phone up for a link code or an access token. The same phone
// asking again with the same code gets the same reply: it may have been killed
// before it could keep the first.
func (s *Server) register(req api.RegisterRequest) (reply api.RegisterReply, err error) {
	err = s.update(func(t *tx) error {
		g, err := load[grant](t, inGrants, api.Hash([]byte(req.Link)))
		if err != nil {
			return err
		}
		reg, pub, err := api.OpenRegistration(req.Reg, s.Origin(), req.Link)
		if err != nil {
			return fail(api.CodeBadJWS, err.Error())
		}
		s.ignoreListen(&reg)
		if g.Device != "" {
			reply, err = t.registeredBefore(g, api.Thumbprint(pub), reg.ListenKey())
			return err
		}
		if left(g.Expires, t.now, linkLife) == 0 || !t.lasts(g.Session) {
			return fail(api.CodeExpired, "this code is too old")
		}
		p, err := t.person(g.Account)
		if err == nil {
			err = t.barred(p)
		}
		if err == nil {
			err = t.mayMoveTo(p, g.From)
		}
		if err != nil {
			return err
		}
		d, err := t.newDevice(g, reg, pub)
		if err != nil {
			return err
		}
		g.Device = d.ID
		t.put(inGrants, api.Hash([]byte(req.Link)), g)
		if err := t.admit(g, d); err != nil {
			return err
		}
		reply, err = t.registerReply(d.ID)
		return err
	})
	return reply, err
}

func (t *tx) registeredBefore(g *grant, key, listen string) (api.RegisterReply, error) {
	d, err := t.device(g.Device)
	switch {
	case err != nil:
		return api.RegisterReply{}, err
	case d.Key != key || d.Listen != listen:
		return api.RegisterReply{}, fail(api.CodeLinkUsed, "another phone used this code")
	case d.State == deviceRevoked:
		return api.RegisterReply{}, fail(api.CodeExpired, "this link is over")
	}
	return t.registerReply(d.ID)
}

func (t *tx) newDevice(g *grant, reg api.Registration, pub *ecdsa.PublicKey) (*device, error) {
	push, err := t.s.checkPush(reg.Push)
	if err != nil {
		return nil, err
	}
	p, err := t.person(g.Account)
	if err != nil {
		return nil, err
	}
	d := &device{
		ID: api.NewID("dev_"), Account: g.Account, Name: api.CleanText(reg.Name, api.MaxName),
		OS: api.CleanText(reg.OS, api.MaxName), App: api.CleanText(reg.App, api.MaxName),
		JWK: reg.JWK, Key: api.Thumbprint(pub), Push: push, PushAt: t.now, State: deviceUnconfirmed,
		Code: newCodeSecret(), Added: t.now, Origin: g.Visitor, Kid: g.Kid, LabelAt: p.UserAt,
	}
	if d.Name == "" {
		d.Name = "Phone"
	}
	d.listenBy(reg)
	err = t.state(d)
	t.putDevice(d)
	return d, err
}

// state signs what the phone is told when it registers, by the key that its person
// scanned, with the keys that there are now.
func (t *tx) state(d *device) (err error) {
	r, err := t.ring()
	if err != nil {
		return err
	}
	k := r.of(d.Kid)
	if d.Kid == "" {
		k = r.keys[0] // its code is of before there was a choice
	}
	if k == nil {
		return fail(api.CodeExpired, "the server's key has changed since this code was made")
	}
	d.KeysAt = r.at
	d.Statement, err = api.Sign(api.TypeStatement, k, api.Statement{
		Kind: api.StmtRegistered, Iss: t.s.Origin(), Aud: d.ID, Account: d.Account, Key: d.Key, Listen: d.Listen,
		OTPHash: api.Hash(d.Code.Secret), Keys: r.ids(), KeysAt: r.at, Iat: t.now,
	})
	return err
}

// admit goes on after the registration: by QR code the person types the digits
// that the computer shows; after a log in on the phone itself they have just
// authorized it, in the same browser.
func (t *tx) admit(g *grant, d *device) error {
	switch {
	case g.Offer == "" && g.From != "":
		o := &offer{
			ID: api.NewID("lnk_"), Account: d.Account, Expires: t.now + linkLife, Visitor: g.Visitor,
			Session: g.Session, Kid: g.Kid, From: g.From,
		}
		t.due(o.Expires, "offer", o.ID)
		return t.askToMove(o, d)
	case g.Offer == "":
		return t.activate(d, g.Visitor, g.Session)
	}
	o, err := load[offer](t, inOffers, g.Offer)
	if err != nil {
		return err
	}
	if o.State != offerOpen {
		return fail(api.CodeExpired, "this link is over")
	}
	if o.From != "" {
		return t.askToMove(o, d)
	}
	c := &challenge{Account: d.Account, Offer: o.ID, Kind: kindLink, Expires: o.Expires, Visitor: o.Visitor}
	if err := t.newChallenge(c, []*device{d}, t.s.o.Name, api.LinkDigits); err != nil {
		return err
	}
	o.State, o.Code, o.Device, o.Name, o.Challenge = offerRegistered, "", d.ID, d.Name, c.ID
	t.putOffer(o)
	return nil
}

func (t *tx) registerReply(id string) (api.RegisterReply, error) {
	d, err := t.device(id)
	if err != nil {
		return api.RegisterReply{}, err
	}
	p, err := t.person(d.Account)
	if err != nil {
		return api.RegisterReply{}, err
	}
	r, err := t.ring()
	if err != nil {
		return api.RegisterReply{}, err
	}
	if d.KeysAt != r.at { // the keys changed since the reply that it did not keep
		if err := t.state(d); err != nil {
			return api.RegisterReply{}, err
		}
		t.putDevice(d)
	}
	waits, err := t.codesWait(d)
	if err != nil {
		return api.RegisterReply{}, err
	}
	move, err := t.viewMove(d)
	return api.RegisterReply{
		Device:  d.ID,
		Account: api.AccountInfo{ID: p.ID, Label: p.User, Issuer: t.s.o.Name},
		TOTP: api.TOTP{
			Secret: base32NoPad.EncodeToString(d.Code.Secret), Algorithm: "SHA1", Digits: codeDigits, Period: codePeriod,
		},
		Keys: r.jwks(), State: d.State, Statement: d.Statement, Recovery: waits, Move: move, ServerTime: t.now,
	}, err
}

// publicKeys are all keys that sign now, newest first.
func (s *Server) publicKeys() (list []api.JWK) {
	err := s.view(func(t *tx) error {
		r, err := t.ring()
		if err == nil {
			list = r.jwks()
		}
		return err
	})
	if err != nil {
		s.log.Error("the keys cannot be read", "error", err)
	}
	return list
}

var base32NoPad = base32.StdEncoding.WithPadding(base32.NoPadding)

// newCodeSecret makes 160 random bits, as RFC 4226 section 4 recommends.
func newCodeSecret() codeSecret {
	c := codeSecret{Secret: make([]byte, 20)}
	rand.Read(c.Secret)
	return c
}
