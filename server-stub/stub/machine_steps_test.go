package stub

import (
	"fmt"
	"net/http"

	"pgregory.net/rapid"

	"kauth/core/api"
)

// The steps of TestMachine: each does one thing to the server and to the model.

func one[T any](rt *rapid.T, name string, list []T) T {
	if len(list) == 0 {
		rt.Skip("no " + name)
	}
	return list[rapid.IntRange(0, len(list)-1).Draw(rt, name)]
}

// login draws one: mostly the newest, which something still happens to.
func (m *machine) login(rt *rapid.T) *modelLogin {
	if len(m.logins) > 0 && rapid.IntRange(0, 2).Draw(rt, "newest") > 0 {
		return m.logins[len(m.logins)-1]
	}
	return one(rt, "login", m.logins)
}

func (m *machine) begin(rt *rapid.T) {
	if len(m.logins) >= 6 {
		rt.Skip("enough logins")
	}
	b := m.w.browser()
	l := &modelLogin{id: b.begin().ID, b: b, state: loginWaiting, expires: m.now + 600}
	m.logins = append(m.logins, l)
}

// rested has the limits on requests forgotten: they have tests of their own, and
// would end most runs here.
func (m *machine) rested() {
	m.w.ok(m.w.s.update(func(t *tx) error {
		p, err := t.personByUser(annaUser)
		p.Asking = asking{}
		t.putPerson(p)
		return err
	}))
}

func (m *machine) ask(rt *rapid.T) {
	l := m.login(rt)
	m.rested()
	r := l.b.login("POST", l.id, "/kauth")
	code := m.mayAsk(l)
	m.want("asking", r, code)
	if code == "" {
		m.asked(l, r)
	}
}

// asked notes a new request.
func (m *machine) asked(l *modelLogin, r result) {
	var ask api.AskReply
	r.into(&ask)
	if c := l.newest; c != nil && c.state == statePending {
		m.end(c, stateSuperseded)
	}
	c := &modelChallenge{
		id: ask.Challenge, login: l, match: ask.Match, expires: m.now + 120, nth: len(m.challenges) + 1, state: statePending,
		asked: m.active(), replies: map[string]string{},
	}
	m.challenges = append(m.challenges, c)
	l.newest, l.state, l.lastWake = c, loginWaiting, m.now
}

func (m *machine) resend(rt *rapid.T) {
	l := m.login(rt)
	m.rested()
	r := l.b.login("POST", l.id, "/resend")
	code := m.mayGoOn(l)
	pending := l.newest != nil && l.newest.state == statePending
	switch {
	case code != "":
	case l.lastWake > 0 && m.now < l.lastWake+10:
		code = api.CodeRateLimited
	case !pending:
		code = m.mayAsk(l)
	}
	m.want("sending again", r, code)
	switch {
	case code != "":
	case pending:
		var ask api.AskReply
		if r.into(&ask); ask.Challenge != l.newest.id {
			m.t.Fatalf("sending again made another request")
		}
		l.lastWake = m.now
	default:
		m.asked(l, r)
	}
}

// signed makes an answer: mostly to what waits.
func (m *machine) signed(rt *rapid.T) delivery {
	c := one(rt, "request", m.challenges)
	if waiting := m.pending(nil); len(waiting) > 0 && rapid.IntRange(0, 3).Draw(rt, "waiting") > 0 {
		c = one(rt, "waiting request", waiting)
	}
	p := one(rt, "phone", c.asked)
	d := delivery{p: p, c: c}
	switch rapid.SampledFrom([]string{"yes", "yes", "yes", "no", "not me", "wrong", "locked"}).Draw(rt, "decision") {
	case "yes":
		if c.match != nil {
			d.match = *c.match
		}
	case "wrong":
		if c.match == nil {
			rt.Skip("no number is asked for")
		}
		d.match = otherDigits(*c.match)
	case "not me":
		d.deny = true
		_, d.jws = p.answered(p.seen[c.id], func(a *api.Answer) { a.Decision, a.Why = "deny", "not_me" })
	case "locked":
		return m.signedLocked(rt, d)
	case "no":
		d.deny = true
		_, d.jws = p.answered(p.seen[c.id], func(a *api.Answer) { a.Decision = "deny" })
	}
	if !d.deny {
		_, d.jws = p.answered(p.seen[c.id], func(a *api.Answer) { a.Match = d.match })
	}
	d.ctr = p.counter
	return d
}

// signedLocked makes the answer of a locked phone, with any counter; a YES is forged.
func (m *machine) signedLocked(rt *rapid.T, d delivery) delivery {
	d.deny = rapid.Bool().Draw(rt, "no")
	counter := rapid.Uint64Range(1, 20).Draw(rt, "counter")
	_, d.jws = d.p.locked().answered(d.p.seen[d.c.id], func(a *api.Answer) {
		a.Counter = counter
		switch {
		case d.deny:
			a.Decision = "deny"
		case d.c.match != nil:
			a.Match = *d.c.match
		}
	})
	return d
}

func (m *machine) answer(rt *rapid.T) { m.arrives(m.signed(rt)) }

// sign leaves an answer on its way: it arrives later, after others, twice or never.
func (m *machine) sign(rt *rapid.T) { m.late = append(m.late, m.signed(rt)) }

func (m *machine) deliver(rt *rapid.T) { m.arrives(one(rt, "answer on its way", m.late)) }

func (m *machine) arrives(d delivery) {
	r := m.w.post(d.c.id, d.jws)
	got := fmt.Sprint(r.status, " ", string(r.body))
	if before, ok := d.c.replies[d.jws]; ok && !d.c.forgotten {
		if got != before {
			m.t.Fatalf("the same answer got %s, and before %s", got, before)
		}
		return
	}
	if d.ctr == 0 && !d.deny {
		m.want("a YES of a locked phone", r, api.CodeListenOnly)
		return
	}
	code := m.model.answer(d.p, d.c, d.deny, d.match, d.ctr)
	m.want("an answer", r, code)
	if code == "" || code == api.CodeMismatch {
		d.c.replies[d.jws] = got
		m.late = append(m.late, d) // and may come once more
	}
}

func (m *machine) redeemOne(rt *rapid.T) {
	l := m.login(rt)
	if rapid.Bool().Draw(rt, "by a stranger") {
		m.want("redeeming without the cookie", m.w.browser().redeem(l.id), api.CodeNotFound)
		return
	}
	r := l.b.redeem(l.id)
	m.want("redeeming", r, m.redeem(l))
	if r.status == http.StatusNoContent {
		l.in++
	}
}

// redeemBoth has two browsers with the same cookie redeem at once.
func (m *machine) redeemBoth(rt *rapid.T) {
	l := m.login(rt)
	browsers := []*browser{l.b, l.b.copied()}
	got := atOnce(2, func(i int) result { return browsers[i].redeem(l.id) })
	l.in += got[http.StatusNoContent]
	want := 0
	if m.redeem(l) == "" {
		want = 1
	}
	if got[http.StatusNoContent] != want {
		m.t.Fatalf("%v of two browsers, and %d should be in", got, want)
	}
}

func (m *machine) cancelOne(rt *rapid.T) {
	l := m.login(rt)
	r := l.b.login("POST", l.id, "/cancel")
	m.want("cancelling", r, m.cancel(l))
}

func (m *machine) tryCode(rt *rapid.T) {
	l, phones := m.login(rt), m.active()
	right := len(phones) > 0 && rapid.IntRange(0, 3).Draw(rt, "right") == 0
	code, of := "000000x", (*modelPhone)(nil)
	if right {
		of = one(rt, "phone", phones)
		code = m.unused(of)
		if code == "" {
			rt.Skip("its codes of now were used")
		}
	}
	r := l.b.code(l.id, "totp", code)
	m.want("a code", r, m.code(l, of))
}

// unused is a code of now that the phone's owner has not used; "" where there is none.
func (m *machine) unused(p *modelPhone) (code string) {
	m.w.ok(m.w.s.view(func(t *tx) error {
		d, err := t.device(p.reg.Device)
		if err == nil && t.usedCode(d.ID).Step < t.now/codePeriod {
			code = string(d.Code.at(t.now / codePeriod))
		}
		return err
	}))
	return code
}

func (m *machine) clock(rt *rapid.T) {
	seconds := rapid.SampledFrom([]int64{1, 5, 10, 29, 31, 59, 60, 61, 119, 120, 121, 599, 601, 3700, 7200, 25 * 3600, -1, -4, -10}).Draw(rt, "seconds")
	m.latest = max(m.latest, m.now)
	if m.now+seconds < m.latest-clockStep {
		rt.Skip("a longer step back ends what waits: the tests of clocks have it")
	}
	m.now += seconds
	m.at.Store(m.now)
	m.w.ok(m.w.s.SetClock(0)) // it looks at its clock
}

func (m *machine) remove(rt *rapid.T) {
	phones := m.active()
	if len(phones) < 2 {
		rt.Skip("the last phone stays")
	}
	p := one(rt, "phone", phones)
	p.call("DELETE", api.PathSelf).want(http.StatusNoContent)
	m.drop(p, deviceRevoked)
}

func (m *machine) link(rt *rapid.T) {
	if len(m.active()) > 2 || len(m.phones) > 5 {
		rt.Skip("enough phones")
	}
	m.addPhone(fmt.Sprintf("phone %d", len(m.phones)))
}
