package challenge_test

import (
	"context"
	"crypto/ecdsa"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/challenge"
	"kauth/core/coretest"
)

// locked is the same phone while it is locked, over a store of its own.
func (s *scene) locked(t *testing.T) *scene {
	t.Helper()
	a := s.now(t)
	heard := a.Device.Listening()
	a.Device, a.OTP = &heard, core.OTP{}
	l := &scene{server: s.server, store: coretest.NewStore(nil), account: a}
	if err := l.store.PutAccount(a); err != nil {
		t.Fatal(err)
	}
	l.Phone = coretest.NewPhone(l.server, l.store)
	return l
}

func TestLockedPhoneHearsAndRefuses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newScene(t).locked(t)
		asked := l.server.Ask(coretest.Anna, 2, 2*time.Minute)
		if o := l.answer(t, l.one(t), core.Deny, ""); o != core.Refused || l.server.StateOf(asked) != "denied" {
			t.Fatalf("%s, and %s at the server", o, l.server.StateOf(asked))
		}
	})
}

func TestLockedPhoneListensByPollAndByStream(t *testing.T) {
	for _, streams := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			s := newScene(t)
			s.server.Streams = streams
			l := s.locked(t)
			ctx, stop := context.WithCancel(t.Context())
			go l.Inbox.Run(ctx)
			time.Sleep(time.Minute)
			l.server.Ask(coretest.Anna, 0, 2*time.Minute)
			synctest.Wait()
			if n := len(l.Inbox.Pending()); n != 1 {
				t.Errorf("streams %t: %d requests", streams, n)
			}
			stop()
			synctest.Wait()
		})
	}
}

func TestYesWhileLockedIsNotSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		l := s.locked(t)
		r := &sent{Server: s.server}
		l.Phone = coretest.NewPhone(r, l.store)
		asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		c := l.one(t)
		if _, err := l.Inbox.Answer(t.Context(), c.ID, core.Approve, "", ""); core.KindOf(err) != core.Locked {
			t.Fatal(err)
		}
		if len(r.jws) != 0 || len(l.Inbox.Pending()) != 1 {
			t.Fatalf("%d answers were sent, %d requests wait", len(r.jws), len(l.Inbox.Pending()))
		}
		// Unlocked, the same inbox says YES.
		if err := l.store.PutAccount(s.now(t)); err != nil {
			t.Fatal(err)
		}
		for range 5 { // its counter is the vault's, which the link has used
			if _, err := l.store.NextCounter(l.account.ID); err != nil {
				t.Fatal(err)
			}
		}
		if o := l.answer(t, c, core.Approve, ""); o != core.Approved || s.server.StateOf(asked) != "approved" {
			t.Fatal(o)
		}
	})
}

// shutting is a store that is shut in the middle of an answer.
type shutting struct {
	*coretest.Store
	away *coretest.Store
	shut bool
}

func (s *shutting) NextCounter(id core.AccountID) (uint64, error) {
	s.shut = true
	return s.away.NextCounter(id)
}

func (s *shutting) Account(id core.AccountID) (core.Account, error) {
	if s.shut {
		return s.away.Account(id)
	}
	return s.Store.Account(id)
}

func TestPhoneLockedWhileAYesIsSignedIsNotSuspended(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		s.usable(t)
		l := s.locked(t)
		s.Phone = coretest.NewPhone(s.server, s.store)
		s.Inbox = challenge.New(s.server, &shutting{Store: s.store, away: l.store}, challenge.Options{})
		asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		if _, err := s.Inbox.Answer(t.Context(), s.one(t).ID, core.Approve, "", ""); core.KindOf(err) != core.Locked {
			t.Fatal(err)
		}
		if got := s.server.State(s.account.Device.ID); got != "active" || s.server.StateOf(asked) != "pending" {
			t.Fatalf("the phone is %s, the request %s", got, s.server.StateOf(asked))
		}
	})
}

// TestNoIsSignedByTheListeningKeyLockedOrNot: and says truly how the phone was unlocked.
func TestNoIsSignedByTheListeningKeyLockedOrNot(t *testing.T) {
	for want, isLocked := range map[string]bool{"pin": false, "none": true} {
		synctest.Test(t, func(t *testing.T) {
			s := newScene(t)
			if isLocked {
				s = s.locked(t)
			}
			r := &sent{Server: s.server}
			s.Inbox = challenge.New(r, s.store, challenge.Options{Verified: func() string { return "pin" }})
			s.server.Ask(coretest.Anna, 0, 2*time.Minute)
			s.answer(t, s.one(t), core.Deny, "")
			d := s.account.Device
			a, err := api.OpenAnswer(r.jws[0], d.Listen.Public().(*ecdsa.PublicKey), d.ID, d.Origin)
			if err != nil || a.Verified != want || a.Decision != "deny" {
				t.Errorf("%+v, %v", a, err)
			}
		})
	}
}

func TestNoGivenAgainIsTheSameBytesWhateverWasAnsweredMeanwhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, r := recorded(t)
		asked := s.server.Ask(coretest.Anna, 0, 5*time.Minute)
		c := s.one(t)
		s.server.Before(coretest.Fail(offline, "Answer"))
		if _, err := s.Inbox.Answer(t.Context(), c.ID, core.Deny, "", ""); err == nil {
			t.Fatal("it got through")
		}
		s.server.Before(nil)
		if o := s.answer(t, c, core.Deny, ""); o != core.Refused || s.server.StateOf(asked) != "denied" || r.jws[len(r.jws)-1] != r.jws[0] {
			t.Fatalf("%s, or signed anew", o)
		}
	})
}

func TestNoNeedsNoRoomInTheVault(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		c := s.one(t)
		s.store.Before(coretest.Fail(core.E("test", core.StorageFull, nil), "NextCounter", "Put", "PutAccount", "UpdateAccount"))
		if _, err := s.Inbox.Answer(t.Context(), c.ID, core.Approve, "", ""); core.KindOf(err) != core.StorageFull {
			t.Fatal(err)
		}
		if o := s.answer(t, c, core.Deny, ""); o != core.Refused || s.server.StateOf(asked) != "denied" {
			t.Fatal(o)
		}
	})
}

// TestLockedAndUnlockedAnswersNeverSuspendThePhone: whatever the two stores count.
func TestLockedAndUnlockedAnswersNeverSuspendThePhone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		l := s.locked(t)
		for range 3 {
			l.server.Ask(coretest.Anna, 0, 2*time.Minute)
			l.answer(t, l.one(t), core.Deny, "")
			s.usable(t)
		}
		if got := s.server.State(s.account.Device.ID); got != "active" {
			t.Fatal(got)
		}
	})
}

func TestLockedPhoneTakesNewServerKeysAndPolicyAndTheVaultLearnsThem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		l := s.locked(t)
		var said []string
		l.Inbox = challenge.New(l.server, l.store, challenge.Options{Heard: func(_ core.AccountID, statement string) error {
			said = append(said, statement)
			return nil
		}})
		s.server.RollKey()
		s.server.SetPolicy(api.VerifyRequired, false)
		l.refresh(t)
		l.refresh(t) // says that it has them
		asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		if o := l.answer(t, l.one(t), core.Deny, ""); o != core.Refused {
			t.Fatalf("%s, and %s at the server", o, s.server.StateOf(asked))
		}
		heard := l.now(t).Device
		if heard.KeysAt != 2 || len(heard.ServerKeys) != 2 || !heard.Policy.VerifyRequired {
			t.Fatalf("%+v", heard)
		}
		for _, statement := range said {
			if _, err := challenge.Relearn(s.store, s.account.ID, statement); err != nil {
				t.Fatal(err)
			}
		}
		if now := s.now(t).Device; now.KeysAt != 2 || !now.Policy.VerifyRequired {
			t.Fatalf("%+v", now)
		}
		s.usable(t) // signed by the new key
	})
}

func TestStatementForAnotherListeningKeyIsDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		l := s.locked(t)
		other, err := core.NewDeviceKey()
		if err != nil {
			t.Fatal(err)
		}
		err = l.store.UpdateAccount(l.account.ID, func(a *core.Account) error { a.Device.NextListen = other; return nil })
		if err != nil {
			t.Fatal(err)
		}
		d := l.account.Device
		st := s.server.KeyRoll()
		st.Iss, st.Aud, st.Account, st.KeysAt = s.server.Origin, d.ID, d.Account, 9
		for name, lk := range map[string]string{
			"none": "", "another": api.ThumbprintOf(other), "the device key": api.ThumbprintOf(s.account.Device.Key),
		} {
			st.Listen, st.Key = lk, api.ThumbprintOf(s.account.Device.Key)
			l.Phone = coretest.NewPhone(&states{s.server, s.server.Sign(api.TypeStatement, st)}, l.store)
			l.refresh(t)
			if at := l.now(t).Device.KeysAt; at == 9 {
				t.Errorf("%s: taken", name)
			}
		}
	})
}

// states is a server that adds a statement to what it says.
type states struct {
	*coretest.Server
	jws string
}

func (s *states) Fetch(ctx context.Context, d core.Device, cursor string, wait time.Duration) (api.FetchReply, error) {
	r, err := s.Server.Fetch(ctx, d, cursor, wait)
	r.Statements, r.ServerTime, r.Cursor = append(r.Statements, s.jws), s.Now().Unix(), "x"
	return r, err
}

func TestLockedPhoneHearsThatItWasRemoved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newScene(t).locked(t)
		l.server.Revoke(l.account.Device.ID)
		if err := l.Inbox.Refresh(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		if len(l.Accounts(t)) != 0 {
			t.Fatal("it goes on listening")
		}
	})
}

func TestLockedPhoneReplacesNoKeys(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newScene(t).locked(t)
		l.aged(t, 91*day)
		if err := l.Inbox.Rekey(t.Context(), l.account.ID); core.KindOf(err) != core.Locked {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		go l.Inbox.Run(ctx)
		time.Sleep(3 * time.Hour)
		stop()
		synctest.Wait()
		if d := l.now(t).Device; !d.Listen.Equal(l.account.Device.Listen) || !d.NextKey.IsZero() || len(l.Inbox.AccountTrouble()) != 0 {
			t.Fatalf("%v", l.Inbox.AccountTrouble())
		}
	})
}

func TestAccountThatCannotBeHeardWhileLockedIsNotAskedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newScene(t).locked(t)
		err := l.store.UpdateAccount(l.account.ID, func(a *core.Account) error { a.Device.Listen = core.DeviceKey{}; return nil })
		if err != nil {
			t.Fatal(err)
		}
		l.refresh(t)
		if n := len(l.Inbox.AccountTrouble()); n != 0 {
			t.Fatalf("%d troubles", n)
		}
	})
}

// before is a phone whose account is of before listening keys.
func before(t *testing.T) *scene {
	t.Helper()
	s := &scene{server: coretest.NewServer(&coretest.Faults{}), store: coretest.NewStore(&coretest.Faults{})}
	s.server.Deaf = true
	s.Phone = coretest.NewPhone(s.server, s.store)
	s.account = s.Link(t, s.server, coretest.Anna)
	if !s.account.Device.Listen.IsZero() || s.server.Listening(s.account.Device.ID) {
		t.Fatal("a server of before listening keys has one")
	}
	return s
}

// counted counts calls of that name, and lets each fail by err.
func (s *scene) counted(name string, err error) *atomic.Int64 {
	var n atomic.Int64
	s.server.Before(func(call string) error {
		if call != name {
			return nil
		}
		n.Add(1)
		return err
	})
	return &n
}

func (s *scene) runFor(t *testing.T, d time.Duration) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	go s.Inbox.Run(ctx)
	time.Sleep(d)
	stop()
	synctest.Wait()
}

func TestAccountOfBeforeGetsAListeningKeyByItselfOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := before(t)
		s.server.Deaf = false
		n := s.counted("Rekey", nil)
		s.runFor(t, 3*day)
		if d := s.now(t).Device; d.Listen.IsZero() || !s.server.Listening(d.ID) || n.Load() != 1 {
			t.Fatalf("%d rotations", n.Load())
		}
		s.usable(t)
		l := s.locked(t)
		l.server.Ask(coretest.Anna, 0, 2*time.Minute)
		l.answer(t, l.one(t), core.Deny, "")
	})
}

func TestServerThatTakesNoListeningKeyIsNotAskedForNewKeys(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := before(t)
		rotations := s.counted("Rekey", nil)
		s.runFor(t, 3*day)
		if rotations.Load() != 0 {
			t.Fatalf("%d rotations", rotations.Load())
		}
		asked := s.counted("Configuration", nil)
		s.runFor(t, 3*day)
		if n := asked.Load(); n < 3 || n > 4 {
			t.Fatalf("asked %d times in three days", n)
		}
		s.usable(t)
	})
}

func TestListeningKeyThatFailedIsTriedAgainAfterAnHour(t *testing.T) {
	for _, call := range []string{"Rekey", "Configuration"} {
		synctest.Test(t, func(t *testing.T) {
			s := before(t)
			s.server.Deaf = false
			n := s.counted(call, offline)
			s.runFor(t, 150*time.Minute)
			if tries := n.Load(); tries < 2 || tries > 4 {
				t.Fatalf("%d tries of %s in two and a half hours", tries, call)
			}
			s.server.Before(nil)
			s.runFor(t, 2*time.Hour)
			if s.now(t).Device.Listen.IsZero() {
				t.Fatal("it gave up")
			}
		})
	}
}

func TestRotationReplacesBothKeys(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		old := s.locked(t)
		if err := s.Inbox.Rekey(t.Context(), s.account.ID); err != nil {
			t.Fatal(err)
		}
		d := s.now(t).Device
		if d.Listen.IsZero() || d.Listen.Equal(s.account.Device.Listen) || !d.NextListen.IsZero() {
			t.Fatal("the listening key is the old one, or half of one")
		}
		s.locked(t).refresh(t)
		if err := old.Inbox.Refresh(t.Context(), 0); core.KindOf(err) != core.NotLinked {
			t.Fatalf("the old listening key still hears: %v", err)
		}
	})
}

func TestPhoneLockedWhileTheReplyToARotationIsLostStillHears(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		s.server.After(coretest.Fail(offline, "Rekey"))
		if err := s.Inbox.Rekey(t.Context(), s.account.ID); err == nil {
			t.Fatal("the reply was not lost")
		}
		s.server.After(nil)
		l := s.locked(t)
		asked := l.server.Ask(coretest.Anna, 0, 2*time.Minute)
		if o := l.answer(t, l.one(t), core.Deny, ""); o != core.Refused || l.server.StateOf(asked) != "denied" {
			t.Fatal(o)
		}
		s.usable(t) // and unlocked it finds out which keys count
		if d := s.now(t).Device; !d.NextListen.IsZero() || d.Listen.Equal(s.account.Device.Listen) {
			t.Fatal("half a rotation stays")
		}
	})
}

func TestServerThatLosesTheListeningKeyLeavesThePhoneWithOneKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		s.server.Deaf = true // an older one took its place
		if err := s.Inbox.Rekey(t.Context(), s.account.ID); err != nil {
			t.Fatal(err)
		}
		if d := s.now(t).Device; !d.Listen.IsZero() || !d.NextListen.IsZero() {
			t.Fatal("a key is kept that nobody knows")
		}
		s.usable(t)
	})
}

func TestListeningKeyThatTheServerDidNotSignIsNotTaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		s.Phone = coretest.NewPhone(&unsigned{s.server, func(r *api.RekeyReply) {
			d := s.now(t).Device
			r.Statement = s.server.Sign(api.TypeStatement, api.Statement{
				Kind: api.StmtRekeyed, Iss: s.server.Origin, Aud: d.ID, Account: d.Account,
				Key: api.ThumbprintOf(d.NextKey), Listen: api.ThumbprintOf(d.Listen), Iat: 1,
			})
		}}, s.store)
		if err := s.Inbox.Rekey(t.Context(), s.account.ID); core.KindOf(err) != core.WrongKey {
			t.Fatal(err)
		}
		if d := s.now(t).Device; !d.Key.Equal(s.account.Device.Key) || d.NextListen.IsZero() {
			t.Fatal("a key is lost")
		}
	})
}
