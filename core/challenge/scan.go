package challenge

import (
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/link"
)

// lenient is how far beyond the time of a request the phone's clock may be where it
// cannot be relied upon. It is as long as an answered request is remembered, so that one
// that is taken by mistake is at least not taken twice. Nothing else hangs on it: digits
// for a request that is over open nothing.
const lenient = rememberFor

// Scanned takes in a request that was read from a QR code, checked like one that was
// fetched, and gives it. It waits in Pending, marked as Scanned. The errors:
//
//	core.NotOurs, Malformed, TooNew: it is no request of ours (link.Parse)
//	core.OtherPhone: for another phone, or an account that this phone does not answer for
//	core.Forged: its server did not sign it like this
//	core.Expired: its time is over
//	core.Stale: it is old by this phone's clock, for which nobody vouches
//	core.AlreadyDone: it has ended, or was answered
//	core.Unsupported: of a kind that takes a network
//	core.Locked: the vault is shut
//
// None says more of what was wrong: who alters a request learns nothing from it.
func (b *Inbox) Scanned(text string) (core.Challenge, error) {
	parsed, err := link.Parse(text)
	switch {
	case err != nil:
		return core.Challenge{}, err
	case parsed.Kind != link.Request:
		return core.Challenge{}, scanError(core.NotOurs)
	}
	a, err := b.addressee(parsed.Request)
	if err != nil {
		return core.Challenge{}, err
	}
	good, _ := read(a, []string{parsed.Request})
	if len(good) == 0 {
		b.mu.Lock()
		b.dropped++
		b.mu.Unlock()
		return core.Challenge{}, scanError(core.Forged)
	}
	c, events, err := b.takeScanned(a, good[0], b.isAnswered(good[0].ID))
	if err != nil {
		return core.Challenge{}, err
	}
	b.tell(events...)
	b.noteWaiting(a.ID)
	b.prune()
	return c, nil
}

func scanError(k core.Kind) error { return core.E("challenge.Scanned", k, nil) }

// addressee is the account of this phone that the request claims to be for. Whether its
// server says so too comes after.
func (b *Inbox) addressee(jws string) (core.Account, error) {
	claim, err := api.ChallengeFor(jws)
	if err != nil {
		return core.Account{}, scanError(core.Forged)
	}
	all, err := b.store.Accounts()
	if err != nil {
		return core.Account{}, err
	}
	for _, a := range all {
		d := a.Device
		if d == nil || a.State != core.Active || d.Origin != claim.Iss || d.ID != claim.Aud {
			continue
		}
		if d.Locked() || a.OTP.Secret.Len() == 0 {
			return core.Account{}, scanError(core.Locked)
		}
		return a, nil
	}
	return core.Account{}, scanError(core.OtherPhone)
}

// takeScanned puts a checked request among those that wait, or finds it there.
func (b *Inbox) takeScanned(a core.Account, c core.Challenge, answered bool) (core.Challenge, []Event, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	r, known := b.requests[c.ID]
	switch {
	case known && r.Account == c.Account && r.JWS == c.JWS:
		r.scanned = true
		return r.now(), []Event{{Pending: true}}, nil
	case known:
		b.dropped++
		return core.Challenge{}, nil, scanError(core.Forged)
	case answered || b.isEnded(c.ID):
		return core.Challenge{}, nil, scanError(core.AlreadyDone)
	case c.Kind != core.KindLogin && c.Kind != core.KindStepUp:
		return core.Challenge{}, nil, scanError(core.Unsupported)
	}
	guess, why := b.inTime(a.Device.Origin, c)
	if why != "" {
		return core.Challenge{}, nil, scanError(why)
	}
	b.origins[a.ID] = a.Device.Origin
	r = &request{
		Challenge: c, origin: a.Device.Origin, device: a.Device.ID, guess: guess, scanned: true,
		seen: b.fetches, turn: make(chan struct{}, 1), title: a.Title(), label: a.Label,
	}
	b.requests[c.ID] = r
	nudge(b.sweep)
	return r.now(), []Event{{Pending: true}}, nil
}

// inTime tells whether a request can still be answered, without asking anybody. Where the
// phone knows by how much its clock is off, that is exact. Where it does not, a clock that
// is wrong must not keep its person out: a request that is not hopelessly old was scanned
// off a page that shows it now, so its time begins to run here.
func (b *Inbox) inTime(origin string, c core.Challenge) (guess *serverClock, why core.Kind) {
	phone := b.o.Now()
	// Its own word comes first: counted since, it may lag where the phone slept, and never leads.
	if now, heard := b.serverNow(origin); heard && !now.Before(c.Expires) {
		return nil, core.Expired
	}
	now, known := b.timeAt(origin)
	if known {
		if !now.Before(c.Expires) {
			return nil, core.Expired
		}
		return &serverClock{server: now, at: phone}, ""
	}
	if now.Before(c.Issued.Add(-lenient)) || !now.Before(c.Expires.Add(lenient)) {
		return nil, core.Stale
	}
	if now.Before(c.Issued) || !now.Before(c.Expires) {
		now = c.Issued
	}
	return &serverClock{server: now, at: phone}, ""
}

// timeAt is the time at a server, as well as the phone can tell while it hears nothing.
func (b *Inbox) timeAt(origin string) (now time.Time, known bool) {
	if b.o.Time != nil {
		return b.o.Time(origin)
	}
	if now, ok := b.serverNow(origin); ok {
		return now, true
	}
	return b.o.Now(), false
}
