package stub

import (
	"net/url"
	"time"

	"kauth/core/api"
)

// tokenReply answers a poll whose request was approved (OpenID CIBA Core 1.0,
// section 10.1.1). The access token opens nothing: the id_token says all there is.
type tokenReply struct {
	AccessToken string `json:"access_token"`
	TokenType   string `json:"token_type"`
	ExpiresIn   int    `json:"expires_in"`
	Scope       string `json:"scope"`
	IDToken     string `json:"id_token"`
}

// idToken are the claims of an id_token (OpenID Connect Core 1.0 section 2).
type idToken struct {
	Iss      string   `json:"iss"`
	Sub      string   `json:"sub"`
	Aud      string   `json:"aud"`
	Exp      int64    `json:"exp"`
	Iat      int64    `json:"iat"`
	AuthTime int64    `json:"auth_time"`
	AMR      []string `json:"amr"` // RFC 8176
}

// typeIDToken is no type of ka/1: no phone takes it for a message of that protocol.
const typeIDToken api.Type = "JWT"

// pollBackchannel says where a request stands, and lets its client in, once.
func (s *Server) pollBackchannel(client Client, form url.Values) (reply tokenReply, err error) {
	err = s.update(func(t *tx) error {
		id := api.Hash([]byte(form.Get("auth_req_id")))
		b, err := load[backchannel](t, inBackchannel, id)
		if err != nil || b.Client != client.ID {
			return &oauthError{"invalid_grant", "no such request of this client"}
		}
		c, err := t.challenge(b.Challenge)
		if err != nil {
			return &oauthError{"expired_token", "the request is over"}
		}
		early := b.Polled > 0 && t.now-b.Polled < b.Interval
		b.Polled = t.now
		if early {
			b.Interval += pollInterval
		}
		t.put(inBackchannel, id, b)
		if early && (c.State == statePending || c.State == stateApproved) {
			return keep{&oauthError{"slow_down", "wait five seconds longer from now on"}}
		}
		reply, err = t.redeemBackchannel(c, client)
		return err
	})
	return reply, err
}

// redeemBackchannel reads the request's state.
func (t *tx) redeemBackchannel(c *challenge, client Client) (tokenReply, error) {
	switch c.State {
	case statePending:
		return tokenReply{}, keep{&oauthError{"authorization_pending", ""}}
	case stateApproved:
	case stateExpired, stateLapsed:
		return tokenReply{}, keep{&oauthError{"expired_token", "nobody answered, or nobody asked for the answer"}}
	case stateRedeemed:
		return tokenReply{}, keep{&oauthError{"invalid_grant", "the tokens were given out already"}}
	default:
		return tokenReply{}, keep{&oauthError{"access_denied", "the person said NO"}}
	}
	p, err := t.person(c.Account)
	if err == nil {
		err = t.barred(p)
	}
	if err != nil {
		return tokenReply{}, err
	}
	if c.Epoch != p.Epoch {
		return tokenReply{}, keep{&oauthError{"access_denied", "the person was signed out everywhere"}}
	}
	r, err := t.ring()
	if err != nil {
		return tokenReply{}, err
	}
	signed, err := api.Sign(typeIDToken, r.keys[0], idToken{
		Iss: t.s.Origin(), Sub: p.ID, Aud: client.ID, Exp: t.now + idTokenLife, Iat: t.now, AuthTime: c.Ended, AMR: []string{"swk"},
	})
	if err != nil {
		return tokenReply{}, err
	}
	c.State = stateRedeemed
	t.putChallenge(c)
	p.succeeded(true)
	t.putPerson(p)
	t.record(p.ID, c.Visitor, "signed_in", t.nameOf(c.By))
	return tokenReply{AccessToken: newSecret(), TokenType: "Bearer", ExpiresIn: idTokenLife, Scope: "openid", IDToken: signed}, nil
}

// lapse ends a YES that no client took up: a login's page does so for its own.
func (t *tx) lapse(c *challenge) bool {
	if c.State != stateApproved || c.Kind != kindLogin || c.Login != "" || t.now < c.Ended+int64(api.RedeemWindow/time.Second) {
		return false
	}
	c.State = stateLapsed
	t.putChallenge(c)
	return true
}
