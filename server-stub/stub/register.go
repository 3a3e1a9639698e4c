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
		if g.Device != "" {
			reply, err = t.registeredBefore(g, api.Thumbprint(pub))
			return err
		}
		if t.now >= g.Expires {
			return fail(api.CodeExpired, "this code is too old")
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

func (t *tx) registeredBefore(g *grant, key string) (api.RegisterReply, error) {
	d, err := t.device(g.Device)
	switch {
	case err != nil:
		return api.RegisterReply{}, err
	case d.Key != key:
		return api.RegisterReply{}, fail(api.CodeLinkUsed, "another phone used this code")
	case d.State == deviceRevoked:
		return api.RegisterReply{}, fail(api.CodeExpired, "this link is over")
	}
	return t.registerReply(d.ID)
}

func (t *tx) newDevice(g *grant, reg api.Registration, pub *ecdsa.PublicKey) (*device, error) {
	d := &device{
		ID: api.NewID("dev_"), Account: g.Account, Name: api.CleanText(reg.Name, api.MaxName),
		OS: api.CleanText(reg.OS, api.MaxName), App: api.CleanText(reg.App, api.MaxName),
		JWK: reg.JWK, Key: api.Thumbprint(pub), Push: reg.Push, State: deviceUnconfirmed,
		Code: newCodeSecret(), Added: t.now, Origin: g.Visitor,
	}
	if d.Name == "" {
		d.Name = "Phone"
	}
	var err error
	d.Statement, err = api.Sign(api.TypeStatement, t.s.key, api.Statement{
		Kind: api.StmtRegistered, Iss: t.s.Origin(), Aud: d.ID, Account: d.Account, Key: d.Key,
		OTPHash: api.Hash(d.Code.Secret), Keys: []string{t.s.kid}, Iat: t.now,
	})
	t.putDevice(d)
	return d, err
}

// admit goes on after the registration: by QR code the person types the digits
// that the computer shows; after a log in on the phone itself they have just
// authorized it, in the same browser.
func (t *tx) admit(g *grant, d *device) error {
	if g.Offer == "" {
		return t.activate(d, g.Visitor)
	}
	o, err := load[offer](t, inOffers, g.Offer)
	if err != nil {
		return err
	}
	if o.State != offerOpen {
		return fail(api.CodeExpired, "this link is over")
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
	waits, err := t.codesWait(d)
	return api.RegisterReply{
		Device:  d.ID,
		Account: api.AccountInfo{ID: p.ID, Label: p.User, Issuer: t.s.o.Name},
		TOTP: api.TOTP{
			Secret: base32NoPad.EncodeToString(d.Code.Secret), Algorithm: "SHA1", Digits: codeDigits, Period: codePeriod,
		},
		Keys: t.s.publicKeys(), State: d.State, Statement: d.Statement, Recovery: waits, ServerTime: t.now,
	}, err
}

func (s *Server) publicKeys() []api.JWK {
	k := api.JWKOf(&s.key.PublicKey)
	k.Kid = s.kid
	return []api.JWK{k}
}

var base32NoPad = base32.StdEncoding.WithPadding(base32.NoPadding)

// newCodeSecret makes 160 random bits, as RFC 4226 section 4 recommends.
func newCodeSecret() codeSecret {
	c := codeSecret{Secret: make([]byte, 20)}
	rand.Read(c.Secret)
	return c
}
