package stub

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"testing"
	"time"

	"github.com/go-webauthn/webauthn/protocol/webauthncbor"

	"kauth/core/api"
)

// securityKey is a WebAuthn authenticator in software.
type securityKey struct {
	w       *world
	key     *ecdsa.PrivateKey
	id      []byte
	counter uint32
	origin  string // of the page that asks
	party   string
}

const keyOrigin = "http://login.example.ch"

// keyWorld is a server that has a name.
func keyWorld(t *testing.T) (*world, *browser) {
	w := newWorld(t, Options{})
	w.o.Origin = keyOrigin
	w.s.SetOrigin(keyOrigin)
	return w, w.browser().signIn()
}

func (w *world) securityKey() *securityKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	w.ok(err)
	id := make([]byte, 16)
	rand.Read(id)
	return &securityKey{w: w, key: key, id: id, origin: keyOrigin, party: "login.example.ch"}
}

func (k *securityKey) clientData(kind, challenge string) []byte {
	data, err := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": k.origin, "crossOrigin": false})
	k.w.ok(err)
	return data
}

// authData is as WebAuthn section 6.1 lays it out; attested comes with a registration.
func (k *securityKey) authData(flags byte, attested []byte) []byte {
	k.counter++
	hash := sha256.Sum256([]byte(k.party))
	return append(binary.BigEndian.AppendUint32(append(hash[:], flags), k.counter), attested...)
}

// make answers a registration.
func (k *securityKey) make(options result) json.RawMessage {
	k.w.t.Helper()
	var asked struct {
		PublicKey struct {
			Challenge   string `json:"challenge"`
			Attestation string `json:"attestation"`
			Selection   struct {
				Verification string `json:"userVerification"`
			} `json:"authenticatorSelection"`
		} `json:"publicKey"`
	}
	options.want(200).into(&asked)
	if asked.PublicKey.Attestation != "none" || asked.PublicKey.Selection.Verification != "preferred" {
		k.w.t.Fatalf("asks for %s", options.body)
	}
	point, err := k.key.PublicKey.Bytes()
	k.w.ok(err)
	public, err := webauthncbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]})
	k.w.ok(err)
	attested := append(make([]byte, 16), 0, byte(len(k.id)))
	attested = append(append(attested, k.id...), public...)
	object, err := webauthncbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": k.authData(0x41, attested)})
	k.w.ok(err)
	return k.answer(map[string]string{
		"clientDataJSON":    b64url(k.clientData("webauthn.create", asked.PublicKey.Challenge)),
		"attestationObject": b64url(object),
	})
}

// sign answers a sign-in.
func (k *securityKey) sign(options result) json.RawMessage {
	k.w.t.Helper()
	var asked struct {
		PublicKey struct {
			Challenge string `json:"challenge"`
		} `json:"publicKey"`
	}
	options.want(200).into(&asked)
	client, auth := k.clientData("webauthn.get", asked.PublicKey.Challenge), k.authData(0x01, nil)
	hash := sha256.Sum256(client)
	digest := sha256.Sum256(append(auth[:len(auth):len(auth)], hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, k.key, digest[:])
	k.w.ok(err)
	return k.answer(map[string]string{
		"clientDataJSON": b64url(client), "authenticatorData": b64url(auth), "signature": b64url(signature),
	})
}

func (k *securityKey) answer(response map[string]string) json.RawMessage {
	data, err := json.Marshal(map[string]any{
		"id": b64url(k.id), "rawId": b64url(k.id), "type": "public-key", "response": response, "clientExtensionResults": map[string]any{},
	})
	k.w.ok(err)
	return data
}

// addKey registers one.
func (b *browser) addKey(k *securityKey, name string) (done api.ConfirmReply) {
	b.w.t.Helper()
	one := b.setUp(api.SetupRequest{Kind: "webauthn"})
	answer := k.make(b.do("POST", api.Path(api.PathSetup, one.ID)+"/options", nil))
	b.confirm(one.ID, api.ConfirmRequest{Name: name, Response: answer}).want(200).into(&done)
	return done
}

func (b *browser) keyed(id string, response json.RawMessage) result {
	b.w.t.Helper()
	return b.do("POST", api.Path(api.PathLogin, id)+"/webauthn", map[string]any{"response": response})
}

func TestSecurityKeySignsInOnce(t *testing.T) {
	w, b := keyWorld(t)
	k := w.securityKey()
	if done := b.addKey(k, "YubiKey 5C"); done.Method.Name != "YubiKey 5C" || len(done.Codes) != 10 {
		t.Fatalf("%+v", done)
	}
	l := b.begin()
	if l.Default != "webauthn" {
		t.Fatalf("%+v", l)
	}
	answer := k.sign(b.login("POST", l.ID, "/webauthn"))
	other := b.begin().ID
	b.keyed(other, answer).refused(api.CodeMismatch) // nothing was asked there
	b.login("POST", other, "/webauthn").want(200)
	b.keyed(other, answer).refused(api.CodeMismatch) // something else was
	b.keyed(l.ID, answer).want(200)
	b.keyed(l.ID, answer).refused(api.CodeAlreadyAnswered)
	b.redeem(l.ID).want(204)
	again := b.begin().ID
	b.login("POST", again, "/webauthn").want(200)
	b.keyed(again, answer).refused(api.CodeMismatch)
}

func TestAnswerOfASecurityKeyCountsOnceEvenIfItIsWrong(t *testing.T) {
	w, b := keyWorld(t)
	k, foreign := w.securityKey(), w.securityKey()
	b.addKey(k, "")
	id := b.begin().ID
	options := b.login("POST", id, "/webauthn")
	b.keyed(id, foreign.sign(options)).refused(api.CodeMismatch)
	b.keyed(id, k.sign(options)).refused(api.CodeMismatch)
	options = b.login("POST", id, "/webauthn")
	late := k.sign(options)
	w.pass(keyLife * time.Second)
	b.keyed(id, late).refused(api.CodeMismatch)
	x := w.browser() // has no cookie of this login
	x.login("POST", id, "/webauthn").refused(api.CodeNotFound)
	b.keyed(id, k.sign(b.login("POST", id, "/webauthn"))).want(200)
}

func TestSecurityKeyOfAnotherSiteIsRefused(t *testing.T) {
	w, b := keyWorld(t)
	k := w.securityKey()
	b.addKey(k, "")
	id := b.begin().ID
	k.origin = "http://login.example.ch.evil.example"
	b.keyed(id, k.sign(b.login("POST", id, "/webauthn"))).refused(api.CodeMismatch)
	k.origin, k.party = keyOrigin, "evil.example"
	b.keyed(id, k.sign(b.login("POST", id, "/webauthn"))).refused(api.CodeMismatch)
	b.keyed(id, json.RawMessage(`{"id":"x"}`)).refused(api.CodeBadRequest)
	b.keyed(id, json.RawMessage(`"nonsense"`)).refused(api.CodeBadRequest)
}

func TestCopiedSecurityKeyIsSuspended(t *testing.T) {
	w, b := keyWorld(t)
	k := w.securityKey()
	done := b.addKey(k, "YubiKey 5C")
	id := b.begin().ID
	b.keyed(id, k.sign(b.login("POST", id, "/webauthn"))).want(200)
	k.counter = 0 // the copy, which was made before
	id = b.begin().ID
	b.keyed(id, k.sign(b.login("POST", id, "/webauthn"))).refused(api.CodeCounterReuse)
	if l := b.begin(); l.Default != "recovery" {
		t.Fatalf("a suspended key is still offered: %+v", l)
	}
	w.wantMail("A security key was suspended")
	b.do("DELETE", api.Path(api.PathMethod, done.Method.ID), nil).want(204)
	if l := b.begin(); l.State != "approved" {
		t.Fatalf("%+v", l)
	}
}

func TestRemovedSecurityKeyIsRefused(t *testing.T) {
	w, b := keyWorld(t)
	k, other := w.securityKey(), w.securityKey()
	done := b.addKey(k, "lost")
	b.addKey(other, "kept")
	id := b.begin().ID
	answer := k.sign(b.login("POST", id, "/webauthn"))
	b.do("DELETE", api.Path(api.PathMethod, done.Method.ID), nil).want(204)
	b.keyed(id, answer).refused(api.CodeMismatch)
	b.keyed(id, other.sign(b.login("POST", id, "/webauthn"))).want(200)
}

func TestSecurityKeyIsAddedOnce(t *testing.T) {
	w, b := keyWorld(t)
	k := w.securityKey()
	b.addKey(k, "")
	one := b.setUp(api.SetupRequest{Kind: "webauthn"})
	options := b.do("POST", api.Path(api.PathSetup, one.ID)+"/options", nil)
	b.confirm(one.ID, api.ConfirmRequest{Response: k.make(options)}).want(400)
	fresh := w.securityKey()
	b.confirm(one.ID, api.ConfirmRequest{Response: fresh.make(options)}).refused(api.CodeExpired) // asked once
	fresh.origin = "http://evil.example"
	options = b.do("POST", api.Path(api.PathSetup, one.ID)+"/options", nil)
	b.confirm(one.ID, api.ConfirmRequest{Response: fresh.make(options)}).refused(api.CodeMismatch)
}

func TestSecurityKeysNeedAName(t *testing.T) {
	w := newWorld(t, Options{}) // at 127.0.0.1
	r := w.browser().signIn().do("POST", api.PathMethods, api.SetupRequest{Kind: "webauthn"})
	r.refused(api.CodeBadRequest)
	for host, want := range map[string]string{"localhost:8420": "localhost", "evil.example:80": "", "127.0.0.1:8420": ""} {
		party, err := w.s.party(host)
		if (err == nil) != (want != "") || err == nil && party.Config.RPID != want {
			t.Errorf("at %s: %v, %v", host, party, err)
		}
	}
	w.s.SetOrigin("https://login.example.ch")
	if party, err := w.s.party("localhost:8420"); err != nil || party.Config.RPID != "login.example.ch" {
		t.Errorf("a server with a name goes by %v, %v", party, err)
	}
}
