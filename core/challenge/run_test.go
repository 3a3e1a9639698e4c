package challenge_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/challenge"
	"kauth/core/coretest"
)

// counted counts the fetches of a server.
type counted struct {
	*coretest.Server
	fetches atomic.Int64
}

func (c *counted) Fetch(ctx context.Context, d core.Device, cursor string, wait time.Duration) (api.FetchReply, error) {
	c.fetches.Add(1)
	return c.Server.Fetch(ctx, d, cursor, wait)
}

// running is a scene whose inbox runs until the test ends.
func running(t *testing.T) (*scene, *counted, context.CancelFunc) {
	t.Helper()
	s := newScene(t)
	c := &counted{Server: s.server}
	s.Phone = coretest.NewPhone(c, s.store)
	s.server.ForgetEnded(s.account.Device.ID)
	ctx, stop := context.WithCancel(t.Context())
	go s.Inbox.Run(ctx)
	synctest.Wait()
	return s, c, stop
}

func TestRequestArrivesAtOnceWhileRunning(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _, stop := running(t)
		defer stop()
		var news int
		var mu sync.Mutex
		s.Inbox.Observe(func(e challenge.Event) {
			mu.Lock()
			defer mu.Unlock()
			if e.Pending {
				news++
			}
		})
		for i := range 20 {
			s.server.Ask(coretest.Anna, 0, 2*time.Minute)
			begun := time.Now()
			for len(s.Inbox.Pending()) == 0 {
				time.Sleep(10 * time.Millisecond)
			}
			if took := time.Since(begun); took > 2*time.Second {
				t.Fatalf("request %d after %v", i, took)
			}
			s.answer(t, s.Inbox.Pending()[0], core.Approve, "")
		}
		mu.Lock()
		defer mu.Unlock()
		if news < 20 {
			t.Fatalf("observers heard %d times of 20 requests", news)
		}
	})
}

func TestQuietServerIsAskedOncePerHold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, c, stop := running(t)
		defer stop()
		time.Sleep(10 * time.Minute)
		if n := c.fetches.Load(); n < 23 || n > 27 {
			t.Fatalf("%d polls in ten minutes", n)
		}
	})
}

func TestServerThatDoesNotHoldIsNotHammered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		c := &restless{Server: s.server}
		s.Phone = coretest.NewPhone(c, s.store)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		go s.Inbox.Run(ctx)
		time.Sleep(time.Minute)
		if n := c.fetches.Load(); n > 70 {
			t.Fatalf("%d polls in a minute", n)
		}
	})
}

// restless answers every poll at once.
type restless struct {
	*coretest.Server
	fetches atomic.Int64
}

func (r *restless) Fetch(_ context.Context, _ core.Device, cursor string, _ time.Duration) (api.FetchReply, error) {
	r.fetches.Add(1)
	return api.FetchReply{ServerTime: time.Now().Unix(), Cursor: cursor + "x"}, nil
}

func TestServerThatIsDownIsAskedLessAndLess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c, stop := running(t)
		defer stop()
		s.server.Before(coretest.Fail(offline, "Fetch"))
		time.Sleep(26 * time.Second) // the poll that is held ends
		before := c.fetches.Load()
		time.Sleep(30 * time.Minute)
		if n := c.fetches.Load() - before; n < 28 || n > 75 {
			t.Fatalf("%d polls in half an hour", n)
		}
		if core.KindOf(s.Inbox.Trouble()[s.server.Origin]) != core.Offline {
			t.Fatal(s.Inbox.Trouble())
		}
		s.server.Before(nil)
		time.Sleep(61 * time.Second)
		if len(s.Inbox.Trouble()) != 0 {
			t.Fatalf("still in trouble: %v", s.Inbox.Trouble())
		}
	})
}

func TestRetryAfterIsRespected(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c, stop := running(t)
		defer stop()
		busy := core.E("test", core.RateLimited, &api.ProblemError{RetryAfter: 5 * time.Minute})
		s.server.Before(coretest.Fail(busy, "Fetch"))
		time.Sleep(26 * time.Second)
		before := c.fetches.Load()
		s.Inbox.Wake() // does not shorten it
		time.Sleep(4 * time.Minute)
		if n := c.fetches.Load() - before; n != 0 {
			t.Fatalf("%d polls before the time that it named", n)
		}
		time.Sleep(2 * time.Minute)
		if c.fetches.Load() == before {
			t.Fatal("no poll after it")
		}
	})
}

func TestWakeAsksAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c, stop := running(t)
		defer stop()
		s.server.Before(coretest.Fail(offline, "Fetch"))
		time.Sleep(10 * time.Minute) // deep in its backoff
		s.server.Before(nil)
		before := c.fetches.Load()
		s.Inbox.Wake()
		synctest.Wait()
		if c.fetches.Load() == before || len(s.Inbox.Trouble()) != 0 {
			t.Fatal("Wake did not end the wait")
		}
	})
}

func TestWakeDoesNotWaitForAPollOnADeadConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c, stop := running(t)
		defer stop()
		time.Sleep(5 * time.Second)
		before := c.fetches.Load()
		s.Inbox.Wake()
		synctest.Wait()
		if c.fetches.Load() == before {
			t.Fatal("the held poll was not broken off")
		}
		for range 100 { // wake-ups in a burst are one
			s.Inbox.Wake()
			time.Sleep(10 * time.Millisecond)
		}
		if n := c.fetches.Load() - before; n > 6 {
			t.Fatalf("%d polls for a burst of wake-ups", n)
		}
	})
}

func TestRunEndsPromptly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { s.Inbox.Run(ctx); close(done) }()
		time.Sleep(5 * time.Second)
		begun := time.Now()
		stop()
		<-done
		if time.Since(begun) > 0 {
			t.Fatalf("it took %v", time.Since(begun))
		}
		// And it runs again, as when the app comes back to the front.
		ctx, stop = context.WithCancel(t.Context())
		defer stop()
		go s.Inbox.Run(ctx)
		s.server.Ask(coretest.Anna, 0, time.Minute)
		time.Sleep(2 * time.Second)
		if len(s.Inbox.Pending()) != 1 {
			t.Fatal("the second run brings nothing")
		}
	})
}

func TestExpiryIsToldAtItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _, stop := running(t)
		defer stop()
		over := make(chan challenge.Ended, 1)
		s.Inbox.Observe(func(e challenge.Event) {
			if e.Ended != nil {
				over <- *e.Ended
			}
		})
		s.server.Ask(coretest.Anna, 0, time.Minute)
		begun := time.Now()
		e := <-over
		if took := time.Since(begun); took < 59*time.Second || took > 61*time.Second || e.Outcome != core.TimedOut {
			t.Fatalf("%+v after %v", e, took)
		}
	})
}

func TestReloadTakesUpAndLetsGoOfAccounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _, stop := running(t)
		defer stop()
		ben := s.Link(t, s.server, coretest.Ben) // enroll tells the inbox
		c := s.server.Ask(coretest.Ben, 0, 10*time.Minute)
		time.Sleep(2 * time.Second)
		if list := s.Inbox.Pending(); len(list) != 1 || list[0].ID != c.ID {
			t.Fatalf("%+v", list)
		}
		if err := s.Enroll.Remove(t.Context(), ben.ID); err != nil {
			t.Fatal(err)
		}
		if len(s.Inbox.Pending()) != 0 {
			t.Fatal("the request of a removed account is shown")
		}
		s.server.Ask(coretest.Ben, 0, 10*time.Minute)
		time.Sleep(time.Minute)
		if len(s.Inbox.Pending()) != 0 || len(s.Inbox.Trouble()) != 0 {
			t.Fatal("a removed account is still asked for")
		}
	})
}

func TestOneAccountsTroubleLeavesTheOthersAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _, stop := running(t)
		defer stop()
		s.Link(t, s.server, coretest.Ben)
		s.server.Suspend(s.account.Device.ID)
		s.server.Ask(coretest.Ben, 0, 2*time.Minute)
		time.Sleep(3 * time.Second)
		if len(s.Inbox.Pending()) != 1 || core.KindOf(s.Inbox.AccountTrouble()[s.account.ID]) != core.Suspended {
			t.Fatalf("%d, %v", len(s.Inbox.Pending()), s.Inbox.AccountTrouble())
		}
	})
}

func TestStoreThatIsLockedIsTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		s.store.Before(coretest.Fail(core.E("test", core.Locked, nil)))
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		go s.Inbox.Run(ctx)
		time.Sleep(time.Minute)
		s.store.Before(nil)
		s.server.Ask(coretest.Anna, 0, 5*time.Minute)
		s.Inbox.Reload()
		time.Sleep(2 * time.Second)
		if len(s.Inbox.Pending()) != 1 {
			t.Fatal("it never looked again")
		}
	})
}

// TestManyPhonesAndAnswersAtOnce is for the race detector.
func TestManyPhonesAndAnswersAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := twoPhones(t)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		go a.Inbox.Run(ctx)
		go b.Inbox.Run(ctx)
		var all []*coretest.Challenge
		for i := range 30 {
			all = append(all, a.server.Ask(coretest.Anna, 0, 2*time.Minute))
			time.Sleep(time.Duration(i%3) * 700 * time.Millisecond)
			var both sync.WaitGroup
			for _, s := range []*scene{a, b} {
				for _, c := range s.Inbox.Pending() {
					both.Go(func() {
						if o, err := s.Inbox.Answer(ctx, c.ID, core.Approve, "", ""); err != nil || o != core.Approved && o != core.AnsweredOther {
							t.Errorf("%s, %v", o, err)
						}
					})
				}
				both.Go(func() { s.Inbox.Refresh(ctx, 0); s.Inbox.Wake(); s.Inbox.Trouble(); s.Inbox.Reload() })
			}
			both.Wait()
		}
		time.Sleep(3 * time.Minute)
		for i, c := range all {
			if st := a.server.StateOf(c); st != "approved" && st != "expired" {
				t.Errorf("request %d is %s", i, st)
			}
		}
		if len(a.Inbox.Pending())+len(b.Inbox.Pending()) != 0 {
			t.Error("something is left")
		}
	})
}

func TestPhoneThatIsLinkedAgainIsAskedForByItsNewName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _, stop := running(t)
		defer stop()
		again := s.Link(t, s.server, coretest.Anna)
		if again.ID != s.account.ID || again.Device.ID == s.account.Device.ID {
			t.Fatal("it was not linked again")
		}
		c := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		time.Sleep(2 * time.Second)
		if list := s.Inbox.Pending(); len(list) != 1 || list[0].ID != c.ID {
			t.Fatalf("%d requests", len(list))
		}
		s.answer(t, core.Challenge{ID: c.ID}, core.Approve, "")
		time.Sleep(time.Minute)
		if len(s.Inbox.Trouble())+len(s.Inbox.AccountTrouble()) != 0 || len(s.Accounts(t)) != 1 {
			t.Fatalf("%v %v", s.Inbox.Trouble(), s.Inbox.AccountTrouble())
		}
	})
}
