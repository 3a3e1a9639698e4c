package challenge_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/challenge"
	"kauth/core/coretest"
)

// bundled counts what a server with many accounts on one phone is asked.
type bundled struct {
	*streamed
	bundles atomic.Int64
	most    atomic.Int64 // accounts in one of them
	refuses bool
	mute    atomic.Bool // it ends at once, and does not say why
}

func (s *bundled) Bundle(ctx context.Context, devices []core.Device, cursors []string, take func(int, api.FetchReply, error)) error {
	s.bundles.Add(1)
	s.most.Store(max(s.most.Load(), int64(len(devices))))
	if s.refuses {
		return core.E("test", core.Unsupported, nil)
	}
	if s.mute.Load() {
		return nil
	}
	return s.Server.Bundle(ctx, devices, cursors, take)
}

// crowd is a phone with ten accounts of one server, which listens.
func crowd(t *testing.T, refuses bool) (*coretest.Phone, *bundled, context.CancelFunc) {
	t.Helper()
	server := coretest.NewServer(&coretest.Faults{})
	server.Streams = true
	b := &bundled{streamed: &streamed{Server: server}, refuses: refuses}
	p := coretest.NewPhone(b, coretest.NewStore(&coretest.Faults{}))
	for n := range 10 {
		a := p.Link(t, server, account(n))
		server.ForgetEnded(a.Device.ID)
	}
	ctx, stop := context.WithCancel(t.Context())
	b.polls.Store(0)
	go p.Inbox.Run(ctx)
	time.Sleep(time.Second)
	synctest.Wait()
	return p, b, stop
}

func account(n int) string { return fmt.Sprintf("acc_%021dA", n) }

func TestConnectionThatEndsWithoutAReasonIsBegunAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, b, stop := crowd(t, false)
		defer stop()
		b.mute.Store(true)
		p.Inbox.Wake() // the connection that stands is given up
		time.Sleep(time.Minute)
		b.mute.Store(false)
		time.Sleep(15 * time.Minute) // of long polls, after so many that broke
		before := b.bundles.Load()
		b.Ask(account(3), 0, 2*time.Minute)
		time.Sleep(time.Second)
		synctest.Wait()
		if before < 2 || len(p.Inbox.Pending()) != 1 {
			t.Errorf("%d connections, %d requests wait", before, len(p.Inbox.Pending()))
		}
	})
}

func TestAccountsOfOneServerShareOneConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, b, stop := crowd(t, false)
		defer stop()
		for n := range 10 {
			b.Ask(account(n), 0, 2*time.Minute)
			synctest.Wait()
			if got := len(p.Inbox.Pending()); got != n+1 {
				t.Fatalf("%d requests instead of %d", got, n+1)
			}
		}
		time.Sleep(5 * time.Hour)
		if b.most.Load() != 10 || b.bundles.Load() > 2 || b.streams.Load() != 0 || b.polls.Load() != 10 {
			t.Fatalf("%d connections of at most %d, %d streams, %d polls", b.bundles.Load(), b.most.Load(), b.streams.Load(), b.polls.Load())
		}
	})
}

func TestServerWithoutBundlesGivesEachAccountItsStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, b, stop := crowd(t, true)
		defer stop()
		time.Sleep(5 * time.Second)
		b.Ask(account(7), 0, 2*time.Minute)
		synctest.Wait()
		if len(p.Inbox.Pending()) != 1 || b.streams.Load() != 10 || b.bundles.Load() != 1 {
			t.Fatalf("%d requests, %d streams, %d tries", len(p.Inbox.Pending()), b.streams.Load(), b.bundles.Load())
		}
	})
}

// One account finds out for all of them whether their server is back.
func TestServerThatIsDownIsAskedAtThePaceOfOneAccount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, b, stop := crowd(t, false)
		defer stop()
		b.Before(coretest.Fail(offline, "Fetch", "Stream"))
		b.Ask(account(0), 0, time.Second) // every stream looks, and breaks
		time.Sleep(time.Minute)
		before := b.polls.Load()
		time.Sleep(30 * time.Minute)
		if n := b.polls.Load() - before; n < 28 || n > 65 {
			t.Fatalf("%d polls in half an hour", n)
		}
		if len(p.Inbox.Trouble()) != 1 {
			t.Fatal(p.Inbox.Trouble())
		}
		b.Before(nil)
		p.Inbox.Wake()
		time.Sleep(time.Second)
		b.Ask(account(9), 0, 2*time.Minute)
		synctest.Wait()
		if len(p.Inbox.Pending()) != 1 || len(p.Inbox.Trouble()) != 0 {
			t.Fatalf("%d requests, %v", len(p.Inbox.Pending()), p.Inbox.Trouble())
		}
	})
}

// moody cannot be reached, or answers at once though nothing is new, for polls that
// begin now.
type moody struct {
	*coretest.Server
	away, quick atomic.Bool
}

func (s *moody) Fetch(ctx context.Context, d core.Device, cursor string, wait time.Duration) (api.FetchReply, error) {
	switch {
	case s.away.Load():
		return api.FetchReply{}, offline
	case s.quick.Load():
		return api.FetchReply{Cursor: cursor}, nil
	}
	return s.Server.Fetch(ctx, d, cursor, wait)
}

// Whoever finds out whether the server is back does not hold that poll: the others
// would wait for it.
func TestAfterAFailureNoAccountWaitsForTheHeldPollOfAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &moody{Server: coretest.NewServer(&coretest.Faults{})} // it knows no streams
		p := coretest.NewPhone(server, coretest.NewStore(&coretest.Faults{}))
		for n := range 10 {
			server.ForgetEnded(p.Link(t, server.Server, account(n)).Device.ID)
		}
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		go p.Inbox.Run(ctx)
		time.Sleep(10 * time.Second)
		server.quick.Store(true)
		for n := range 9 {
			server.Ask(account(1+n), 0, 10*time.Minute)
		}
		synctest.Wait() // they pause, and will hold the next poll
		server.quick.Store(false)
		server.away.Store(true)
		time.Sleep(500 * time.Millisecond)
		server.Ask(account(0), 0, 10*time.Minute)
		synctest.Wait() // that poll has ended, and the next has failed
		server.away.Store(false)
		time.Sleep(600 * time.Millisecond) // all wait now
		p.Inbox.Wake()                     // and any of them finds out
		synctest.Wait()
		server.Ask(account(0), 0, 10*time.Minute)
		synctest.Wait()
		if n := len(p.Inbox.Pending()); n != 11 {
			t.Fatalf("%d requests of 11 are here", n)
		}
	})
}

func TestAccountThatIsSuspendedHoldsUpNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, b, stop := crowd(t, false)
		defer stop()
		all := p.Accounts(t)
		b.Suspend(all[3].Device.ID)
		b.Revoke(all[4].Device.ID)
		time.Sleep(10 * time.Second)
		before := b.polls.Load()
		time.Sleep(10 * time.Minute)
		if n := b.polls.Load() - before; n > 25 {
			t.Errorf("%d polls for the one that is suspended", n)
		}
		for _, a := range all[5:] {
			b.Ask(a.Device.Account, 0, 2*time.Minute)
		}
		synctest.Wait()
		if n := len(p.Inbox.Pending()); n != 5 {
			t.Fatalf("%d requests", n)
		}
		if len(p.Accounts(t)) != 9 {
			t.Fatal("the account that the server removed is still here")
		}
	})
}

// What a stream says may have been on its way for long: a request that was heard
// elsewhere meanwhile is not over because the stream is silent about it.
func TestOldWordOfAStreamEndsNothingNewer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		l := &scripted{Server: s.server, says: make(chan api.FetchReply)}
		s.Phone = coretest.NewPhone(l, s.store)
		s.server.ForgetEnded(s.account.Device.ID)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		go s.Inbox.Run(ctx)
		synctest.Wait()
		asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		if len(s.refresh(t)) != 1 {
			t.Fatal("it is not there")
		}
		for _, cursor := range []string{"one", "two"} { // of before it was asked
			l.says <- api.FetchReply{ServerTime: time.Now().Unix(), Cursor: cursor}
			synctest.Wait()
			if len(s.Inbox.Pending()) != 1 {
				t.Fatal("an old word has ended it")
			}
		}
		listed := api.FetchReply{ServerTime: time.Now().Unix(), Cursor: "three", Challenges: []string{s.Inbox.Pending()[0].JWS}}
		l.says <- listed
		synctest.Wait()
		l.says <- api.FetchReply{ServerTime: time.Now().Unix(), Cursor: "four"} // after that it is over
		synctest.Wait()
		if len(s.Inbox.Pending()) != 0 || s.server.StateOf(asked) != "pending" {
			t.Fatal("what the stream listed and lists no more is still there")
		}
	})
}

// scripted is a server whose stream says what a test has it say.
type scripted struct {
	*coretest.Server
	says chan api.FetchReply
}

func (l *scripted) Stream(ctx context.Context, _ core.Device, _ string, take func(api.FetchReply) error) error {
	for {
		select {
		case r := <-l.says:
			if err := take(r); err != nil {
				return err
			}
		case <-ctx.Done():
			return core.E("test", core.Cancelled, ctx.Err())
		}
	}
}

var _ challenge.Server = (*scripted)(nil)

// hung is a server behind a network that went: what is connected hears nothing more.
type hung struct {
	*streamed
	dead, closed atomic.Int64
}

func (h *hung) CloseIdle() { h.closed.Add(1) }

func (h *hung) Stream(ctx context.Context, d core.Device, cursor string, take func(api.FetchReply) error) error {
	if h.dead.Load() > 0 {
		return h.streamed.Stream(ctx, d, cursor, take)
	}
	<-ctx.Done()
	return core.E("test", core.Cancelled, ctx.Err())
}

func TestAnotherNetworkIsJoinedWithinASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		s.server.Streams = true
		h := &hung{streamed: &streamed{Server: s.server}}
		s.Phone = coretest.NewPhone(h, s.store)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		go s.Inbox.Run(ctx)
		time.Sleep(10 * time.Second)
		s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		time.Sleep(10 * time.Second)
		if len(s.Inbox.Pending()) != 0 {
			t.Fatal("the network is not gone at all")
		}
		h.Before(coretest.Fail(offline, "Fetch"))
		h.dead.Store(1)
		s.Inbox.Rejoin() // it went
		time.Sleep(20 * time.Second)
		if len(s.Inbox.Trouble()) != 1 {
			t.Fatal("it does not say that there is no network")
		}
		h.Before(nil)
		s.Inbox.Rejoin() // it came
		begun := time.Now()
		for len(s.Inbox.Pending()) == 0 {
			time.Sleep(10 * time.Millisecond)
		}
		if took := time.Since(begun); took > time.Second || h.closed.Load() != 2 || len(s.Inbox.Trouble()) != 0 {
			t.Fatalf("after %v, %d, %v", took, h.closed.Load(), s.Inbox.Trouble())
		}
	})
}
