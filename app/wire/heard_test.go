package wire

import (
	"crypto/ecdsa"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/challenge"
)

// states signs a statement to an account's phone.
func states(t *testing.T, by *ecdsa.PrivateKey, a core.Account, st api.Statement) string {
	t.Helper()
	d := a.Device
	st.Iss, st.Aud, st.Account, st.Iat = d.Origin, d.ID, d.Account, time.Now().Unix()
	st.Listen, st.Key = api.ThumbprintOf(d.Listen.Signer()), api.ThumbprintOf(d.Key.Signer())
	jws, err := api.Sign(api.TypeStatement, by, st)
	must(t, err)
	return jws
}

// hears takes a statement in as the inbox does.
func (s *scene) hears(id core.AccountID, statement string) {
	s.Helper()
	s.must(s.store.heard(id, statement))
	_, err := challenge.Relearn(s.store, id, statement)
	s.must(err)
}

func policy(version uint64) api.Statement {
	no := false
	return api.Statement{Kind: api.StmtPolicy, PolicyAt: version, Verify: api.VerifyNone, MayLeave: &no}
}

func keyRoll(version uint64, keys ...*ecdsa.PrivateKey) api.Statement {
	st := api.Statement{Kind: api.StmtKeyRoll, KeysAt: version}
	for _, k := range keys {
		j := api.JWKOf(&k.PublicKey)
		j.Kid = api.Thumbprint(&k.PublicKey)
		st.KeyList = append(st.KeyList, j)
	}
	return st
}

// One statement may be signed by a key that the one before it brought.
func TestVaultHearsInOrderWhatServersStatedWhileItWasShut(t *testing.T) {
	s := newScene(t)
	a := s.heard(1)[0]
	second := newKey(t)
	s.setPIN()
	s.hears(a.ID, states(t, serverKey, a, keyRoll(4, second, serverKey)))
	s.hears(a.ID, states(t, second, a, keyRoll(5, second)))
	s.hears(a.ID, states(t, second, a, policy(7)))
	s.unlock(pin)
	now, err := s.Vault.Account(a.ID)
	if err != nil || now.Device.KeysAt != 5 || len(now.Device.ServerKeys) != 1 || now.Device.Policy.Version != 7 {
		t.Fatalf("%+v, %v", now.Device, err)
	}
	if ids, err := s.away().v.List(heardBucket); err != nil || len(ids) > 0 {
		t.Fatal(ids, err)
	}
}

// Who has the keyring has the reception's key and writes there what they like.
func TestVaultBelievesOfTheReceptionOnlyWhatAServerSigned(t *testing.T) {
	s := newScene(t)
	a := s.heard(1)[0]
	s.setPIN()
	forger := newKey(t)
	s.must(s.away().v.UpdateAccount(a.ID, func(a *core.Account) error {
		a.Device.KeysAt, a.Device.Policy.Version = 9, 9
		a.Device.ServerKeys = []core.ServerKey{{ID: api.Thumbprint(&forger.PublicKey), Key: &forger.PublicKey}}
		return nil
	}))
	for _, st := range []api.Statement{keyRoll(9, forger), policy(9), {Kind: api.StmtRevoked}} {
		s.must(s.store.heard(a.ID, states(t, forger, a, st)))
	}
	s.must(s.store.heard(a.ID, "no statement"))
	s.must(s.store.heard("acc_nobody", states(t, serverKey, a, policy(9))))
	s.must(s.away().v.DeleteAccount(a.ID))
	s.unlock(pin)
	now, err := s.Vault.Account(a.ID)
	if err != nil || now.Device.KeysAt != 3 || now.Device.Policy.Version != 0 || now.Device.ServerKeys[0].ID != a.Device.ServerKeys[0].ID {
		t.Fatalf("%+v, %v", now.Device, err)
	}
	s.Lock.Shut()
	if got := s.heard(1)[0]; got.Device.KeysAt != 3 {
		t.Fatal("the reception keeps what was forged")
	}
}
