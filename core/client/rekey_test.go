package client_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/challenge"
	"kauth/core/client"
	"kauth/core/vault"
	"kauth/server-stub/stub"
)

// killer has a phone killed at its n-th point: a panic that nothing of the product
// recovers from.
type killer struct {
	mu     sync.Mutex
	points int
	at     int
}

var errKilled = errors.New("killed")

func (k *killer) point() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.points++; k.points == k.at {
		panic(errKilled)
	}
}

// mortalServer and mortalStore have a point before and after each call that changes
// something.
type mortalServer struct {
	*client.Client
	*killer
}

func (m mortalServer) Rekey(ctx context.Context, d core.Device, req api.RekeyRequest) (api.RekeyReply, error) {
	m.point()
	defer m.point()
	return m.Client.Rekey(ctx, d, req)
}

type mortalStore struct {
	*vault.Vault
	*killer
}

func (m mortalStore) UpdateAccount(id core.AccountID, change func(*core.Account) error) error {
	m.point()
	defer m.point()
	return m.Vault.UpdateAccount(id, change)
}

func TestStubPhoneKilledWhileRotatingItsKeyHoldsOneThatWorks(t *testing.T) {
	w, p := linked(t)
	id := p.accounts()[0].ID
	for n := 1; ; n++ {
		k := &killer{at: n}
		killed := func() (killed bool) {
			defer func() { killed = recover() != nil }()
			inbox := challenge.New(mortalServer{p.client, k}, mortalStore{p.vault, k}, challenge.Options{OS: "android 16", App: "1.0.0"})
			if err := inbox.Rekey(t.Context(), id); err != nil {
				t.Error(err)
			}
			return false
		}()
		p.restart()
		if err := w.stub.ResetLimits(); err != nil {
			t.Fatal(err)
		}
		asked := w.ask()
		if o := p.answer(p.one(), core.Approve, ""); o != core.Approved || w.state(asked) != "approved" {
			t.Fatalf("killed at %d: %s, and %s at the server", n, o, w.state(asked))
		}
		if !killed {
			if n < 7 {
				t.Errorf("only %d points", n)
			}
			break
		}
	}
	if d := p.accounts()[0].Device; !d.NextKey.IsZero() {
		t.Error("half a rotation stays after one that went through")
	}
}

func TestStubLostReplyToARotationIsAskedForAgain(t *testing.T) {
	w, p := linked(t)
	a := p.accounts()[0]
	if err := w.stub.Fault(stub.Fault{Method: "POST", Path: api.PathKey, Kind: "drop_reply", Times: 2}); err != nil {
		t.Fatal(err)
	}
	if err := p.inbox.Rekey(t.Context(), a.ID); err == nil {
		t.Log("the transport asked again by itself")
	}
	w.stub.ClearFaults()
	asked := w.ask()
	if o := p.answer(p.one(), core.Deny, ""); o != core.Refused || w.state(asked) != "denied" {
		t.Fatalf("%s, %s", o, w.state(asked))
	}
	if d := p.accounts()[0].Device; d.Key.Equal(a.Device.Key) || !d.NextKey.IsZero() {
		t.Fatal("the rotation did not come to its end")
	}
	if events, err := p.client.Activity(t.Context(), *p.accounts()[0].Device); err != nil || !changedOnce(events) {
		t.Fatalf("%v, %+v", err, events)
	}
}

func changedOnce(events []api.Event) bool {
	n := 0
	for _, e := range events {
		if e.What == "key_changed" {
			n++
		}
	}
	return n == 1
}

func TestStubRolledKeysAreFollowedFromOneToTheNext(t *testing.T) {
	w, p := linked(t)
	for n := 2; n <= 4; n++ {
		if err := errors.Join(w.stub.RollKey(), w.stub.ResetLimits()); err != nil {
			t.Fatal(err)
		}
		if err := p.inbox.Refresh(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		if d := p.accounts()[0].Device; len(d.ServerKeys) != n || d.KeysAt != uint64(n) {
			t.Fatalf("%d keys, version %d", len(d.ServerKeys), d.KeysAt)
		}
		p.restart()
		// Its next request says that it has the key: from then on that one signs.
		if err := p.inbox.Refresh(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		asked := w.ask()
		if o := p.answer(p.one(), core.Approve, ""); o != core.Approved || w.state(asked) != "approved" {
			t.Fatal(o)
		}
	}
	if err := w.stub.SetClock(stub.KeyOverlap + time.Hour); err != nil {
		t.Fatal(err)
	}
	if err := p.inbox.Refresh(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	if d := p.accounts()[0].Device; len(d.ServerKeys) != 1 || p.inbox.Dropped() != 0 {
		t.Fatalf("%d keys after the overlap, %d messages dropped", len(d.ServerKeys), p.inbox.Dropped())
	}
}

func TestStubPhoneThatSleptThroughAKeyRollIsToldToLinkAgain(t *testing.T) {
	w, p := linked(t)
	if err := errors.Join(w.stub.RollKey(), w.stub.SetClock(stub.KeyOverlap)); err != nil {
		t.Fatal(err)
	}
	wantKind(t, p.inbox.Refresh(t.Context(), 0), core.Relink)
	a := p.accounts()[0]
	if a.OTP.Secret.Len() == 0 || core.KindOf(p.inbox.AccountTrouble()[a.ID]) != core.Relink {
		t.Fatal("its codes are gone, or nobody is told")
	}
	// It may still say good-bye.
	if err := p.client.GiveUp(t.Context(), *a.Device); err != nil {
		t.Fatal(err)
	}
}

func TestStubPolicyIsObeyed(t *testing.T) {
	w, p := linked(t)
	if err := w.stub.SetPolicy(stub.Policy{VerifyRequired: true}); err != nil {
		t.Fatal(err)
	}
	asked := w.ask()
	c := p.one()
	if got := p.accounts()[0].Device.Policy; got != (core.Policy{Version: 1, VerifyRequired: true, MustStay: true}) {
		t.Fatalf("%+v", got)
	}
	_, err := p.inbox.Answer(t.Context(), c.ID, core.Approve, "", "")
	wantKind(t, err, core.Unverified)
	if w.state(asked) != "waiting" {
		t.Fatal("the request is over although nobody answered it")
	}
	wantKind(t, p.enroll.Remove(t.Context(), p.accounts()[0].ID), core.Forbidden)
	unlocked := challenge.New(p.client, p.vault, challenge.Options{Verified: func() string { return "pin" }})
	if err := unlocked.Refresh(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	if o, err := unlocked.Answer(t.Context(), c.ID, core.Approve, "", ""); err != nil || o != core.Approved {
		t.Fatal(fmt.Sprint(o, err))
	}
}
