package challenge_test

import (
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/challenge"
	"kauth/core/coretest"
)

// asked has another phone begin to take this one's place, and gives the request here.
func (s *scene) asked(t *testing.T) (next *coretest.Phone, waits core.Account, c core.Challenge) {
	t.Helper()
	next = coretest.NewPhone(s.server, coretest.NewStore(nil))
	waits, err := next.Enroll.Begin(t.Context(), s.server.OfferMove(coretest.Anna, s.account.Device.ID))
	if err != nil {
		t.Fatal(err)
	}
	return next, waits, s.one(t)
}

// gone is what was told of the account that went.
func (s *scene) gone() (e challenge.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range s.events {
		if one.Revoked != nil {
			return one
		}
	}
	return e
}

func TestYesToAMoveEndsTheAccountHereAndBeginsItThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		next, waits, c := s.asked(t)
		if c.Kind != core.KindMove || c.Mode != core.Match || c.Digits != 6 || c.Context.To != "New phone" {
			t.Fatalf("%+v", c)
		}
		if o, err := s.Inbox.Answer(t.Context(), c.ID, core.Approve, coretest.MoveNumber, ""); err != nil || o != core.Approved {
			t.Fatalf("%s, %v", o, err)
		}
		s.refresh(t)
		if e := s.gone(); e.Revoked == nil || e.Revoked.ID != s.account.ID || !e.Moved || e.MovedTo != "New phone" {
			t.Errorf("told is %+v", e)
		}
		if len(s.Accounts(t)) != 0 {
			t.Error("the account is still here")
		}
		if now, _, err := next.Enroll.Move(t.Context(), waits.ID, 0); err != nil || now.State != core.Active {
			t.Errorf("there it is %+v, %v", now, err)
		}
	})
}

func TestMoveThatIsRefusedLeavesTheAccountHere(t *testing.T) {
	for name, answer := range map[string]struct {
		d      core.Decision
		digits string
		want   core.Outcome
	}{"NO": {core.Deny, "", core.Refused}, "wrong digits": {core.Approve, "000000", core.WrongNumber}} {
		synctest.Test(t, func(t *testing.T) {
			s := newScene(t)
			_, _, c := s.asked(t)
			if o, err := s.Inbox.Answer(t.Context(), c.ID, answer.d, answer.digits, ""); err != nil || o != answer.want {
				t.Fatalf("%s: %s, %v", name, o, err)
			}
			s.server.Ask(coretest.Anna, 0, time.Minute)
			if s.one(t); len(s.Accounts(t)) != 1 {
				t.Errorf("%s: the account went", name)
			}
		})
	}
}

// TestOnlyThePinnedKeySaysMoved: a statement that is not the server's, or not for this
// phone, removes nothing and is told to nobody.
func TestOnlyThePinnedKeySaysMoved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		other := coretest.NewServer(nil)
		stranger := coretest.NewPhone(other, coretest.NewStore(nil)).Link(t, other, coretest.Anna)
		d := s.account.Device
		forged := api.Statement{
			Kind: api.StmtRevoked, Iss: s.server.Origin, Aud: d.ID, Account: d.Account, Key: api.ThumbprintOf(d.Key.Signer()),
			Listen: api.ThumbprintOf(d.Listen.Signer()), Why: api.WhyMoved, To: "Thief's phone", Iat: time.Now().Unix(),
		}
		theirs := forged
		theirs.Aud, theirs.Key = stranger.Device.ID, api.ThumbprintOf(stranger.Device.Key.Signer())
		policy := forged
		policy.Kind = api.StmtPolicy
		for name, jws := range map[string]string{
			"by another key":       other.Sign(api.TypeStatement, forged),
			"for another phone":    s.server.Sign(api.TypeStatement, theirs),
			"of another kind":      s.server.Sign(api.TypeStatement, policy),
			"as a challenge":       s.server.Sign(api.TypeChallenge, forged),
			"with a cut signature": s.server.Sign(api.TypeStatement, forged)[:200],
		} {
			inbox := challenge.New(&stating{s.server, []string{jws}}, s.store, challenge.Options{})
			if err := inbox.Refresh(t.Context(), 0); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if len(s.Accounts(t)) != 1 {
				t.Fatalf("%s: the account went", name)
			}
		}
	})
}
