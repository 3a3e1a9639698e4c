package stub

import (
	"slices"
	"strings"
	"sync"
	"time"

	"kauth/core/api"
)

// The knobs: what a test does to the server that no client can. With Options.QA
// they are also at /qa/, for scripts (qa.go).

// SetClock puts the server's clock off by that much.
func (s *Server) SetClock(offset time.Duration) error {
	s.skew.Store(int64(offset))
	s.kickSweeper()
	err := s.view(func(*tx) error { return nil }) // what fell due by it falls due now
	s.wakes.wakeAll("lgn_")                       // pages change by time alone too
	return err
}

// Now is the server's clock.
func (s *Server) Now() time.Time { return s.now() }

// Expire ends a challenge, a login or a link offer as if its time had come.
func (s *Server) Expire(id string) error {
	return s.update(func(t *tx) error {
		switch {
		case strings.HasPrefix(id, "chl_"):
			c, err := t.challenge(id)
			if err != nil {
				return err
			}
			c.Expires = t.now
			t.put(inChallenges, id, c)
			t.settleChallenge(id)
		case strings.HasPrefix(id, "lgn_"):
			l, err := load[login](t, inLogins, id)
			if err != nil {
				return err
			}
			l.Expires, l.ApprovedAt = t.now, t.now-int64(api.RedeemWindow/time.Second)
			t.put(inLogins, id, l)
			t.settleLogin(id)
		case strings.HasPrefix(id, "lnk_"):
			return t.expireOffer(id)
		default:
			return errNotFound
		}
		return nil
	})
}

func (t *tx) expireOffer(id string) error {
	o, err := load[offer](t, inOffers, id)
	if err != nil {
		return err
	}
	return t.closeOffer(o, offerExpired, stateExpired)
}

// Place has the next visitors come from elsewhere; the zero value ends it.
type Place struct {
	IP    string `json:"ip"`
	Place string `json:"place"`
	Agent string `json:"agent"`
}

// SetPlace moves the visitors of the requests that follow.
func (s *Server) SetPlace(p Place) {
	s.qa.mu.Lock()
	defer s.qa.mu.Unlock()
	s.qa.place = p
}

// SetMode has requests answered by "confirm" or "match", whatever the server
// would choose; "" leaves it to choose.
func (s *Server) SetMode(mode string) {
	s.qa.mu.Lock()
	defer s.qa.mu.Unlock()
	s.qa.forced = mode
}

// qaState is what the knobs have set.
type qaState struct {
	mu     sync.Mutex
	place  Place
	forced string
	wakes  []sentWake // newest first
}

func (q *qaState) mode() string {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.forced
}

func (q *qaState) moved(v visitor) visitor {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.place.IP != "" {
		v.IP, v.Place = q.place.IP, placeOf(q.place.IP)
	}
	if q.place.Place != "" {
		v.Place = api.CleanText(q.place.Place, api.MaxPlace)
	}
	if q.place.Agent != "" {
		v.Agent, v.Device = agentOf(q.place.Agent), deviceOf(q.place.Agent)
	}
	return v
}

// ResetLimits forgets failures, pauses, recent requests and forced modes, of everybody.
func (s *Server) ResetLimits() error {
	return s.update(func(t *tx) error {
		t.dropTallies()
		t.dropGuesses()
		everybody, err := t.everybody()
		for _, p := range everybody {
			p.Recoveries, p.ForceMatch, p.LastAsk, p.Asking, p.SMS = nil, false, 0, asking{}, smsSent{}
			t.putPerson(p)
			t.forgiveCodes(p.ID)
		}
		return err
	})
}

func (t *tx) everybody() (list []*person, err error) {
	c := t.Bucket([]byte(inPeople)).Cursor()
	for id, _ := c.First(); id != nil && err == nil; id, _ = c.Next() {
		var p *person
		if p, err = t.person(string(id)); err == nil {
			list = append(list, p)
		}
	}
	slices.SortFunc(list, func(a, b *person) int { return strings.Compare(a.User, b.User) })
	return list, err
}

// Outbox lists what people were sent, newest first, as "to: subject: text".
func (s *Server) Outbox() ([]string, error) {
	list, err := s.outbox()
	var lines []string
	for _, m := range list {
		lines = append(lines, m.To+": "+m.Subject+": "+m.Text)
	}
	return lines, err
}

// AddPerson makes an account with two-factor off.
func (s *Server) AddPerson(user, password, role string) error {
	hash, err := s.hashPatiently(password)
	if err != nil {
		return err
	}
	return s.update(func(t *tx) error {
		if _, err := t.personByUser(user); err == nil {
			return fail(api.CodeBadRequest, "that person is there already")
		}
		t.addPerson(user, role, hash)
		return nil
	})
}
