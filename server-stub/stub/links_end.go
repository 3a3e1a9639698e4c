package stub

// closeOffer ends an offer that is not over: with its request, where a phone has one.
func (t *tx) closeOffer(o *offer, state, challengeState string) error {
	switch o.State {
	case offerOpen:
		o.State, o.Code = state, ""
		t.putOffer(o)
	case offerRegistered:
		c, err := t.challenge(o.Challenge)
		if err != nil {
			return err
		}
		return t.end(c, challengeState, "")
	}
	return nil
}

// endOffer follows the link's request: the right digits make the phone active,
// anything else destroys it.
func (t *tx) endOffer(id, challengeState string) error {
	o, err := load[offer](t, inOffers, id)
	if err != nil {
		return err
	}
	d, err := t.device(o.Device)
	if err != nil {
		return err
	}
	if o.From != "" {
		c, err := t.challenge(o.Challenge)
		if err == nil {
			err = t.endMove(o, d, c)
		}
		t.putOffer(o)
		return err
	}
	switch challengeState {
	case stateApproved:
		o.State = offerActive
		err = t.activate(d, o.Visitor, o.Session)
	case stateExpired:
		o.State = offerExpired
		err = t.revoke(d, o.Visitor)
	default:
		o.State = offerRefused
		err = t.revoke(d, o.Visitor)
	}
	t.putOffer(o)
	return err
}

// dropUnconfirmed refuses the link of a phone that takes its leave.
func (t *tx) dropUnconfirmed(d *device) error {
	if d.Move != "" {
		return t.cancelMove(d)
	}
	for _, id := range d.Challenges {
		c, err := t.challenge(id)
		if err == nil && c.State == statePending {
			return t.end(c, stateCancelled, d.ID)
		}
	}
	return nil
}

func (t *tx) putOffer(o *offer) {
	t.put(inOffers, o.ID, o)
	t.notify(o.ID)
}

// settleOffer ends an offer that nobody took up, and forgets it a day later.
func (t *tx) settleOffer(id string) {
	o, err := load[offer](t, inOffers, id)
	switch {
	case err != nil: // forgotten before
	case t.now >= o.Expires+challengeRecord:
		t.remove(inOffers, id)
		t.notify(id)
		t.s.told.Delete(id)
	default:
		t.fail(t.closeOffer(o, offerExpired, stateExpired))
		t.due(o.Expires+challengeRecord, "offer", id)
	}
}

// overOffer tells a state that nothing follows.
func overOffer(state string) bool {
	return state == offerActive || state == offerRefused || state == offerExpired
}
