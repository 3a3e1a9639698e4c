package stub

import (
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kauth/core/api"
)

// TestMachine drives the server by steps in any order and compares it with a model
// after each: several logins, one to three phones, answers that arrive late, twice
// or out of order, clocks that jump, restarts. What it holds to:
//
//   - a login is redeemed at most once; never after a NO, an expiry or a lapse;
//   - a phone is told exactly of what it may answer;
//   - counters only rise; failures are forgotten by a success alone;
//   - a locked phone's NO counts as any NO, and it says nothing else;
//   - what was acknowledged is there after a restart.
//
// A longer run: go test ./server-stub/stub -run TestMachine -rapid.checks=2000
// -rapid.steps=100. A failure is shown as its shortest run, and again with the
// -rapid.seed that it names.
func TestMachine(t *testing.T) {
	checks := flag.Lookup("rapid.checks")
	if checks.Value.String() == checks.DefValue {
		if err := checks.Value.Set("30"); err != nil {
			t.Fatal(err)
		}
		defer checks.Value.Set(checks.DefValue)
	}
	rapid.Check(t, func(rt *rapid.T) {
		m := newMachine(t, rt)

		rt.Repeat(map[string]func(*rapid.T){
			"":             m.compare,
			"begin":        m.begin,
			"ask":          m.ask,
			"ask again":    m.ask,
			"resend":       m.resend,
			"answer":       m.answer,
			"answer, too":  m.answer,
			"answer late":  m.sign,
			"deliver":      m.deliver,
			"deliver, too": m.deliver,
			"redeem":       m.redeemOne,
			"redeem, both": m.redeemBoth,
			"cancel":       m.cancelOne,
			"code":         m.tryCode,
			"clock":        m.clock,
			"restart":      func(*rapid.T) { m.w.restart(); m.fast() },
			"remove":       m.remove,
			"link":         m.link,
		})
	})
}

// either is a rapid.T as the rest of the tests know one.
type either struct {
	testing.TB // for what a rapid.T does not have
	r          *rapid.T
}

func (e either) Cleanup(f func())          { e.r.Cleanup(f) }
func (e either) Error(a ...any)            { e.r.Error(a...) }
func (e either) Errorf(f string, a ...any) { e.r.Errorf(f, a...) }
func (e either) Fail()                     { e.r.Fail() }
func (e either) FailNow()                  { e.r.FailNow() }
func (e either) Failed() bool              { return e.r.Failed() }
func (e either) Fatal(a ...any)            { e.r.Fatal(a...) }
func (e either) Fatalf(f string, a ...any) { e.r.Fatalf(f, a...) }
func (e either) Helper()                   {}

// machine is the server and the model of it.
type machine struct {
	model
	w     *world
	t     either
	at    atomic.Int64 // the server's clock
	owner *browser     // signed in, to link phones
	late  []delivery
}

// delivery is an answer that was signed, and is on its way.
type delivery struct {
	p     *modelPhone
	c     *modelChallenge
	jws   string
	deny  bool
	match string
	ctr   uint64 // 0: signed by the listening key
}

func newMachine(t *testing.T, rt *rapid.T) *machine {
	m := &machine{t: either{t, rt}}
	m.now = 1_800_000_015
	m.at.Store(m.now)
	m.w = newWorld(m.t, Options{Now: func() time.Time { return time.Unix(m.at.Load(), 0) }})
	m.fast()
	m.owner = m.w.browser()
	m.owner.signIn()
	for i := range rapid.IntRange(1, 3).Draw(rt, "phones") {
		m.addPhone(fmt.Sprintf("phone %d", i))
	}
	return m
}

// fast has the file not wait for the disk: that a kill loses nothing is tested with
// real processes.
func (m *machine) fast() { m.w.s.db.NoSync = true }

func (m *machine) addPhone(name string) {
	m.keepOwner()
	p := &modelPhone{phone: m.w.linkListening(m.owner, name), state: deviceActive, seen: map[string]string{}}
	p.acked, p.used = p.counter, map[uint64]int{p.counter: len(m.challenges)}
	m.phones = append(m.phones, p)
}

// keepOwner gives the browser that links phones a session, which lives for hours.
func (m *machine) keepOwner() {
	var secret string
	m.w.ok(m.w.s.update(func(t *tx) error {
		p, err := t.personByUser(annaUser)
		if err == nil {
			secret = t.newSession(p, visitor{}, "totp", passed{Kind: kindTOTP, At: t.now})
		}
		return err
	}))
	u, err := url.Parse(m.w.http.URL)
	m.w.ok(err)
	m.owner.client.Jar.SetCookies(u, []*http.Cookie{{Name: sessionCookie, Value: secret, Path: "/"}})
}

// want checks a reply: the code of a refusal, or "" for a success.
func (m *machine) want(what string, r result, code api.Code) {
	m.t.Helper()
	if code == "" {
		if r.status/100 != 2 {
			m.t.Fatalf("%s: status %d instead of a success: %s", what, r.status, r.body)
		}
		return
	}
	if got := r.problem().Code; got != code {
		m.t.Fatalf("%s: %s instead of %s", what, got, code)
	}
}

// compare holds the server to the model, by all that can be asked of it.
func (m *machine) compare(*rapid.T) {
	m.settle()
	for _, l := range m.logins {
		r := l.b.login("GET", l.id, "")
		if l.gone {
			m.want("a login that is forgotten", r, api.CodeNotFound)
			continue
		}
		var s api.LoginState
		r.want(200).into(&s)
		if s.State != l.state {
			m.t.Fatalf("login %s is %q, and should be %q", l.id, s.State, l.state)
		}
		if l.in > 1 {
			m.t.Fatalf("login %s was redeemed %d times", l.id, l.in)
		}
	}
	for _, p := range m.phones {
		m.comparePhone(p)
	}
	m.compareRecords()
}

func (m *machine) comparePhone(p *modelPhone) {
	r := p.call("GET", api.PathChallenges+"?wait=0&cursor=")
	if p.state == deviceSuspended {
		m.want("the poll of a suspended phone", r, api.CodeSuspended)
		return
	}
	var reply api.FetchReply
	if r.status != http.StatusNoContent {
		r.want(200).into(&reply)
	}
	var ids []string
	for _, jws := range reply.Challenges {
		c := p.open(jws) // signed for this phone
		ids = append(ids, c.ID)
		p.seen[c.ID] = jws
	}
	want := m.listed(p)
	if p.state == deviceRevoked {
		want = nil
	}
	slices.Sort(ids) // of one second, in any order
	slices.Sort(want)
	if !slices.Equal(ids, want) {
		m.t.Fatalf("%s (%s) is told of %q, and should be of %q", p.name, p.state, ids, want)
	}
}

func (m *machine) compareRecords() {
	signedIn := 0
	m.w.ok(m.w.s.view(func(t *tx) error {
		for _, p := range m.phones {
			d, err := t.device(p.reg.Device)
			if err != nil {
				return err
			}
			if d.Counter != p.acked || d.State != p.state {
				m.t.Fatalf("%s is %s at %d, and should be %s at %d", p.name, d.State, d.Counter, p.state, p.acked)
			}
		}
		if w := t.wrongCodes(m.phones[0].reg.Account.ID); w.Count != int64(m.wrong) || w.Until != m.until {
			m.t.Fatalf("%+v wrong codes are counted, and should be %d until %d", w, m.wrong, m.until)
		}
		return t.Bucket([]byte(inEvents)).ForEach(func(_, v []byte) error {
			if strings.Contains(string(v), `"what":"signed_in"`) && !strings.Contains(string(v), `"with":"password"`) {
				signedIn++
			}
			return nil
		})
	}))
	if signedIn != m.redeemed {
		m.t.Fatalf("%d sign-ins are on record, and should be %d", signedIn, m.redeemed)
	}
}
