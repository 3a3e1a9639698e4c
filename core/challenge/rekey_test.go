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
	"kauth/core/coretest"
)

// now is Anna's account as the store has it.
func (s *scene) now(t *testing.T) core.Account {
	t.Helper()
	a, err := s.store.Account(s.account.ID)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// aged makes the device key older.
func (s *scene) aged(t *testing.T, by time.Duration) {
	t.Helper()
	err := s.store.UpdateAccount(s.account.ID, func(a *core.Account) error {
		a.Device.KeySince = a.Device.KeySince.Add(-by)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

const day = 24 * time.Hour

// usable answers a request from beginning to end.
func (s *scene) usable(t *testing.T) {
	t.Helper()
	asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
	if o := s.answer(t, s.one(t), core.Approve, ""); o != core.Approved || s.server.StateOf(asked) != "approved" {
		t.Fatalf("%s, and %s at the server", o, s.server.StateOf(asked))
	}
}

func TestNewDeviceKeyTakesTheOldOnesPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		time.Sleep(time.Minute)
		if err := s.Inbox.Rekey(t.Context(), s.account.ID); err != nil {
			t.Fatal(err)
		}
		d := s.now(t).Device
		if d.Key.Equal(s.account.Device.Key) || !d.NextKey.IsZero() || !d.KeySince.Equal(time.Now()) {
			t.Fatalf("since %v", d.KeySince)
		}
		s.usable(t)
		_, err := s.server.Fetch(t.Context(), *s.account.Device, "", 0)
		if core.KindOf(err) != core.NotLinked {
			t.Fatalf("the old key still works: %v", err)
		}
	})
}

func TestOldDeviceKeyIsReplacedByItselfAndAYoungOneIsNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _, stop := running(t)
		defer stop()
		s.aged(t, 89*day)
		time.Sleep(23 * time.Hour)
		if !s.now(t).Device.Key.Equal(s.account.Device.Key) {
			t.Fatal("replaced before its time")
		}
		time.Sleep(2 * time.Hour)
		first := s.now(t).Device.Key
		if first.Equal(s.account.Device.Key) {
			t.Fatal("not replaced after 90 days")
		}
		s.aged(t, 88*day)
		time.Sleep(day)
		if !s.now(t).Device.Key.Equal(first) {
			t.Fatal("replaced again at once")
		}
		s.usable(t)
	})
}

func TestKeyIsNotReplacedWhileARequestWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _, stop := running(t)
		defer stop()
		s.aged(t, 90*day-time.Minute)
		s.server.Ask(coretest.Anna, 0, 10*time.Minute)
		time.Sleep(9 * time.Minute)
		if len(s.Inbox.Pending()) != 1 || !s.now(t).Device.Key.Equal(s.account.Device.Key) {
			t.Fatal("replaced with a request on the screen")
		}
		s.answer(t, s.Inbox.Pending()[0], core.Deny, "")
		time.Sleep(time.Minute)
		if s.now(t).Device.Key.Equal(s.account.Device.Key) {
			t.Fatal("not replaced once nothing waits")
		}
	})
}

func TestRotationThatFailsIsTriedAgainAfterAnHour(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _, stop := running(t)
		defer stop()
		var tries atomic.Int64
		s.server.Before(func(call string) error {
			if call == "Rekey" {
				tries.Add(1)
				return offline
			}
			return nil
		})
		s.aged(t, 90*day)
		time.Sleep(150 * time.Minute)
		if n := tries.Load(); n < 2 || n > 4 {
			t.Fatalf("%d tries in two and a half hours", n)
		}
		s.server.Before(nil)
		time.Sleep(2 * time.Hour)
		if s.now(t).Device.Key.Equal(s.account.Device.Key) {
			t.Fatal("it gave up")
		}
	})
}

// TestPhoneKilledWhileRotatingHoldsAKeyThatWorks kills it at every point: before and
// after each write and each call.
func TestPhoneKilledWhileRotatingHoldsAKeyThatWorks(t *testing.T) {
	for n := 1; ; n++ {
		more := true
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := sharedFaults(t)
				asked := s.server.Ask(coretest.Anna, 0, 5*time.Minute)
				more = s.killed(n, func() { _ = s.Inbox.Rekey(t.Context(), s.account.ID) })
				s.Phone = coretest.NewPhone(s.server, s.store)
				if o := s.answer(t, s.one(t), core.Approve, ""); o != core.Approved || s.server.StateOf(asked) != "approved" {
					t.Fatalf("what waited ended as %s", o)
				}
				s.usable(t)
				// It goes on to the end by itself, with the same key.
				next := s.now(t).Device.NextKey
				ctx, stop := context.WithCancel(t.Context())
				go s.Inbox.Run(ctx)
				time.Sleep(10 * time.Minute)
				stop()
				synctest.Wait()
				if d := s.now(t).Device; !d.NextKey.IsZero() || !next.IsZero() && !d.Key.Equal(next) {
					t.Fatal("half a rotation stays")
				}
				s.usable(t)
			})
		})
		if !more || t.Failed() {
			if n < 6 {
				t.Errorf("only %d points", n)
			}
			return
		}
	}
}

// sharedFaults is a scene whose store and server count their points together.
func sharedFaults(t *testing.T) *scene {
	t.Helper()
	f := &coretest.Faults{}
	s := &scene{server: coretest.NewServer(f), store: coretest.NewStore(f)}
	s.Phone = coretest.NewPhone(s.server, s.store)
	s.account = s.Link(t, s.server, coretest.Anna)
	return s
}

func (s *scene) killed(n int, act func()) (killed bool) {
	defer func() {
		s.server.KillAt(0)
		if r := recover(); r != nil {
			if _, ok := r.(coretest.Killed); !ok {
				panic(r)
			}
			killed = true
		}
	}()
	s.server.KillAt(n)
	act()
	return false
}

func TestLostReplyToARotationDoesNotReadAsAnUnknownPhone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _, stop := running(t)
		defer stop()
		s.server.After(coretest.Fail(offline, "Rekey"))
		if err := s.Inbox.Rekey(t.Context(), s.account.ID); core.KindOf(err) != core.Offline {
			t.Fatal(err)
		}
		s.server.After(nil)
		asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		time.Sleep(time.Minute)
		if trouble := s.Inbox.AccountTrouble(); len(trouble) != 0 || len(s.Inbox.Pending()) != 1 {
			t.Fatalf("%v, %d requests", trouble, len(s.Inbox.Pending()))
		}
		if o := s.answer(t, s.Inbox.Pending()[0], core.Approve, ""); o != core.Approved || s.server.StateOf(asked) != "approved" {
			t.Fatal(o)
		}
	})
}

func TestAnswerGivenWhileTheReplyToARotationIsLostIsSignedByTheNewKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		c := s.one(t)
		s.server.After(coretest.Fail(offline, "Rekey"))
		if err := s.Inbox.Rekey(t.Context(), s.account.ID); err == nil {
			t.Fatal("the reply was not lost")
		}
		s.server.After(nil)
		if o := s.answer(t, c, core.Approve, ""); o != core.Approved || s.server.StateOf(asked) != "approved" {
			t.Fatalf("%s, and %s at the server", o, s.server.StateOf(asked))
		}
	})
}

// unsigned is a server whose reply to a rotation proves nothing.
type unsigned struct {
	*coretest.Server
	change func(*api.RekeyReply)
}

func (u *unsigned) Rekey(ctx context.Context, d core.Device, req api.RekeyRequest) (api.RekeyReply, error) {
	r, err := u.Server.Rekey(ctx, d, req)
	u.change(&r)
	return r, err
}

func TestOldKeyStaysUntilTheServerSignedThatTheNewOneCounts(t *testing.T) {
	for name, change := range map[string]func(*api.RekeyReply){
		"nothing": func(r *api.RekeyReply) { r.Statement = "" },
		"garbage": func(r *api.RekeyReply) { r.Statement = "a.b.c" },
		"changed": func(r *api.RekeyReply) { r.Statement = r.Statement[:len(r.Statement)-4] + "AAAA" },
	} {
		synctest.Test(t, func(t *testing.T) {
			s := newScene(t)
			real := s.Phone
			s.Phone = coretest.NewPhone(&unsigned{s.server, change}, s.store)
			if err := s.Inbox.Rekey(t.Context(), s.account.ID); core.KindOf(err) != core.WrongKey {
				t.Fatalf("%s: %v", name, err)
			}
			if d := s.now(t).Device; !d.Key.Equal(s.account.Device.Key) || d.NextKey.IsZero() {
				t.Fatalf("%s: a key is lost", name)
			}
			s.Phone = real
			s.usable(t)
		})
	}
}

func TestRotationAndRenamingDoNotUndoEachOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		done := make(chan error, 2)
		go func() { done <- s.Inbox.Rekey(t.Context(), s.account.ID) }()
		go func() {
			done <- s.store.UpdateAccount(s.account.ID, func(a *core.Account) error { a.Name = "Work"; return nil })
		}()
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		if a := s.now(t); a.Name != "Work" || a.Device.Key.Equal(s.account.Device.Key) {
			t.Fatalf("%+v", a)
		}
		s.usable(t)
	})
}
