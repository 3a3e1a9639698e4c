package stub

import (
	"slices"

	"kauth/core/api"
)

// The limits on requests to phones (SP 800-63B-4 section 3.1.3: limit the rate and
// the total since the last success). A request counts from when it is sent: one
// that its page takes back at once has rung the phone just the same. Codes go on
// working whatever is said here.
const (
	maxPending = 3 // of one account, over all logins
	maxSoon    = 5 // without a YES in soonWithin
	soonWithin = 10 * 60
	maxDaily   = 20 // without a YES in a day
	aDay       = 24 * 60 * 60

	maxNotMe    = 2 // in notMeWithin; the next requests wait for notMePause
	notMeWithin = 60 * 60
	notMePause  = 30 * 60
	notMeMatch  = aDay // how long a number is asked for after that
)

// asking is what is remembered of a person's requests.
type asking struct {
	Sent        times // since the last one that let somebody in
	NotMe       times
	PausedUntil int64
	MatchUntil  int64
	Told        int64 // until when they know that requests rest
	Woken       int64 // when the phones were last woken
}

// times are moments, oldest first.
type times []int64

// since counts those at or after a moment.
func (list times) since(at int64) (n int) {
	for _, one := range list {
		if one >= at {
			n++
		}
	}
	return n
}

// add notes a moment and forgets what came before the other.
func (list times) add(at, forget int64) times {
	kept := slices.DeleteFunc(slices.Clone(list), func(one int64) bool { return one < forget })
	return append(kept, at)
}

// wait is for how many seconds the last most of them fill a time of so many.
func (list times) wait(most int, now, within int64) int64 {
	if len(list) < most {
		return 0
	}
	return left(list[len(list)-most]+within, now, within)
}

// resting refuses a request while requests rest.
func (t *tx) resting(p *person, v visitor) error {
	if wait, why := p.Asking.rest(t.now); wait > 0 {
		return t.paused(p, v, wait, why)
	}
	return nil
}

// mayAsk refuses more requests than a person can look at.
func (t *tx) mayAsk(p *person, v visitor) error {
	if err := t.resting(p, v); err != nil {
		return err
	}
	if len(p.Pending) < maxPending {
		return nil
	}
	oldest, err := t.challenge(p.Pending[0])
	if err != nil {
		return err
	}
	return rateLimited(oldest.left(t.now), "several requests wait on the phone already")
}

// Why requests rest: the name of the page's words.
const (
	restNotMe = "notme"
	restOften = "often"
)

// rest says for how many seconds no request may be sent, and why.
func (a *asking) rest(now int64) (wait int64, why string) {
	if wait = left(a.PausedUntil, now, notMePause); wait > 0 {
		return wait, restNotMe
	}
	if wait = a.Sent.wait(maxDaily, now, aDay); wait == 0 {
		wait = a.Sent.wait(maxSoon, now, soonWithin)
	}
	if wait > 0 {
		return wait, restOften
	}
	return 0, ""
}

// paused is the refusal while requests rest. The first one is told to the person:
// whoever asks without end has their password.
func (t *tx) paused(p *person, v visitor, wait int64, why string) error {
	refused := fail(api.CodePushPaused, "requests to the phone rest; codes work")
	refused.RetryAfter = int(wait)
	if why != restOften || left(p.Asking.Told, t.now, aDay) > 0 {
		return refused
	}
	p.Asking.Told = t.now + wait
	t.putPerson(p)
	t.record(p.ID, v, "requests_often", "")
	t.mail(p, "requests_often")
	return keep{refused}
}

// sent counts a request.
func (a *asking) sent(now int64) { a.Sent, a.Woken = a.Sent.add(now, now-aDay), now }

// nextWake is when the login's page may have the phones woken again: ten seconds
// after they were, for whichever page that was.
func (p *person) nextWake(l *login) int64 { return max(l.LastWake, p.Asking.Woken) + wakeGap }

// notMe follows a NO that says "that was not me". The second in an hour has
// requests rest: by then somebody holds the password and is not this person.
func (t *tx) notMe(c *challenge) error {
	p, err := t.person(c.Account)
	if err != nil {
		return err
	}
	a := &p.Asking
	a.NotMe = a.NotMe.add(t.now, t.now-notMeWithin)
	if a.NotMe.since(t.now-notMeWithin+1) >= maxNotMe {
		a.NotMe, a.PausedUntil, a.MatchUntil = nil, t.now+notMePause, t.now+notMeMatch
		t.record(p.ID, c.Visitor, "requests_paused", "")
		t.mail(p, "requests_paused")
	}
	t.putPerson(p)
	return nil
}

// succeeded forgets failures, after a sign-in. Those of requests go only with one
// that a phone let in, and what "not me" brought about goes with time alone: the
// one who said it signs in by a code, and must not free the other's way.
func (p *person) succeeded(byPhone bool) {
	p.ForceMatch = false
	p.Recoveries = nil
	if byPhone {
		p.Asking.Sent, p.Asking.Told = nil, 0
	}
}

// digits says how many digits the person types: 0 is a plain YES or NO.
func (t *tx) digits(p *person, v visitor) int {
	again := p.LastAsk > 0 && t.now-p.LastAsk < againWithin
	match := p.ForceMatch || t.now < p.Asking.MatchUntil || again || !p.knows(v)
	if forced := t.s.qa.mode(); forced != "" {
		match = forced == modeMatch
	}
	if !match {
		return t.s.atLeast(0)
	}
	return t.s.loginDigits()
}

// loginDigits is the length of a number at a sign-in.
func (s *Server) loginDigits() int { return s.atLeast(api.LoginDigits) }

// atLeast is where the profile has the last word: SP 800-63B-4 section 3.1.3 knows
// no YES without a secret of at least six digits that crosses between the two.
func (s *Server) atLeast(digits int) int {
	if s.o.Profile == "nist" {
		return max(digits, api.LinkDigits)
	}
	return digits
}
