package challenge_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/challenge"
	"kauth/core/coretest"
)

func TestNewServerKeyIsTrustedOnceTheOldOneStatedIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _, stop := running(t)
		defer stop()
		s.server.RollKey()
		synctest.Wait() // no time passes: a request after it must not be late either
		d := s.now(t).Device
		if len(d.ServerKeys) != 2 || d.KeysAt != 2 || d.ServerKeys[0].ID != api.Thumbprint(&s.server.Key().PublicKey) {
			t.Fatalf("%d keys, version %d", len(d.ServerKeys), d.KeysAt)
		}
		s.usable(t)
		s.server.RollKey()
		synctest.Wait()
		s.server.RollKey()
		synctest.Wait()
		if d := s.now(t).Device; len(d.ServerKeys) != 4 || d.KeysAt != 4 {
			t.Fatalf("%d keys, version %d", len(d.ServerKeys), d.KeysAt)
		}
		s.usable(t)
	})
}

// claims are a statement for the scene's phone.
func (s *scene) claims(t *testing.T, st api.Statement) api.Statement {
	t.Helper()
	d := s.now(t).Device
	st.Iss, st.Aud, st.Account, st.Iat = s.server.Origin, d.ID, d.Account, time.Now().Unix()
	st.Key = api.Thumbprint(d.Key.Public().(*ecdsa.PublicKey))
	return st
}

func strangerKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestNobodyElseBringsAServerKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		stranger := strangerKey(t)
		theirs := api.JWKOf(&stranger.PublicKey)
		theirs.Kid = api.Thumbprint(&stranger.PublicKey)
		good := s.claims(t, api.Statement{Kind: api.StmtKeyRoll, KeysAt: 2, KeyList: []api.JWK{theirs}})
		sign := func(signer *ecdsa.PrivateKey, change func(*api.Statement)) string {
			c := good
			c.KeyList = slices.Clone(good.KeyList)
			change(&c)
			jws, err := api.Sign(api.TypeStatement, signer, c)
			if err != nil {
				t.Fatal(err)
			}
			return jws
		}
		own := s.server.Key()
		bad := map[string]string{
			"by the key that it brings":    sign(stranger, func(*api.Statement) {}),
			"of another server":            sign(own, func(c *api.Statement) { c.Iss = "https://evil.example" }),
			"for another phone":            sign(own, func(c *api.Statement) { c.Aud = "dev_AAAAAAAAAAAAAAAAAAAAAA" }),
			"for another device key":       sign(own, func(c *api.Statement) { c.Key = theirs.Kid }),
			"for another account":          sign(own, func(c *api.Statement) { c.Account = coretest.Ben }),
			"of the version that is here":  sign(own, func(c *api.Statement) { c.KeysAt = 1 }),
			"without a version":            sign(own, func(c *api.Statement) { c.KeysAt = 0 }),
			"without keys":                 sign(own, func(c *api.Statement) { c.KeyList = nil }),
			"with a key twice":             sign(own, func(c *api.Statement) { c.KeyList = append(c.KeyList, theirs) }),
			"with a key under a wrong kid": sign(own, func(c *api.Statement) { c.KeyList[0].Kid = api.Thumbprint(&own.PublicKey) }),
			"with a key without a kid":     sign(own, func(c *api.Statement) { c.KeyList[0].Kid = "" }),
			"with a point off the curve":   sign(own, func(c *api.Statement) { c.KeyList[0].Y = c.KeyList[0].X }),
			"with too many keys":           sign(own, func(c *api.Statement) { c.KeyList = slices.Repeat(c.KeyList, api.MaxKeys+1) }),
			"of another kind":              sign(own, func(c *api.Statement) { c.Kind = "rollkey" }),
			"not there":                    "",
		}
		for name, jws := range bad {
			inbox := challenge.New(&stating{s.server, []string{jws}}, s.store, challenge.Options{})
			if err := inbox.Refresh(t.Context(), 0); err != nil {
				t.Fatal(err)
			}
			if d := s.now(t).Device; d.KeysAt != 1 || len(d.ServerKeys) != 1 || inbox.Dropped() != 1 {
				t.Fatalf("%s: taken, %d dropped", name, inbox.Dropped())
			}
		}
		inbox := challenge.New(&stating{s.server, []string{sign(own, func(*api.Statement) {})}}, s.store, challenge.Options{})
		if err := inbox.Refresh(t.Context(), 0); err != nil || s.now(t).Device.KeysAt != 2 {
			t.Fatalf("the good one is refused: %v", err)
		}
	})
}

func TestOldListOfServerKeysDoesNotComeBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		first := s.server.Key()
		sign := func(version uint64, keys ...*ecdsa.PrivateKey) string {
			var list []api.JWK
			for _, k := range keys {
				j := api.JWKOf(&k.PublicKey)
				j.Kid = api.Thumbprint(&k.PublicKey)
				list = append(list, j)
			}
			st := s.claims(t, api.Statement{Kind: api.StmtKeyRoll, KeysAt: version, KeyList: list})
			jws, err := api.Sign(api.TypeStatement, first, st)
			if err != nil {
				t.Fatal(err)
			}
			return jws
		}
		a, b := strangerKey(t), strangerKey(t)
		two, three := sign(2, a, first), sign(3, b, first)
		take := func(jws string) {
			t.Helper()
			inbox := challenge.New(&stating{s.server, []string{jws}}, s.store, challenge.Options{})
			if err := inbox.Refresh(t.Context(), 0); err != nil {
				t.Fatal(err)
			}
		}
		take(three)
		take(two)
		if d := s.now(t).Device; d.KeysAt != 3 || d.ServerKeys[0].ID != api.Thumbprint(&b.PublicKey) {
			t.Fatalf("version %d", d.KeysAt)
		}
	})
}

func TestKeyThatIsNotOnTheListSignsNothingAnyMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		first, second := s.server.Key(), strangerKey(t)
		j := api.JWKOf(&second.PublicKey)
		j.Kid = api.Thumbprint(&second.PublicKey)
		alone, err := api.Sign(api.TypeStatement, first, s.claims(t, api.Statement{Kind: api.StmtKeyRoll, KeysAt: 2, KeyList: []api.JWK{j}}))
		if err != nil {
			t.Fatal(err)
		}
		revoked, err := api.Sign(api.TypeStatement, first, s.claims(t, api.Statement{Kind: api.StmtRevoked}))
		if err != nil {
			t.Fatal(err)
		}
		inbox := challenge.New(&stating{s.server, []string{alone}}, s.store, challenge.Options{})
		if err := inbox.Refresh(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		inbox = challenge.New(&stating{s.server, []string{revoked}}, s.store, challenge.Options{})
		if err := inbox.Refresh(t.Context(), 0); err != nil || len(s.Accounts(t)) != 1 {
			t.Fatalf("a dead key removed the account: %v", err)
		}
	})
}

func TestPolicyIsKeptAndAnOlderOneDoesNotComeBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _, stop := running(t)
		defer stop()
		s.server.SetPolicy(api.VerifyRequired, false)
		synctest.Wait()
		want := core.Policy{Version: 1, VerifyRequired: true, MustStay: true}
		if got := s.now(t).Device.Policy; got != want {
			t.Fatalf("%+v", got)
		}
		s.server.SetPolicy(api.VerifyNone, true)
		synctest.Wait()
		leave := false
		old := s.server.Sign(api.TypeStatement, s.claims(t, api.Statement{Kind: api.StmtPolicy, PolicyAt: 1, Verify: api.VerifyRequired, MayLeave: &leave}))
		vague := s.server.Sign(api.TypeStatement, s.claims(t, api.Statement{Kind: api.StmtPolicy, PolicyAt: 9, Verify: api.VerifyRequired}))
		inbox := challenge.New(&stating{s.server, []string{old, vague}}, s.store, challenge.Options{})
		if err := inbox.Refresh(t.Context(), 0); err != nil || inbox.Dropped() != 2 {
			t.Fatalf("%v, %d dropped", err, inbox.Dropped())
		}
		if got := s.now(t).Device.Policy; got != (core.Policy{Version: 2}) {
			t.Fatalf("%+v", got)
		}
	})
}

func TestLabelThatItsServerChangedIsTakenOverAndAnOlderOneDoesNotComeBack(t *testing.T) {
	for name, open := range map[string]func(*testing.T) (*scene, context.CancelFunc){
		"by poll":   func(t *testing.T) (*scene, context.CancelFunc) { s, _, stop := running(t); return s, stop },
		"by stream": func(t *testing.T) (*scene, context.CancelFunc) { s, _, stop := listening(t, 0, nil); return s, stop },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, stop := open(t)
				defer stop()
				var told atomic.Int64
				s.Inbox.Observe(func(e challenge.Event) {
					if e.Renamed {
						told.Add(1)
					}
				})
				before := s.now(t)
				s.server.Rename("anna@new.example\u202e")
				synctest.Wait()
				s.server.Rename("anna@newer.example")
				synctest.Wait()
				now := s.now(t)
				if now.Label != "anna@newer.example" || now.Name != before.Name || now.Issuer != before.Issuer || now.Device.LabelAt != 2 || told.Load() != 2 {
					t.Fatalf("%q, version %d, told %d times", now.Label, now.Device.LabelAt, told.Load())
				}
				old := s.server.Sign(api.TypeStatement, s.claims(t, api.Statement{Kind: api.StmtAccount, LabelAt: 1, Label: "old"}))
				vague := s.server.Sign(api.TypeStatement, s.claims(t, api.Statement{Kind: api.StmtAccount, LabelAt: 9}))
				unseen := s.server.Sign(api.TypeStatement, s.claims(t, api.Statement{Kind: api.StmtAccount, LabelAt: 9, Label: "\u202e"}))
				inbox := challenge.New(&stating{s.server, []string{old, vague, unseen}}, s.store, challenge.Options{})
				if err := inbox.Refresh(t.Context(), 0); err != nil || inbox.Dropped() != 3 || s.now(t).Label != now.Label {
					t.Fatalf("%v, %d dropped, %q", err, inbox.Dropped(), s.now(t).Label)
				}
				s.usable(t)
			})
		})
	}
}

func TestPhoneThatMustStayIsNotRemovedHere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		s.server.SetPolicy(api.VerifyNone, false)
		s.refresh(t)
		err := s.Enroll.Remove(t.Context(), s.account.ID)
		if core.KindOf(err) != core.Forbidden || len(s.Accounts(t)) != 1 {
			t.Fatalf("%v, %d accounts", err, len(s.Accounts(t)))
		}
		s.server.SetPolicy(api.VerifyNone, true)
		if err := s.Enroll.Remove(t.Context(), s.account.ID); err != nil || len(s.Accounts(t)) != 0 {
			t.Fatalf("%v, %d accounts", err, len(s.Accounts(t)))
		}
	})
}
