package challenge_test

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/coretest"
)

// streamed counts the streams and polls of a server that streams, and has streams
// go wrong.
type streamed struct {
	*coretest.Server
	streams, polls atomic.Int64
	lasts          time.Duration // how long a stream goes before it breaks; 0: for ever
	err            error         // how it breaks, or is refused where lasts is less than 0
}

func (s *streamed) Fetch(ctx context.Context, d core.Device, cursor string, wait time.Duration) (api.FetchReply, error) {
	s.polls.Add(1)
	return s.Server.Fetch(ctx, d, cursor, wait)
}

func (s *streamed) Stream(ctx context.Context, d core.Device, cursor string, take func(api.FetchReply) error) error {
	s.streams.Add(1)
	if s.lasts < 0 {
		return s.err
	}
	if s.lasts > 0 {
		short, cancel := context.WithTimeout(ctx, s.lasts)
		defer cancel()
		if err := s.Server.Stream(short, d, cursor, take); short.Err() == nil {
			return err
		}
		return s.err
	}
	return s.Server.Stream(ctx, d, cursor, take)
}

func listening(t *testing.T, lasts time.Duration, err error) (*scene, *streamed, context.CancelFunc) {
	t.Helper()
	s := newScene(t)
	s.server.Streams = true
	c := &streamed{Server: s.server, lasts: lasts, err: err}
	s.Phone = coretest.NewPhone(c, s.store)
	s.server.ForgetEnded(s.account.Device.ID)
	ctx, stop := context.WithCancel(t.Context())
	go s.Inbox.Run(ctx)
	synctest.Wait()
	return s, c, stop
}

func TestRequestsComeAndGoByTheStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c, stop := listening(t, 0, nil)
		defer stop()
		for range 20 {
			asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
			synctest.Wait()
			if len(s.Inbox.Pending()) != 1 {
				t.Fatal("it did not come at once")
			}
			s.answer(t, s.Inbox.Pending()[0], core.Approve, "")
			if s.server.StateOf(asked) != "approved" {
				t.Fatal(s.server.StateOf(asked))
			}
			asked = s.server.Ask(coretest.Anna, 0, 2*time.Minute)
			synctest.Wait()
			s.server.End(asked, "cancelled")
			synctest.Wait()
			if len(s.Inbox.Pending()) != 0 {
				t.Fatal("the page was closed, and it is still there")
			}
			time.Sleep(2 * time.Minute)
		}
		if c.streams.Load() != 1 || c.polls.Load() != 1 {
			t.Fatalf("%d streams, %d polls", c.streams.Load(), c.polls.Load())
		}
	})
}

func TestStreamThatIsRefusedGivesWayToLongPolls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c, stop := listening(t, -1, core.E("test", core.Unsupported, nil))
		defer stop()
		time.Sleep(50 * time.Minute)
		if c.streams.Load() != 1 || c.polls.Load() < 100 {
			t.Fatalf("%d streams, %d polls", c.streams.Load(), c.polls.Load())
		}
		s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		synctest.Wait()
		if len(s.Inbox.Pending()) != 1 {
			t.Fatal("it did not come at once")
		}
	})
}

func TestStreamThatBreaksIsBegunAgainAndThenLeftAloneForAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c, stop := listening(t, 5*time.Second, offline)
		defer stop()
		time.Sleep(5 * time.Minute)
		if n := c.streams.Load(); n != 3 {
			t.Fatalf("%d streams in five minutes", n)
		}
		s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		synctest.Wait()
		if len(s.Inbox.Pending()) != 1 || len(s.Inbox.Trouble()) != 0 {
			t.Fatalf("%d requests, %v", len(s.Inbox.Pending()), s.Inbox.Trouble())
		}
	})
}

func TestStreamThatEndsAfterAWhileIsNoTrouble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c, stop := listening(t, 2*time.Minute, offline)
		defer stop()
		time.Sleep(time.Hour)
		if n := c.streams.Load(); n < 25 || n > 30 {
			t.Fatalf("%d streams in an hour", n)
		}
		if len(s.Inbox.Trouble()) != 0 {
			t.Fatal(s.Inbox.Trouble())
		}
	})
}

func TestWakeUpBreaksAStreamOffThatMayBeDead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c, stop := listening(t, 0, nil)
		defer stop()
		time.Sleep(10 * time.Second)
		s.Inbox.Wake()
		synctest.Wait()
		if c.streams.Load() != 2 || c.polls.Load() != 2 {
			t.Fatalf("%d streams, %d polls", c.streams.Load(), c.polls.Load())
		}
		for range 50 { // a storm of them is one
			s.Inbox.Wake()
		}
		synctest.Wait()
		time.Sleep(3 * time.Second)
		if c.streams.Load() > 3 {
			t.Fatalf("%d streams", c.streams.Load())
		}
	})
}

func TestServerKeysAndRevocationComeByTheStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c, stop := listening(t, 0, nil)
		defer stop()
		s.server.RollKey()
		time.Sleep(5 * time.Second)
		if d := s.now(t).Device; d.KeysAt != 2 {
			t.Fatal(d.KeysAt)
		}
		s.usable(t) // signed by the new key: the server knows that the phone has it
		if d := s.now(t).Device; d.KeysAt != 2 || s.Inbox.Dropped() != 0 || c.streams.Load() > 3 {
			t.Fatalf("%d dropped, %d streams", s.Inbox.Dropped(), c.streams.Load())
		}
		s.server.Revoke(s.account.Device.ID)
		time.Sleep(5 * time.Second)
		if len(s.Accounts(t)) != 0 {
			t.Fatal("the account is still here")
		}
	})
}

func TestKeyIsReplacedWhileTheStreamGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _, stop := listening(t, 0, nil)
		defer stop()
		s.aged(t, 90*day-time.Hour)
		time.Sleep(8 * time.Hour)
		if s.now(t).Device.Key.Equal(s.account.Device.Key) {
			t.Fatal("a phone that always listens keeps its key for ever")
		}
		s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		synctest.Wait()
		if len(s.Inbox.Pending()) != 1 {
			t.Fatal("it does not listen with its new key")
		}
	})
}

func TestFloodOfEventsIsSlowedDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		f := &flood{Server: s.server}
		s.Phone = coretest.NewPhone(f, s.store)
		ctx, stop := context.WithCancel(t.Context())
		go s.Inbox.Run(ctx)
		time.Sleep(time.Minute)
		stop()
		synctest.Wait()
		if n := f.n.Load(); n > 1500 {
			t.Fatalf("%d events taken in a minute", n)
		}
	})
}

// flood streams news without end.
type flood struct {
	*coretest.Server
	n atomic.Int64
}

func (f *flood) Stream(ctx context.Context, d core.Device, cursor string, take func(api.FetchReply) error) error {
	for ctx.Err() == nil {
		n := f.n.Add(1)
		err := take(api.FetchReply{ServerTime: time.Now().Unix(), Cursor: "x", Gone: []api.Gone{{ID: api.NewID("chl_"), State: "expired"}}})
		if err != nil || n > 1e6 {
			return core.E("test", core.Offline, err)
		}
	}
	return core.E("test", core.Cancelled, ctx.Err())
}
