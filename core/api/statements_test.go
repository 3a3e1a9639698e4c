package api

import (
	"slices"
	"testing"
)

func TestRotationIsForThisServerDeviceAndBothKeys(t *testing.T) {
	old := Thumbprint(&fixedKey(t, "device").PublicKey)
	refusals(t, "next device", TypeRegistration, vectorRotation(t), func(jws string) error {
		_, _, err := OpenRotation(jws, vOrigin, vDevice, old)
		return err
	}, map[string]func(*Registration){
		"another server":   func(r *Registration) { r.Aud = "https://evil.example" },
		"another device":   func(r *Registration) { r.Device = "dev_AAAAAAAAAAAAAAAAAAAAAA" },
		"no device":        func(r *Registration) { r.Device = "" },
		"another old key":  func(r *Registration) { r.OldKey = vJti },
		"no old key":       func(r *Registration) { r.OldKey = "" },
		"for a link too":   func(r *Registration) { r.LinkHash = Hash([]byte(vLink)) },
		"another key":      func(r *Registration) { r.JWK = JWKOf(&fixedKey(t, "another").PublicKey) },
		"a key with a kid": func(r *Registration) { r.JWK.Kid = "x" },
		"no jti":           func(r *Registration) { r.Jti = "" },
	})
	if _, _, err := OpenRegistration(mustSign(t, "next device", vectorRotation(t)), vOrigin, ""); err == nil {
		t.Error("a rotation passes for a registration")
	}
	if _, _, err := OpenRotation(mustSign(t, "device", vectorRegistration(t)), vOrigin, "", ""); err == nil {
		t.Error("a registration passes for a rotation")
	}
}

func mustSign(t *testing.T, key string, claims any) string {
	t.Helper()
	jws, err := Sign(TypeRegistration, fixedKey(t, key), claims)
	if err != nil {
		t.Fatal(err)
	}
	return jws
}

func TestListOfServerKeysIsTakenWholeOrNotAtAll(t *testing.T) {
	server, device := &fixedKey(t, "server").PublicKey, Thumbprint(&fixedKey(t, "device").PublicKey)
	change := func(f func(*Statement)) func(*Statement) {
		return func(s *Statement) {
			s.KeyList = slices.Clone(s.KeyList)
			f(s)
		}
	}
	refusals(t, "server", TypeStatement, vectorKeyRoll(t), func(jws string) error {
		_, err := OpenStatement(jws, StmtKeyRoll, OneKey(server), vOrigin, vDevice, device)
		return err
	}, map[string]func(*Statement){
		"no version":      change(func(s *Statement) { s.KeysAt = 0 }),
		"no keys":         change(func(s *Statement) { s.KeyList = nil }),
		"17 keys":         change(func(s *Statement) { s.KeyList = slices.Repeat(s.KeyList, 9)[:17] }),
		"a key twice":     change(func(s *Statement) { s.KeyList[1] = s.KeyList[0] }),
		"no kid":          change(func(s *Statement) { s.KeyList[0].Kid = "" }),
		"kids swapped":    change(func(s *Statement) { s.KeyList[0].Kid, s.KeyList[1].Kid = s.KeyList[1].Kid, s.KeyList[0].Kid }),
		"another curve":   change(func(s *Statement) { s.KeyList[0].Crv = "P-384" }),
		"off the curve":   change(func(s *Statement) { s.KeyList[0].Y = s.KeyList[0].X }),
		"another kind":    change(func(s *Statement) { s.Kind = StmtPolicy }),
		"another server":  change(func(s *Statement) { s.Iss = "https://evil.example" }),
		"another device":  change(func(s *Statement) { s.Aud = "dev_AAAAAAAAAAAAAAAAAAAAAA" }),
		"another old key": change(func(s *Statement) { s.Key = vJti }),
	})
}

func TestPolicySaysAllOrNothing(t *testing.T) {
	server, device := &fixedKey(t, "server").PublicKey, Thumbprint(&fixedKey(t, "device").PublicKey)
	refusals(t, "server", TypeStatement, vectorPolicy(t), func(jws string) error {
		_, err := OpenStatement(jws, StmtPolicy, OneKey(server), vOrigin, vDevice, device)
		return err
	}, map[string]func(*Statement){
		"no version":      func(s *Statement) { s.PolicyAt = 0 },
		"no uv":           func(s *Statement) { s.Verify = "" },
		"an unknown uv":   func(s *Statement) { s.Verify = "preferred" },
		"no may_leave":    func(s *Statement) { s.MayLeave = nil },
		"another kind":    func(s *Statement) { s.Kind = StmtKeyRoll },
		"another account": func(s *Statement) { s.Aud = "dev_AAAAAAAAAAAAAAAAAAAAAA" },
	})
}
