package api

import (
	"fmt"
	"testing"
)

// listenClaims are the messages of a phone with a listening key, and to it.
func listenClaims(t testing.TB, made map[string]string) []toSign {
	device, next := &fixedKey(t, "device").PublicKey, &fixedKey(t, "next device").PublicKey
	listening, nextListening := JWKOf(&fixedKey(t, "listening").PublicKey), JWKOf(&fixedKey(t, "next listening").PublicKey)
	reg, rotation := vectorRegistration(t), vectorRotation(t)
	reg.Listen, reg.ListenProof = &listening, made["possession of the listening key"]
	rotation.Listen, rotation.ListenProof = &nextListening, made["possession of the next listening key"]
	stated, rekeyed, policy := vectorStatement(t), vectorRekeyed(t), vectorPolicy(t)
	stated.Listen, rekeyed.Listen, policy.Listen = reg.ListenKey(), rotation.ListenKey(), reg.ListenKey()
	return []toSign{
		{"possession of the listening key", "listening", TypeListen, vectorPossession(Thumbprint(device))},
		{"registration with a listening key", "device", TypeRegistration, reg},
		{"statement of a registration with a listening key", "server", TypeStatement, stated},
		{"hearing", "listening", TypeProof, vectorProof()},
		{"NO by the listening key", "listening", TypeAnswer, vectorRefusal(made["challenge, mode match"])},
		{"policy to a locked phone", "server", TypeStatement, policy},
		{"possession of the next listening key", "next listening", TypeListen, vectorPossession(Thumbprint(next))},
		{"registration of the next key with a listening key", "next device", TypeRegistration, rotation},
		{"statement of a rotation with a listening key", "server", TypeStatement, rekeyed},
	}
}

func vectorPossession(deviceKey string) Possession {
	return Possession{Aud: vOrigin, Iat: vTime, Jti: vJti, Key: deviceKey}
}

// vectorRefusal is a NO by the listening key, whose ctr counts nothing.
func vectorRefusal(challenge string) Answer {
	a := vectorAnswer(challenge)
	a.Decision, a.Match, a.Why, a.Counter = "deny", "", "not_me", 1
	return a
}

// openListenAs opens a message in the place of the one of that name.
func openListenAs(t testing.TB, v vectors, name, jws string) (err error) {
	server := OneKey(&fixedKey(t, "server").PublicKey)
	device, next := &fixedKey(t, "device").PublicKey, &fixedKey(t, "next device").PublicKey
	listening, nextListening := &fixedKey(t, "listening").PublicKey, &fixedKey(t, "next listening").PublicKey
	heard := func(got, want string, err error) error {
		if err == nil && got != want {
			return fmt.Errorf("%w: another listening key", ErrJWS)
		}
		return err
	}
	switch name {
	case "possession of the listening key":
		return openPossession(jws, listening, vOrigin, vJti, Thumbprint(device))
	case "possession of the next listening key":
		return openPossession(jws, nextListening, vOrigin, vJti, Thumbprint(next))
	case "registration with a listening key":
		r, _, err := OpenRegistration(jws, vOrigin, v.Inputs["link_code"])
		return heard(r.ListenKey(), Thumbprint(listening), err)
	case "registration of the next key with a listening key":
		r, _, err := OpenRotation(jws, vOrigin, vDevice, Thumbprint(device))
		return heard(r.ListenKey(), Thumbprint(nextListening), err)
	case "statement of a registration with a listening key":
		s, err := OpenStatement(jws, StmtRegistered, server, vOrigin, vDevice, Thumbprint(device))
		return heard(s.Listen, Thumbprint(listening), err)
	case "statement of a rotation with a listening key":
		s, err := OpenStatement(jws, StmtRekeyed, server, vOrigin, vDevice, Thumbprint(next))
		return heard(s.Listen, Thumbprint(nextListening), err)
	case "policy to a locked phone":
		_, err = OpenHeardStatement(jws, StmtPolicy, server, vOrigin, vDevice, Thumbprint(listening))
	case "hearing":
		_, err = OpenProof(jws, listening, vDevice, vOrigin, "GET", vectorProof().Path, nil)
	case "NO by the listening key":
		var a Answer
		if a, err = OpenAnswer(jws, listening, vDevice, vOrigin); err == nil && (a.Hash != v.Hashes["ch"] || a.Decision != "deny") {
			err = fmt.Errorf("it is about another challenge, or a YES")
		}
	default:
		t.Fatalf("nobody opens %q", name)
	}
	return err
}
