package stub

import (
	"cmp"
	"crypto/ecdsa"
	"crypto/subtle"

	"kauth/core/api"
)

// answer takes a phone's signed decision. The checks come in the order that the
// protocol gives, and the change of state, the counter and the line of activity
// are one transaction.
func (s *Server) answer(id, jws string) (reply api.AnswerReply, err error) {
	from, err := api.AnswerDevice(jws)
	if err != nil {
		return reply, fail(api.CodeBadJWS, err.Error())
	}
	// The signature takes longer than all the rest: nobody else has to wait for it.
	var by *device
	var a keyedAnswer
	err = s.view(func(t *tx) error {
		by, a, err = t.openAnswer(id, from, jws)
		return err
	})
	if err != nil {
		return reply, err
	}
	err = s.update(func(t *tx) error {
		d, err := t.device(from)
		if err == nil && (d.JWK != by.JWK || d.ListenJWK != by.ListenJWK) { // changed meanwhile
			d, a, err = t.openAnswer(id, from, jws)
		}
		if err != nil {
			return err
		}
		c, err := t.challenge(id)
		if err != nil {
			return err
		}
		hash := api.Hash([]byte(jws))
		if before, ok := c.Answers[hash]; ok {
			reply = before.Reply
			return before.err()
		}
		if err := t.fits(c, d, a); err != nil {
			return err
		}
		reply, err = t.decide(c, d, a, hash)
		return err
	})
	return reply, err
}

// keyedAnswer is an answer, and which of its phone's keys signed it.
type keyedAnswer struct {
	api.Answer
	Listening bool // the listening key: it is a NO
}

// openAnswer checks who signed what: the device is known, the signature holds, and
// the message is meant for this server and this challenge. Whether the device is
// active comes after, since one that its own answer destroyed may ask again.
func (t *tx) openAnswer(id, from, jws string) (d *device, a keyedAnswer, err error) {
	if d, err = t.device(from); err != nil {
		return nil, a, err
	}
	for _, jwk := range d.newAndListening() {
		var key *ecdsa.PublicKey
		if key, err = jwk.Key(); err != nil {
			return nil, a, err
		}
		if a.Answer, err = api.OpenAnswer(jws, key, d.ID, t.s.Origin()); err == nil {
			a.Listening = jwk == d.ListenJWK
			break
		}
	}
	switch {
	case err != nil:
		return nil, a, fail(api.CodeBadJWS, err.Error())
	case a.Challenge != id:
		return nil, a, fail(api.CodeBadJWS, "signed for another challenge")
	case a.Listening && a.Decision != "deny":
		return nil, a, fail(api.CodeListenOnly, "the listening key says NO, and nothing else")
	}
	return d, a, nil
}

// fits checks that the device may answer, that it answers what it was shown, that
// the challenge is open to this answer, and that its counter went up.
func (t *tx) fits(c *challenge, d *device, a keyedAnswer) error {
	sent, asked := c.Sent[d.ID]
	switch {
	case d.State == deviceRevoked || !asked:
		return errNotFound
	case d.State == deviceSuspended:
		return fail(api.CodeSuspended, "this phone is suspended")
	case d.State == deviceUnconfirmed && c.Kind != kindLink:
		return fail(api.CodeUnconfirmed, "this phone is not confirmed")
	case c.Offer != "" && c.State == statePending && !t.offerLasts(c):
		return fail(api.CodeExpired, "the session that began this has ended")
	case a.Hash != api.Hash([]byte(sent)):
		return fail(api.CodeBadJWS, "signed over another request")
	case c.Mode != modeMatch && a.Match != "":
		return fail(api.CodeBadJWS, "a number, where none is asked for")
	}
	p, err := t.person(d.Account)
	if err == nil {
		err = t.barred(p)
	}
	if err != nil {
		return err
	}
	if err := c.open(d, a.Answer); err != nil {
		return t.disowned(c, d, a.Answer, err)
	}
	if err := t.mayApprove(c, a.Answer); err != nil {
		return err
	}
	if a.Listening {
		return nil // its counter counts nothing (listening.go)
	}
	return t.fresh(c, d, a.Answer)
}

// open tells whether the challenge can take this answer: while it waits, and a NO
// after a YES until the page has taken the YES up.
func (c *challenge) open(d *device, a api.Answer) error {
	switch c.State {
	case statePending:
		return nil
	case stateApproved:
		if c.Kind == kindLogin && a.Decision == "deny" {
			return nil
		}
	case stateExpired:
		return fail(api.CodeExpired, "the request is over")
	case stateSuperseded:
		return fail(api.CodeSuperseded, "the page asked again")
	}
	p := fail(api.CodeAlreadyAnswered, "the request is over")
	p.State = c.outward()
	switch c.By {
	case "":
	case d.ID:
		p.By = "this_device"
	default:
		p.By = "other_device"
	}
	return p
}

// disowned hears "that was not me" of a request that has ended, from any phone that had
// it, once. It stops nothing any more, and is told and counted as one that came in
// time; the answer stays the refusal. Its counter is no matter: it does no harm.
func (t *tx) disowned(c *challenge, d *device, a api.Answer, refused error) error {
	if c.Kind == kindLink || a.Why != "not_me" || c.Disowned {
		return refused
	}
	c.Disowned = true
	t.put(inChallenges, c.ID, c)
	if c.Kind == kindMove {
		return cmp.Or(t.disownedMove(c), error(keep{refused}))
	}
	t.record(c.Account, c.Visitor, "not_me", d.Name)
	if err := t.notMe(c); err != nil {
		return err
	}
	return keep{refused}
}

// decide writes what the answer does. A wrong number is final.
func (t *tx) decide(c *challenge, d *device, a keyedAnswer, hash string) (api.AnswerReply, error) {
	state, what := stateApproved, "approved"
	switch {
	case a.Decision == "deny" && a.Why == "not_me":
		state, what = stateDenied, "not_me"
	case a.Decision == "deny":
		state, what = stateDenied, "denied"
	case c.Mode == modeMatch && subtle.ConstantTimeCompare([]byte(a.Match), []byte(c.Number)) != 1:
		state, what = stateMismatch, "wrong_number"
	}
	if !a.Listening {
		d.took(a.Counter)
	}
	d.Seen = t.now
	t.putDevice(d)
	if c.Kind == kindLogin {
		t.record(c.Account, c.Visitor, what, d.Name)
	}
	result := stored{Reply: api.AnswerReply{ID: c.ID, State: state, ServerTime: t.now}}
	if state == stateMismatch {
		result.Problem = &fail(api.CodeMismatch, "the wrong number: the request is closed").Problem
		result.Problem.State = state
	}
	c.Answers[hash] = result
	if err := t.end(c, state, d.ID); err != nil {
		return api.AnswerReply{}, err
	}
	if c.Kind == kindMove && state != stateApproved {
		if err := t.refusedMove(c, what); err != nil {
			return api.AnswerReply{}, err
		}
	}
	if what == "not_me" && c.Kind == kindLogin {
		c.Disowned = true
		t.put(inChallenges, c.ID, c)
		if err := t.notMe(c); err != nil {
			return api.AnswerReply{}, err
		}
	}
	if c.Kind == kindLink && state == stateApproved {
		waits, err := t.codesWait(d)
		if err != nil {
			return api.AnswerReply{}, err
		}
		result.Reply.Recovery = waits
		c.Answers[hash] = result
		t.put(inChallenges, c.ID, c)
	}
	return result.Reply, result.err()
}

// err is the problem that the answer got; what was written stays.
func (r stored) err() error {
	if r.Problem == nil {
		return nil
	}
	return keep{&problem{Problem: *r.Problem}}
}
