//go:build bench

package stub

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"kauth/core/api"
)

// population is a server with so many accounts, each with a phone.
type population struct {
	s       *Server
	people  []*person
	devices []*device
	keys    []*ecdsa.PrivateKey
	clock   atomic.Int64 // seconds
	at      string       // of a server in a process of its own
}

func (pop *population) origin() string {
	if pop.at != "" {
		return pop.at
	}
	return pop.s.Origin()
}

func newPopulation(t testing.TB, o Options, accounts int) *population {
	t.Helper()
	if o.Data == "" {
		o.Data = t.TempDir()
	}
	pop := &population{}
	pop.clock.Store(time.Now().Unix())
	o.CheapHash = true
	if o.Now == nil {
		o.Now = func() time.Time { return time.Unix(pop.clock.Load(), 0) }
	}
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	pop.s = s
	if s.Origin() == "" {
		s.SetOrigin("https://bench.example")
	}
	hash, err := s.hashPatiently(annaPass)
	if err != nil {
		t.Fatal(err)
	}
	codes, _ := newRecoverySet(pop.clock.Load(), 0) // one for all: making them takes long
	codes.Kept = true
	for begun := 0; begun < accounts; begun += 500 {
		err = s.update(func(t *tx) error {
			for i := begun; i < min(begun+500, accounts); i++ {
				if err := pop.add(t, fmt.Sprintf("p%05d@example.ch", i), hash, codes); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return pop
}

var benchVisitor = visitor{IP: "192.0.2.7", Place: "Geneva", Agent: "Firefox on Linux", Device: "computer"}

func (pop *population) add(t *tx, user string, hash passwordHash, codes *recoverySet) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	p := t.addPerson(user, "collaborator", hash)
	d, err := t.newDevice(&grant{Account: p.ID, Visitor: benchVisitor}, api.Registration{
		JWK: api.JWKOf(&key.PublicKey), Name: "Pixel 9 · kAuth", OS: "android 16", App: "1.0.0",
	}, &key.PublicKey)
	if err != nil {
		return err
	}
	d.State = deviceActive
	t.putDevice(d)
	p.Devices, p.Recovery = []string{d.ID}, codes
	p.remember(benchVisitor)
	t.putPerson(p)
	pop.people, pop.devices, pop.keys = append(pop.people, p), append(pop.devices, d), append(pop.keys, key)
	return nil
}

// barely is a file of its own with one bucket, written by bbolt alone.
func barely(t testing.TB) *bolt.DB {
	t.Helper()
	db, err := bolt.Open(filepath.Join(t.TempDir(), "bare.db"), 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	err = db.Update(func(b *bolt.Tx) error {
		_, err := b.CreateBucket([]byte("used"))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// TestBenchCodes checks codes, each a right one that was not used before: all
// accounts in turn, and the next step of the clock for the next turn.
func TestBenchCodes(t *testing.T) {
	const accounts, at = 1024, 64
	pop := newPopulation(t, Options{}, 2*accounts)
	s, db := pop.s, barely(t)
	var bareTurn, turn int64
	var same atomic.Int32 // a code that its neighbor has too: two in a million
	must := func(err error) {
		if codeOf(err) == api.CodeMismatch && same.Add(1) < 10 {
			return
		}
		if err != nil {
			t.Error(err)
		}
	}
	// moment gives whose code it is, and which: a worker has people of its own.
	moment := func(worker, thing int, turn int64) (who int, now int64) {
		const each = accounts / at
		nth := thing / at
		return worker*each + nth%each, pop.clock.Load() + (turn+int64(nth/each))*codePeriod
	}
	compare(t, "one-time codes, 64 at once, each on disk before it is answered",
		[]string{"checks/s", "median ms", "p99 ms"},
		contestant{"bbolt Update of its own for each", func() []float64 {
			const things = 4 * accounts
			defer func() { bareTurn += things / accounts }()
			return crowd(at, things, func(worker, thing int) {
				who, now := moment(worker, thing, bareTurn)
				d := pop.devices[who]
				must(db.Update(func(b *bolt.Tx) error {
					in, key := b.Bucket([]byte("used")), []byte(d.ID)
					var last usedCode
					if v := in.Get(key); len(v) == 1 {
						last.Drift = int64(v[0])
					}
					if _, ok := d.Code.check(string(d.Code.at(now/codePeriod)), last, now); !ok {
						return errCodeMismatch
					}
					return in.Put(key, []byte(fmt.Sprint(now)))
				}))
			})
		}},
		contestant{"check of a person's code", func() []float64 {
			const things = 60 * accounts
			defer func() { turn += things / accounts }()
			return crowd(at, things, func(worker, thing int) {
				who, now := moment(worker, thing, turn)
				must(s.checkAt(pop.people[who].ID, string(pop.devices[who].Code.at(now/codePeriod)), now))
			})
		}},
		contestant{"whole second step by code", func() []float64 {
			const things = 8 * accounts
			pop.clock.Add(things / accounts * codePeriod)
			logins := pop.open(t, accounts, 2*accounts, things/accounts)
			return crowd(at, things, func(worker, thing int) {
				who, now := moment(worker, thing, 0)
				l, code := logins[who*(things/accounts)+thing/accounts], string(pop.devices[accounts+who].Code.at(now/codePeriod))
				must(s.update(func(t *tx) error {
					t.now = now
					return t.answerTOTP(benchVisitor, l.ID, l.Secret, code)
				}))
			})
		}},
	)
}

func (s *Server) checkAt(account, code string, now int64) error {
	return s.update(func(t *tx) error {
		t.now = now
		if err := t.mayTryCode(account); err != nil {
			return err
		}
		p, err := look[person](t, inPeople, account)
		if err != nil {
			return err
		}
		by, err := t.tryCode(p, code)
		if err == nil && by == "" {
			err = errCodeMismatch
		}
		return err
	})
}
