package challenge_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/challenge"
	"kauth/core/coretest"
)

func TestSignedRevocationRemovesTheAccount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		s.Link(t, s.server, coretest.Ben)
		s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		s.one(t)
		s.server.Revoke(s.account.Device.ID)
		if list := s.refresh(t); len(list) != 0 {
			t.Fatal("its request is still shown")
		}
		if all := s.Accounts(t); len(all) != 1 || all[0].Device.Account != coretest.Ben {
			t.Fatalf("%d accounts", len(all))
		}
		var revoked *core.Account
		for _, e := range s.events {
			if e.Revoked != nil {
				revoked = e.Revoked
			}
		}
		if revoked == nil || revoked.ID != s.account.ID || revoked.Label != s.account.Label {
			t.Fatalf("%+v", revoked)
		}
	})
}

func TestRevocationStopsThePoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c, stop := running(t)
		defer stop()
		s.server.Revoke(s.account.Device.ID)
		synctest.Wait()
		if len(s.Accounts(t)) != 0 {
			t.Fatal("the account is still here")
		}
		before := c.fetches.Load()
		time.Sleep(10 * time.Minute)
		if c.fetches.Load() != before {
			t.Fatal("a revoked phone goes on asking")
		}
	})
}

func TestOwnRemovalIsNotToldAsARevocation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _, stop := running(t)
		defer stop()
		told := make(chan bool, 100)
		s.Inbox.Observe(func(e challenge.Event) {
			if e.Revoked != nil {
				told <- true
			}
		})
		if err := s.Enroll.Remove(t.Context(), s.account.ID); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		if len(told) > 0 {
			t.Fatal("the person reads that somebody turned it off")
		}
	})
}

// stating is a server that adds statements to every fetch.
type stating struct {
	*coretest.Server
	statements []string
}

func (s *stating) Fetch(ctx context.Context, d core.Device, cursor string, wait time.Duration) (api.FetchReply, error) {
	return api.FetchReply{ServerTime: time.Now().Unix(), Cursor: "x", Statements: s.statements}, nil
}

func TestNothingElseRemovesAnAccount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		d := s.account.Device
		good := api.Statement{
			Kind: api.StmtRevoked, Iss: s.server.Origin, Aud: d.ID, Account: d.Account,
			Key: api.Thumbprint(d.Key.Public().(*ecdsa.PublicKey)), Iat: time.Now().Unix(),
		}
		stranger, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		byStranger, err := api.Sign(api.TypeStatement, stranger, good)
		if err != nil {
			t.Fatal(err)
		}
		byPhone, err := api.Sign(api.TypeStatement, d.Key, good)
		if err != nil {
			t.Fatal(err)
		}
		changed := func(change func(*api.Statement)) string {
			c := good
			change(&c)
			return s.server.Sign(api.TypeStatement, c)
		}
		bad := []string{
			"", "x", byStranger, byPhone,
			s.server.Sign(api.TypeChallenge, good),
			changed(func(s *api.Statement) { s.Kind = api.StmtRegistered }),
			changed(func(s *api.Statement) { s.Kind = "keyroll" }),
			changed(func(s *api.Statement) { s.Iss = "https://evil.example" }),
			changed(func(s *api.Statement) { s.Aud = "dev_AAAAAAAAAAAAAAAAAAAAAA" }),
			changed(func(s *api.Statement) { s.Account = coretest.Ben }),
			changed(func(s *api.Statement) { s.Key = api.Thumbprint(&stranger.PublicKey) }),
		}
		inbox := challenge.New(&stating{s.server, bad}, s.store, challenge.Options{})
		if err := inbox.Refresh(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		if len(s.Accounts(t)) != 1 || inbox.Dropped() != len(bad) {
			t.Fatalf("%d accounts, %d of %d dropped", len(s.Accounts(t)), inbox.Dropped(), len(bad))
		}
		inbox = challenge.New(&stating{s.server, append(bad, s.server.Sign(api.TypeStatement, good))}, s.store, challenge.Options{})
		if err := inbox.Refresh(t.Context(), 0); err != nil || len(s.Accounts(t)) != 0 {
			t.Fatalf("the real one among them does nothing: %v", err)
		}
	})
}

func TestStatusCodesNeverRemoveAnAccount(t *testing.T) {
	for _, kind := range []core.Kind{core.NotLinked, core.NotFound, core.Expired, core.Suspended, core.Denied, core.Garbled} {
		synctest.Test(t, func(t *testing.T) {
			s, _, stop := running(t)
			defer stop()
			s.server.Before(coretest.Fail(core.E("test", kind, nil), "Fetch"))
			time.Sleep(time.Hour)
			if len(s.Accounts(t)) != 1 {
				t.Fatalf("%s removed it", kind)
			}
		})
	}
}

func TestRevocationThatCannotBeStoredComesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		s.server.Revoke(s.account.Device.ID)
		s.store.Before(coretest.Fail(core.E("test", core.StorageFull, nil), "DeleteAccount"))
		if err := s.Inbox.Refresh(t.Context(), 0); core.KindOf(err) != core.StorageFull {
			t.Fatal(err)
		}
		s.store.Before(nil)
		if s.refresh(t); len(s.Accounts(t)) != 0 {
			t.Fatal("it is still here")
		}
	})
}
