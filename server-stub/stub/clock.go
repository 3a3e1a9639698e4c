package stub

// clockStep is by how much a clock may be put back, in seconds, without anything
// coming of it: clocks are corrected all the time.
const clockStep = 10

// left says how much of a time of span seconds, which ends at a moment, is still to
// come: never more than all of it. A moment further off than the rule is long was
// written before the clock was put back; how long ago that was nobody knows, so it
// is over. What a clock does must neither keep people out nor keep a request open.
func left(until, now, span int64) int64 {
	if until-now > span+clockStep {
		return 0
	}
	return max(min(until-now, span), 0)
}

// left is for how long a request may still be answered.
func (c *challenge) left(now int64) int64 { return left(c.Expires, now, c.Expires-c.Issued) }

// settleClock ends what waits since before the clock was put back, which may have
// been while the server was down: its deadline is as far off as the clock jumped.
func (t *tx) settleClock() {
	was := t.s.clock.Load()
	if was != 0 && t.now >= was-clockStep {
		t.s.clock.Store(t.now)
		return
	}
	for _, id := range t.idsOf(inChallenges) {
		t.settleLine((*tx).endChallengeToCome, "challenge", id)
	}
	for _, id := range t.idsOf(inOffers) {
		t.settleLine((*tx).endOfferToCome, "offer", id)
	}
	t.s.clock.Store(t.now)
}

func (t *tx) endChallengeToCome(id string) {
	c, err := t.challenge(id)
	if err == nil && c.State == statePending && c.Issued > t.now+clockStep {
		t.fail(t.end(c, stateExpired, ""))
	}
}

func (t *tx) endOfferToCome(id string) {
	o, err := load[offer](t, inOffers, id)
	if err == nil && o.Expires > t.now+linkLife+clockStep {
		t.fail(t.closeOffer(o, offerExpired, stateExpired))
	}
}
