package challenge_test

import (
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
	"kauth/core/challenge"
	"kauth/core/coretest"
)

// place is a store that is the vault or, while that is shut, the reception.
type place struct {
	challenge.Store
	main, away *coretest.Store
	ended      []challenge.Ended
}

// deaf is a phone with an account of before listening keys, and a request on it.
func deaf(t *testing.T) (*scene, *place, core.Challenge) {
	t.Helper()
	s := before(t)
	p := &place{Store: s.store, main: s.store, away: coretest.NewStore(nil)}
	s.Inbox = challenge.New(s.server, p, challenge.Options{})
	s.Inbox.Observe(func(e challenge.Event) {
		if e.Ended != nil {
			p.ended = append(p.ended, *e.Ended)
		}
	})
	s.server.Ask(coretest.Anna, 0, 2*time.Minute)
	return s, p, s.one(t)
}

func (p *place) shut(s *scene) {
	p.Store = p.away
	s.Inbox.Shut()
}

func (p *place) open(s *scene) {
	p.Store = p.main
	s.Inbox.Recall()
	s.Inbox.Reload()
}

// A request of an account that is not heard while the phone is locked waits on.
func TestRequestThatCannotBeHeardWhileLockedIsThereAfter(t *testing.T) {
	for _, asked := range []bool{true, false} { // again, after the unlock, or not yet
		synctest.Test(t, func(t *testing.T) {
			s, p, c := deaf(t)
			p.shut(s)
			if n := len(s.Inbox.Pending()); n != 0 {
				t.Fatalf("%d requests that nothing can answer", n)
			}
			s.Inbox.Reload()
			p.open(s)
			if asked {
				s.refresh(t)
			}
			if len(p.ended) > 0 {
				t.Fatalf("it is said to have ended: %+v", p.ended)
			}
			if list := s.Inbox.Pending(); len(list) != 1 || list[0].ID != c.ID {
				t.Fatalf("%+v", list)
			}
			if o := s.answer(t, c, core.Approve, ""); o != core.Approved {
				t.Fatal(o)
			}
		})
	}
}

// It ends as others do, and its account may be gone by the unlock.
func TestRequestThatCannotBeHeardWhileLockedEndsInItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p, _ := deaf(t)
		p.shut(s)
		time.Sleep(3 * time.Minute)
		s.Inbox.Pending()
		if len(p.ended) != 1 || p.ended[0].Outcome != core.TimedOut {
			t.Fatalf("%+v", p.ended)
		}
		s, p, _ = deaf(t)
		p.shut(s)
		if err := p.main.DeleteAccount(s.account.ID); err != nil {
			t.Fatal(err)
		}
		p.open(s)
		if len(p.ended) != 1 || p.ended[0].Outcome != core.Withdrawn || len(s.Inbox.Pending()) > 0 {
			t.Fatalf("%+v", p.ended)
		}
	})
}

// A YES that was under way when the phone was locked, and got no reply, is forgotten.
func TestYesThatDidNotGetThroughIsNotKeptBehindTheLock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, r := recorded(t)
		c := s.ask(t)
		s.server.Before(coretest.Fail(core.E("test", core.Offline, nil), "Answer"))
		done := make(chan error)
		go func() {
			_, err := s.Inbox.Answer(t.Context(), c.ID, core.Approve, "", "")
			done <- err
		}()
		synctest.Wait()
		s.Inbox.Shut()
		if err := <-done; core.KindOf(err) != core.Offline {
			t.Fatal(err)
		}
		s.server.Before(nil)
		s.Inbox.Recall()
		if o := s.answer(t, c, core.Approve, ""); o != core.Approved {
			t.Fatal(o)
		}
		if n := len(r.jws); n < 2 || r.jws[n-1] == r.jws[0] {
			t.Fatal("the same signed YES was kept")
		}
	})
}

func (s *scene) ask(t *testing.T) core.Challenge {
	t.Helper()
	s.server.Ask(coretest.Anna, 0, 2*time.Minute)
	return s.one(t)
}

// moving is a store that is shut, or opened, when something is stored in it.
type moving struct{ *place }

func (m *moving) UpdateAccount(id core.AccountID, change func(*core.Account) error) error {
	if m.Store == challenge.Store(m.main) {
		m.Store = m.away
	} else {
		m.Store = m.main
	}
	return m.Store.UpdateAccount(id, change)
}

// What comes in the moment in which the phone is locked is stated again: the vault would
// never learn what the other store had acknowledged.
func TestStatementInTheMomentOfLockingIsNotTakenByTheOtherStore(t *testing.T) {
	for _, shut := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			s := newScene(t)
			p := &place{Store: s.store, main: s.store, away: s.locked(t).store}
			if shut {
				p.Store = p.away
			}
			s.Inbox = challenge.New(s.server, &moving{p}, challenge.Options{})
			s.server.RollKey()
			s.refresh(t)
			for name, store := range map[string]*coretest.Store{"vault": p.main, "reception": p.away} {
				a, err := store.Account(s.account.ID)
				if err != nil || a.Device.KeysAt != 1 {
					t.Fatalf("shut before: %t, the %s has version %d, %v", shut, name, a.Device.KeysAt, err)
				}
			}
		})
	}
}
