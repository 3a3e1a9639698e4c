package stub

import (
	"slices"

	"kauth/core/api"
)

// What follows is the server's states once more, as simply as can be: without
// messages, transactions, deadlines on file or anything that could be lost. It is
// written from docs/protocol.md, and shares nothing with the server.

// modelPhone is a phone that was linked.
type modelPhone struct {
	*phone
	state string            // active, suspended, revoked
	acked uint64            // the highest counter that the server took
	used  map[uint64]int    // every counter that it took -> how many requests there were by then
	seen  map[string]string // challenge -> the signed request, as fetched
}

// modelLogin is a browser that gave the password.
type modelLogin struct {
	id         string
	b          *browser
	state      string
	newest     *modelChallenge
	expires    int64
	approvedAt int64
	lastWake   int64
	gone       bool        // forgotten by the server
	in         int         // how many times it was redeemed: the promise is at most once
	codeOf     *modelPhone // a code of its let it in
}

type modelChallenge struct {
	id        string
	login     *modelLogin
	match     *string
	expires   int64
	nth       int // of all requests
	state     string
	by        *modelPhone // who said YES
	ended     int64
	asked     []*modelPhone
	forgotten bool
	replies   map[string]string // an answer's bytes -> what it got
}

// model is the whole account.
type model struct {
	now        int64
	latest     int64 // that it ever was
	phones     []*modelPhone
	logins     []*modelLogin
	challenges []*modelChallenge // oldest first
	wrong      int               // wrong codes in a row
	until      int64             // when the next code may be tried
	redeemed   int
}

func (m *model) active() (list []*modelPhone) {
	for _, p := range m.phones {
		if p.state == deviceActive {
			list = append(list, p)
		}
	}
	return list
}

// settle ends what is over by now.
func (m *model) settle() {
	for _, c := range m.challenges {
		if c.state == statePending && (m.now >= c.expires || m.now >= c.login.expires) {
			m.end(c, stateExpired)
		}
	}
	for _, l := range m.logins {
		if l.state == stateApproved && m.now >= l.approvedAt+60 {
			l.state = stateLapsed
			if c := l.newest; c != nil && c.state == stateApproved {
				c.state = stateLapsed
			}
		}
		if l.state == loginWaiting && m.now >= l.expires {
			l.state = stateExpired
		}
		l.gone = l.gone || m.now >= l.expires+3600
	}
	for _, c := range m.challenges {
		if c.state != statePending && m.now >= c.ended+24*3600 {
			c.forgotten = true
		}
	}
}

// end takes a challenge to a state, and its login with it.
func (m *model) end(c *modelChallenge, state string) {
	c.state, c.ended = state, m.now
	if c.login.newest != c {
		return
	}
	c.login.state = state
	if state == stateApproved {
		c.login.approvedAt = m.now
	}
}

func (m *model) pending(but *modelLogin) (list []*modelChallenge) {
	for _, c := range m.challenges {
		if c.state == statePending && c.login != but {
			list = append(list, c)
		}
	}
	return list
}

// listed is what a phone has to be told, newest first: what waits, and what it may
// still say NO to.
func (m *model) listed(p *modelPhone) (ids []string) {
	for _, c := range slices.Backward(m.challenges) {
		waits := c.state == statePending || c.state == stateApproved && c.by != p && m.now < c.expires
		if waits && slices.Contains(c.asked, p) {
			ids = append(ids, c.id)
		}
	}
	return ids
}

// mayGoOn is why a login takes neither a request nor a code any more; "" if it does.
func (m *model) mayGoOn(l *modelLogin) api.Code {
	switch {
	case l.gone:
		return api.CodeNotFound
	case l.state == stateApproved || l.state == stateRedeemed || l.state == stateCancelled:
		return api.CodeAlreadyAnswered
	case m.now >= l.expires:
		return api.CodeExpired
	}
	return ""
}

// mayAsk is why no new request goes out; "" if one does.
func (m *model) mayAsk(l *modelLogin) api.Code {
	switch code := m.mayGoOn(l); {
	case code != "":
		return code
	case len(m.active()) == 0:
		return api.CodeNotFound
	case len(m.pending(l)) >= 3:
		return api.CodeRateLimited
	}
	return ""
}

// answer is the code that an answer gets; "" where it is taken. counter is 0 for a
// locked phone's, which counts nothing.
func (m *model) answer(p *modelPhone, c *modelChallenge, deny bool, match string, counter uint64) api.Code {
	switch {
	case c.forgotten || p.state == deviceRevoked:
		return api.CodeNotFound
	case p.state == deviceSuspended:
		return api.CodeSuspended
	case c.state == stateExpired:
		return api.CodeExpired
	case c.state == stateSuperseded:
		return api.CodeSuperseded
	case c.state != statePending && (c.state != stateApproved || !deny):
		return api.CodeAlreadyAnswered
	case counter > 0 && p.copied(c, counter):
		m.drop(p, deviceSuspended)
		return api.CodeCounterReuse
	case counter < p.acked && !deny:
		return api.CodeOvertaken
	}
	if counter > 0 {
		p.acked = max(p.acked, counter)
		p.used[counter] = len(m.challenges)
	}
	switch {
	case deny:
		m.end(c, stateDenied)
	case c.match != nil && match != *c.match:
		m.end(c, stateMismatch)
		return api.CodeMismatch
	default:
		c.by = p
		m.end(c, stateApproved)
	}
	return ""
}

// copied tells that two hold the phone's key: a counter comes twice, or one comes
// over a request that was made after a higher one was taken.
func (p *modelPhone) copied(c *modelChallenge, counter uint64) bool {
	for taken, requests := range p.used {
		if taken == counter || taken > counter && c.nth > requests {
			return true
		}
	}
	return false
}

// drop takes a phone away, each YES of its that nobody has gone on with, and what it
// alone could have answered.
func (m *model) drop(p *modelPhone, state string) {
	p.state = state
	void := stateCancelled
	if state == deviceSuspended {
		void = stateDenied
	}
	for _, c := range m.challenges {
		if c.state == stateApproved && c.by == p {
			m.end(c, void)
		}
	}
	for _, c := range m.pending(nil) {
		if !slices.ContainsFunc(c.asked, func(p *modelPhone) bool { return p.state == deviceActive }) {
			m.end(c, stateCancelled)
		}
	}
}

// redeem is the code that redeeming gets; "" where it lets in.
func (m *model) redeem(l *modelLogin) api.Code {
	switch {
	case l.gone:
		return api.CodeNotFound
	case l.state != stateApproved, l.codeOf != nil && l.codeOf.state != deviceActive:
		return api.CodeNotApproved
	}
	if l.newest != nil && l.newest.state == stateApproved {
		l.newest.state = stateRedeemed
	}
	l.state = stateRedeemed
	m.wrong, m.until = 0, 0
	m.redeemed++
	return ""
}

func (m *model) cancel(l *modelLogin) api.Code {
	if l.gone {
		return api.CodeNotFound
	}
	if l.state == stateRedeemed || l.state == stateCancelled {
		return ""
	}
	if c := l.newest; c != nil && (c.state == statePending || c.state == stateApproved) {
		if c.state == statePending {
			c.ended = m.now
		}
		c.state = stateCancelled
	}
	l.state = stateCancelled
	return ""
}

// code is what a one-time code gets.
func (m *model) code(l *modelLogin, of *modelPhone) api.Code {
	if code := m.mayGoOn(l); code != "" {
		return code
	}
	if m.wrong >= 100 || m.now < m.until {
		return api.CodeRateLimited
	}
	if of == nil {
		m.wrong++
		if over := m.wrong - 5; over >= 0 {
			m.until = m.now + min(int64(1)<<min(over, 6), 60)
		}
		return api.CodeMismatch
	}
	if c := l.newest; c != nil && c.state == statePending {
		m.end(c, stateCancelled)
	}
	l.state, l.approvedAt, l.codeOf = stateApproved, m.now, of
	return ""
}
