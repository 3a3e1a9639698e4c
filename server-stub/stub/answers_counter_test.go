package stub

import (
	"math/rand/v2"
	"slices"
	"testing"

	"kauth/core/api"
)

// many is a world whose requests are not limited, asking for nothing but YES or NO.
func (w *world) many() *world {
	w.t.Helper()
	w.s.SetMode(modeConfirm)
	w.ok(w.s.ResetLimits())
	return w
}

func (p *phone) suspended() bool {
	p.w.t.Helper()
	suspended := false
	p.w.ok(p.w.s.view(func(t *tx) error {
		d, err := t.device(p.reg.Device)
		suspended = err == nil && d.State == deviceSuspended
		return err
	}))
	return suspended
}

// copied is the phone as somebody has it who copied its storage.
func (p *phone) copied() *phone {
	q := *p
	return &q
}

func TestAnswerHeldUpOnItsWaySuspendsNothing(t *testing.T) {
	for name, c := range map[string]struct {
		first string
		want  func(result)
		state string
	}{
		// The person pressed, nothing came back, and they went on with the other one.
		"NO counts":                  {"deny", func(r result) { r.want(200) }, "denied"},
		"YES has to be signed again": {"approve", func(r result) { r.refused(api.CodeOvertaken) }, "waiting"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, Options{}).many()
			b, p := w.linked()
			one, _ := b.ask()
			heldUp, late := p.answered(p.only(), func(a *api.Answer) { a.Decision = c.first })
			two, _ := b.ask()
			p.approve(p.fetch().Challenges[0], "").want(200)
			c.want(w.post(heldUp, late))
			c.want(w.post(heldUp, late)) // the same bytes, the same result
			if p.suspended() || b.state(one) != c.state || b.state(two) != "approved" {
				t.Fatalf("suspended: %v, the logins are %q and %q", p.suspended(), b.state(one), b.state(two))
			}
			if c.state == "waiting" {
				p.approve(p.only(), "").want(200)
				b.redeem(one).want(204)
			}
		})
	}
}

func TestLateAnswerToWhatIsOverSuspendsNothing(t *testing.T) {
	w := newWorld(t, Options{}).many()
	b, p := w.linked()
	id, _ := b.ask()
	jws := p.only()
	cid, late := p.answered(jws, func(*api.Answer) {})
	p.approve(jws, "").want(200) // given again, and heard this time
	b.redeem(id).want(204)
	if got := w.post(cid, late).refused(api.CodeAlreadyAnswered); got.By != "this_device" || got.State != "approved" {
		t.Fatalf("%+v", got)
	}
	b.ask()
	p.deny(p.only()).want(200)
	if p.suspended() {
		t.Fatal("the phone is suspended")
	}
}

func TestCopyOfThePhoneIsFoundOut(t *testing.T) {
	for name, skip := range map[string]uint64{"that goes on counting": 0, "that skips ahead": 100} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, Options{}).many()
			b, p := w.linked()
			thief := p.copied()
			thief.counter += skip
			b.ask()
			thief.deny(thief.only()).want(200)
			b.ask()
			p.approve(p.only(), "").refused(api.CodeCounterReuse)
			thief.approve(thief.w.signedFor(p), "").refused(api.CodeSuspended)
			w.wantMail("A phone was suspended")
		})
	}
}

// signedFor gives the newest request as it was signed for a phone, which a
// suspended one is not told.
func (w *world) signedFor(p *phone) (jws string) {
	w.t.Helper()
	w.ok(w.s.view(func(t *tx) error {
		d, err := t.device(p.reg.Device)
		if err != nil {
			return err
		}
		c, err := t.challenge(d.Challenges[0])
		jws = c.Sent[d.ID]
		return err
	}))
	return jws
}

// A phone that signs in the order of its counter is never suspended, however its
// answers are held up, overtaken, lost and repeated. Its copy, as soon as both have
// answered requests that the other's answers came before, always is. Whatever
// happens, the values of the YES that count rise, and none counts twice.
func TestCounterRule(t *testing.T) {
	for seed := range uint64(6) {
		r := rand.New(rand.NewPCG(seed, 9))
		w := newWorld(t, Options{}).many()
		b, p := w.linked()
		honest := &mailman{w: w, r: r, last: p.counter}
		for range 30 {
			w.ok(w.s.ResetLimits())
			if r.IntN(3) > 0 && len(p.fetch().Challenges) < maxPending {
				b.ask()
			}
			if waits := p.fetch().Challenges; len(waits) > 0 {
				honest.sign(p, waits[r.IntN(len(waits))])
			}
			honest.deliver(r.IntN(3))
			if p.suspended() {
				t.Fatalf("seed %d: the phone is suspended", seed)
			}
		}
		honest.deliver(100)
		thief := p.copied()
		thief.counter += uint64(r.IntN(5))
		for turn, q := range []*phone{p, thief, p, thief} {
			w.ok(w.s.ResetLimits())
			l := b.begin()
			b.login("POST", l.ID, "/kauth")
			if p.suspended() {
				break
			}
			honest.sign(q, w.signedFor(p))
			honest.deliver(100)
			if turn == 3 && !p.suspended() {
				t.Fatalf("seed %d: the copy goes on", seed)
			}
		}
	}
}

// mailman carries answers, in any order and more than once.
type mailman struct {
	w    *world
	r    *rand.Rand
	bag  []letter
	sent []letter
	last uint64 // the counter of the last YES that counted
}

type letter struct {
	cid, jws string
	counter  uint64
	yes      bool
	counted  bool
}

func (m *mailman) sign(p *phone, jws string) {
	yes := m.r.IntN(2) == 0
	cid, answer := p.answered(jws, func(a *api.Answer) {
		if !yes {
			a.Decision = "deny"
		}
	})
	m.bag = append(m.bag, letter{cid: cid, jws: answer, counter: p.counter, yes: yes})
}

func (m *mailman) deliver(n int) {
	m.w.t.Helper()
	for ; n > 0 && len(m.bag) > 0; n-- {
		i := m.r.IntN(len(m.bag))
		l := m.bag[i]
		m.bag = slices.Delete(m.bag, i, i+1)
		took := m.w.post(l.cid, l.jws)
		if took.status == 200 && l.yes {
			if l.counter <= m.last {
				m.w.t.Fatalf("a YES with %d counts after one with %d", l.counter, m.last)
			}
			m.last = l.counter
		}
		if again := m.w.post(l.cid, l.jws); took.status == 200 && string(again.body) != string(took.body) {
			m.w.t.Fatalf("first %s, then %s", took.body, again.body)
		}
		if len(m.sent) > 0 { // an older one comes a second time, and changes nothing
			old := m.sent[m.r.IntN(len(m.sent))]
			before := m.state(old.cid)
			m.w.post(old.cid, old.jws)
			if after := m.state(old.cid); old.counted && before != after {
				m.w.t.Fatalf("a replay took a request from %s to %s", before, after)
			}
		}
		l.counted = took.status == 200
		m.sent = append(m.sent, l)
	}
}

func (m *mailman) state(cid string) (state string) {
	m.w.t.Helper()
	m.w.ok(m.w.s.view(func(t *tx) error {
		c, err := t.challenge(cid)
		state = c.State
		return err
	}))
	return state
}

func TestAnswerWithoutACounterIsMalformedAndSuspendsNobody(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	b.ask()
	jws := p.only()
	for _, counter := range []uint64{0, api.MaxCounter + 1, 1<<64 - 1} {
		p.answer(jws, func(a *api.Answer) { a.Counter = counter }).refused(api.CodeBadJWS)
	}
	p.approve(jws, "").want(200)
}
