package stub

import (
	"net/http"
	"slices"

	"kauth/core/api"
)

// A move lets a new phone take the place of one that is at hand. The new one registers
// and is shown six digits; the old one is asked, and its YES with them makes the one
// active and retires the other in the same transaction. Whatever else becomes of it
// destroys the new registration and leaves the old phone as it was, so two-factor is
// on all the time.

// mayMove finds the phone whose place a new one is to take.
func (t *tx) mayMove(p *person, from string) (*device, error) {
	old, err := t.ownDevice(p, from)
	if err != nil {
		return nil, err
	}
	if err := old.usable(); err != nil {
		return nil, err
	}
	if !t.policy().MayLeave {
		return nil, fail(api.CodePolicy, "the organization keeps this phone on its account: add the new one as a second phone")
	}
	reached, err := t.reachable([]*device{old})
	if err == nil && len(reached) == 0 {
		err = fail(api.CodeRelink, "this phone knows none of the server's keys any more")
	}
	return old, err
}

// mayMoveTo is mayMove where there is one to take the place of. It refuses while
// requests rest: this one would ring the phone as any other.
func (t *tx) mayMoveTo(p *person, from string) error {
	if from == "" {
		return nil
	}
	if wait, _ := p.Asking.rest(t.now); wait > 0 {
		refused := fail(api.CodePushPaused, "requests to the phone rest; codes work")
		refused.RetryAfter = int(wait)
		return refused
	}
	_, err := t.mayMove(p, from)
	return err
}

// askToMove asks the old phone, once the new one has registered. There is one move at
// a time: a newer one takes the older one's place.
func (t *tx) askToMove(o *offer, d *device) error {
	if err := t.endMoves(o.Account); err != nil {
		return err
	}
	p, err := t.person(o.Account)
	if err != nil {
		return err
	}
	if err := t.mayMoveTo(p, o.From); err != nil {
		return err
	}
	old, err := t.mayMove(p, o.From)
	switch {
	case err != nil:
		return err
	case old.Key == d.Key:
		return fail(api.CodeBadJWS, "the key of the phone to move from")
	case len(p.Pending) >= maxPending:
		return rateLimited(1, "several requests wait on the phone already")
	}
	c := &challenge{Account: d.Account, Offer: o.ID, Kind: kindMove, To: d.Name, Expires: o.Expires, Visitor: o.Visitor}
	if err := t.newChallenge(c, []*device{old}, t.s.o.Name, api.LinkDigits); err != nil {
		return err
	}
	p.Pending = append(p.Pending, c.ID)
	p.Asking.sent(t.now)
	t.putPerson(p)
	d.Move = c.ID
	t.putDevice(d)
	o.State, o.Code, o.Device, o.Name, o.Challenge = offerRegistered, "", d.ID, d.Name, c.ID
	t.putOffer(o)
	t.wakeUp(old)
	t.notify(old.ID)
	return nil
}

// endMoves takes back the move that waits on an account's phones.
func (t *tx) endMoves(account string) error {
	p, err := t.person(account)
	if err != nil {
		return err
	}
	for _, id := range slices.Clone(p.Pending) {
		c, err := t.challenge(id)
		if err == nil && c.Kind == kindMove {
			err = t.end(c, stateSuperseded, "")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// endMove follows the old phone's answer, as endOffer does for a link.
func (t *tx) endMove(o *offer, d *device, c *challenge) error {
	defer t.notify(d.ID)
	if c.State == stateApproved {
		o.State = offerActive
		return t.move(d, o)
	}
	o.State = offerRefused
	if c.State == stateExpired {
		o.State = offerExpired
	}
	return t.revoke(d, o.Visitor)
}

// move puts d in the place of the phone that said YES. Backup codes stay as they are;
// those that wait to be seen wait for the new phone. The one-time codes of the old one
// are void with it: each phone has a secret of its own.
func (t *tx) move(d *device, o *offer) error {
	old, err := t.device(o.From)
	if err != nil {
		return err
	}
	p, err := t.person(d.Account)
	if err != nil {
		return err
	}
	d.State, d.Seen = deviceActive, t.now
	t.putDevice(d)
	old.State, old.Ended, old.Code, old.MovedTo = deviceRevoked, t.now, codeSecret{}, d.Name
	t.putDevice(old)
	t.remove(inUsedCodes, old.ID)
	p.Devices = append(p.Devices, d.ID)
	p.remember(o.Visitor)
	p.Asking.Sent = nil // its owner is there
	if p.Default == old.ID {
		p.Default = d.ID
	}
	switch {
	case p.Recovery.left() == 0:
		t.issueWaiting(p, d)
	case p.Recovery.Device == old.ID:
		p.Recovery.Device = d.ID
	}
	t.putPerson(p)
	t.record(p.ID, o.Visitor, "moved", d.Name)
	t.tellOwner(p, "phone_moved", old.Name, d.Name, p.User)
	t.notify(old.ID)
	return t.orphans(old)
}

// refusedMove notes that the old phone said NO, or typed other digits.
func (t *tx) refusedMove(c *challenge, what string) error {
	t.record(c.Account, c.Visitor, "move_refused", c.To)
	if what != "not_me" {
		return nil
	}
	c.Disowned = true
	t.put(inChallenges, c.ID, c)
	return t.disownedMove(c)
}

// disownedMove follows "that was not me": somebody else sits in the session that began
// it, which ends.
func (t *tx) disownedMove(c *challenge) error {
	p, err := t.person(c.Account)
	if err != nil {
		return err
	}
	t.tellOwner(p, "move_refused", c.To, p.User)
	if o, err := load[offer](t, inOffers, c.Offer); err == nil && o.Session != "" {
		t.dropSession(o.Session)
	}
	return t.notMe(c)
}

// whyGone is what a removed phone is told of the reason; "" for none.
func (d *device) whyGone() string {
	if d.MovedTo != "" {
		return api.WhyMoved
	}
	return ""
}

// cancelMove is the new phone taking its registration back. Where the old one has said
// YES before, it hears so, and is the account's phone from then on.
func (t *tx) cancelMove(d *device) error {
	c, err := t.challenge(d.Move)
	switch {
	case err != nil:
		return err
	case c.State == statePending:
		return t.end(c, stateCancelled, "")
	}
	over := fail(api.CodeAlreadyAnswered, "this move is over")
	over.State = c.outward()
	return over
}

func (s *Server) deleteMove(w http.ResponseWriter, _ *http.Request, id string) error {
	err := s.update(func(t *tx) error {
		d, err := t.device(id)
		if err == nil && d.Move == "" {
			err = errNotFound
		}
		if err != nil {
			return err
		}
		return t.cancelMove(d)
	})
	if err != nil {
		return err
	}
	return noContent(w)
}

// viewMove tells the new phone how far its move is; nil for a phone that was linked
// otherwise. Only the new phone sees the digits.
func (t *tx) viewMove(d *device) (*api.MoveReply, error) {
	if d.Move == "" {
		return nil, nil
	}
	c, err := t.challenge(d.Move)
	if err != nil {
		return nil, err
	}
	reply := &api.MoveReply{State: c.outward(), From: c.Names[0]}
	for reply.Device = range c.Sent {
		break // the one
	}
	switch c.State {
	case statePending:
		reply.Digits, reply.ExpiresIn = c.Number, int(c.left(t.now))
	case stateApproved:
		reply.Recovery, err = t.codesWait(d)
	}
	return reply, err
}

// getMove holds while the move waits for the old phone's answer.
func (s *Server) getMove(w http.ResponseWriter, r *http.Request, id string) error {
	wait, err := waitOf(r)
	if err != nil {
		return err
	}
	var reply *api.MoveReply
	err = s.hold(r.Context(), id, wait, func() (bool, error) {
		err := s.view(func(t *tx) error {
			d, err := t.device(id)
			if err == nil {
				reply, err = t.viewMove(d)
			}
			if err == nil && reply == nil {
				err = errNotFound
			}
			return err
		})
		return err == nil && reply.State != statePending, err
	})
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, reply)
}
