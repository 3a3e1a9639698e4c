package stub

import (
	"net/url"
	"strconv"
	"time"

	"kauth/core/api"
)

// OpenID CIBA Core 1.0, poll mode: a relying party asks for somebody's YES without a
// browser of theirs in between. No password comes first, so the request always has
// a number to type, and counts like any other: a relying party cannot ring a phone
// more often than a sign-in page can.

// backchannel is such a request, found by the hash of its auth_req_id.
type backchannel struct {
	Client    string
	Challenge string
	Interval  int64 // seconds between two polls
	Polled    int64
	Expires   int64
}

const (
	pollInterval    = 5
	minExpiry       = 30
	idTokenLife     = 5 * 60
	maxBinding      = 24 // bytes: with the client's name it has to fit into what the phone shows
	unknownHints    = 20 // of a client, in ten minutes: it must not try out who has an account
	grantCIBA       = "urn:openid:params:grant-type:ciba"
	backchannelLife = aDay // how long an ended one still says so
)

// backchannelReply answers POST /bc-authorize. Match is ours: the digits that the
// client shows to the person, who types them on the phone.
type backchannelReply struct {
	ID        string `json:"auth_req_id"`
	ExpiresIn int64  `json:"expires_in"`
	Interval  int64  `json:"interval"`
	Match     string `json:"match,omitempty"`
}

// askBackchannel sends a request to all phones of the person that the client names.
func (s *Server) askBackchannel(v visitor, client Client, form url.Values) (reply backchannelReply, err error) {
	life, app, err := checkBackchannel(client, form)
	if err != nil {
		return reply, err
	}
	v.Agent, v.Place, v.Device = api.CleanText(client.Name, api.MaxAgent), "", "computer"
	err = s.update(func(t *tx) error {
		p, err := t.personByUser(form.Get("login_hint"))
		if err != nil {
			if err := t.spend("ciba-unknown:"+client.ID, unknownHints, soonWithin); err != nil {
				return err
			}
			return keep{&oauthError{"unknown_user_id", "nobody has this address"}}
		}
		c, err := t.askFor(p, v, app, life)
		if err != nil {
			return err
		}
		secret := newSecret()
		id := api.Hash([]byte(secret))
		t.put(inBackchannel, id, backchannel{Client: client.ID, Challenge: c.ID, Interval: pollInterval, Expires: c.Expires})
		t.due(c.Expires+backchannelLife, "backchannel", id)
		reply = backchannelReply{ID: secret, ExpiresIn: c.left(t.now), Interval: pollInterval, Match: c.Number}
		return nil
	})
	return reply, err
}

// checkBackchannel reads the request: how long it may live, and what the phone shows.
func checkBackchannel(client Client, form url.Values) (life int64, app string, err error) {
	for name, values := range form {
		if len(values) > 1 {
			return 0, "", &oauthError{"invalid_request", "the parameter " + api.CleanText(name, 32) + " is there twice"}
		}
	}
	life = answerWindow
	if raw := form.Get("requested_expiry"); raw != "" {
		n, err := strconv.ParseInt(raw, 10, 32)
		if err != nil || n <= 0 {
			return 0, "", &oauthError{"invalid_request", "requested_expiry is a number of seconds"}
		}
		life = min(max(n, minExpiry), int64(api.LinkLife/time.Second))
	}
	binding := form.Get("binding_message")
	switch {
	case form.Get("scope") == "" || form.Get("login_hint") == "" || form.Has("login_hint_token") || form.Has("id_token_hint"):
		return 0, "", &oauthError{"invalid_request", "scope and login_hint are needed, and no other hint"}
	case form.Get("scope") != "openid":
		return 0, "", &oauthError{"invalid_scope", "there is openid alone"}
	case form.Has("request"), form.Has("user_code"):
		return 0, "", &oauthError{"invalid_request", "there are no signed requests and no user codes"}
	// Cut short or cleaned it would not be what the other screen shows.
	case binding != api.CleanText(binding, maxBinding):
		return 0, "", &oauthError{"invalid_binding_message", "at most 24 bytes of plain text"}
	}
	app = api.CleanText(client.Name, api.MaxApp-maxBinding-4)
	if binding != "" {
		app += " · " + binding
	}
	return life, app, nil
}

// askFor sends a request that no page waits for.
func (t *tx) askFor(p *person, v visitor, app string, life int64) (*challenge, error) {
	if err := t.barred(p); err != nil {
		return nil, err
	}
	phones, err := t.active(p)
	if err == nil {
		phones, err = t.reachable(phones)
	}
	if err != nil {
		return nil, err
	}
	if len(phones) == 0 {
		return nil, &oauthError{"access_denied", "no phone can answer"}
	}
	if err := t.mayAsk(p, v); err != nil {
		return nil, err
	}
	c := &challenge{Account: p.ID, Kind: kindLogin, Epoch: p.Epoch, Expires: t.now + life, Visitor: v}
	if err := t.newChallenge(c, phones, app, max(t.digits(p, v), t.backchannelDigits())); err != nil {
		return nil, err
	}
	p.Pending, p.LastAsk = append(p.Pending, c.ID), t.now
	p.Asking.sent(t.now)
	t.putPerson(p)
	for _, d := range phones {
		t.wakeUp(d)
		t.notify(d.ID)
	}
	return c, nil
}

// backchannelDigits has a number asked for, but where a test wants none.
func (t *tx) backchannelDigits() int {
	if t.s.qa.mode() == modeConfirm {
		return t.s.atLeast(0)
	}
	return t.s.loginDigits()
}

// settleBackchannel forgets what ended a day ago.
func (t *tx) settleBackchannel(id string) {
	if b, err := load[backchannel](t, inBackchannel, id); err == nil && t.now >= b.Expires+backchannelLife {
		t.remove(inBackchannel, id)
	}
}
