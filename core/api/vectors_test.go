package api

import (
	"bytes"
	"crypto/ecdsa"
	"encoding/base32"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/vectors.json anew")

const vectorsFile = "testdata/vectors.json"

// vectors are what a second implementation can be held against.
type vectors struct {
	About  string            `json:"about"`
	Keys   map[string]keyVec `json:"keys"`
	Inputs map[string]string `json:"inputs"`
	Hashes map[string]string `json:"hashes"`
	Valid  []message         `json:"valid"`
	// Events are what a stream says of these messages, to the byte.
	Events []eventVec `json:"events"`
	// Offline is answers that are typed on the other screen.
	Offline offlineVec `json:"offline"`
	// Refused are challenges for these keys and inputs that break one rule each.
	Refused []broken `json:"refused"`
}

type keyVec struct {
	JWK
	D string `json:"d"`
}

// UnmarshalJSON reads the private half too, which a JWK of ours refuses.
func (k *keyVec) UnmarshalJSON(data []byte) error {
	var m map[string]string
	err := json.Unmarshal(data, &m)
	*k = keyVec{JWK{Kty: m["kty"], Crv: m["crv"], X: m["x"], Y: m["y"], Kid: m["kid"]}, m["d"]}
	return err
}

// eventVec is a server-sent event: a snapshot of these messages.
type eventVec struct {
	Name       string   `json:"name"`
	ServerTime int64    `json:"server_time"`
	Cursor     string   `json:"cursor"`
	Challenges []string `json:"challenges"` // names of messages
	Statements []string `json:"stmts"`
	Gone       []Gone   `json:"gone"`
	Bytes      string   `json:"bytes"`
}

// message is one signed message. ES256 is randomized: the signature is one of many,
// all before it is exact.
type message struct {
	Name         string `json:"name"`
	Typ          Type   `json:"typ"`
	Signer       string `json:"signer"`
	Header       string `json:"header"`
	Payload      string `json:"payload"`
	SigningInput string `json:"signing_input"`
	JWS          string `json:"jws"`
}

// toSign is a message before it is signed.
type toSign struct {
	name, signer string
	typ          Type
	claims       any
}

// claimsOf lists the messages, in the order in which they are sent. made has those
// before it, signed.
func claimsOf(t testing.TB, made map[string]string) []toSign {
	challenge := made["challenge, mode match"]
	withBody := vectorProof()
	withBody.Method, withBody.Path, withBody.BodyHash = "PUT", "/v1/devices/self/push", Hash([]byte(`{"push":[]}`))
	deny := vectorAnswer(challenge)
	deny.Decision, deny.Match, deny.Why, deny.Counter = "deny", "", "not_me", 1842
	revoked := vectorStatement(t)
	revoked.Kind, revoked.OTPHash, revoked.Keys = StmtRevoked, "", nil
	confirm := vectorChallenge()
	confirm.Mode, confirm.Digits = "confirm", 0
	knows := vectorProof()
	knows.Keys, knows.Policy = 2, 1
	verified := vectorAnswer(challenge)
	verified.Verified, verified.Counter = "pin", 1843
	return append([]toSign{
		{"registration", "device", TypeRegistration, vectorRegistration(t)},
		{"statement of a registration", "server", TypeStatement, vectorStatement(t)},
		{"proof", "device", TypeProof, vectorProof()},
		{"proof with a body", "device", TypeProof, withBody},
		{"challenge, mode match", "server", TypeChallenge, vectorChallenge()},
		{"challenge, mode confirm", "server", TypeChallenge, confirm},
		{"answer, approve", "device", TypeAnswer, vectorAnswer(challenge)},
		{"answer, deny", "device", TypeAnswer, deny},
		{"statement of a revocation", "server", TypeStatement, revoked},
		{"registration of the next key", "next device", TypeRegistration, vectorRotation(t)},
		{"statement of a rotation", "server", TypeStatement, vectorRekeyed(t)},
		{"statement of new server keys", "server", TypeStatement, vectorKeyRoll(t)},
		{"statement of a policy", "server", TypeStatement, vectorPolicy(t)},
		{"proof of a phone that has both", "device", TypeProof, knows},
		{"answer of an unlocked phone", "device", TypeAnswer, verified},
	}, append(listenClaims(t, made), moveClaims(t)...)...)
}

func keyVector(k *ecdsa.PrivateKey) keyVec {
	j := JWKOf(&k.PublicKey)
	j.Kid = Thumbprint(&k.PublicKey)
	d, err := k.Bytes()
	if err != nil {
		panic(err)
	}
	return keyVec{j, b64.EncodeToString(d)}
}

// make builds the vectors, keeping the signatures of old where they still hold.
func makeVectors(t testing.TB, old vectors) vectors {
	secret := vectorSecret()
	v := vectors{
		About: "Test vectors of ka/1, see docs/protocol.md. The private keys are published: never use them.",
		Keys:  map[string]keyVec{},
		Inputs: map[string]string{
			"origin": vOrigin, "device": vDevice, "account": vAccount, "challenge": vCid, "link_code": vLink,
			"otp_secret_base32": base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret), "body": `{"push":[]}`,
		},
	}
	for _, name := range []string{"server", "device", "next server", "next device", "listening", "next listening"} {
		v.Keys[name] = keyVector(fixedKey(t, name))
	}
	made := map[string]string{}
	sign := func(i int) {
		c := claimsOf(t, made)[i]
		k := fixedKey(t, c.signer)
		m := message{Name: c.name, Typ: c.typ, Signer: c.signer, Header: head(k, c.typ), Payload: mustJSON(t, c.claims)}
		m.SigningInput = b64.EncodeToString([]byte(m.Header)) + "." + b64.EncodeToString([]byte(m.Payload))
		if m.JWS = kept(old, m, k); m.JWS == "" {
			m.JWS = rawSign(t, k, m.Header, m.Payload)
		}
		made[c.name] = m.JWS
		v.Valid = append(v.Valid, m)
	}
	for i := range claimsOf(t, made) {
		sign(i)
	}
	v.Hashes = map[string]string{
		"lh": Hash([]byte(vLink)), "th": Hash(secret), "ch": Hash([]byte(made["challenge, mode match"])), "bh": Hash([]byte(`{"push":[]}`)),
	}
	v.Events, v.Offline = vectorEvents(v), vectorOffline(t, made)
	v.Refused = old.Refused
	if *update && len(v.Refused) != len(corpus(t, fixedKey(t, "server"))) {
		v.Refused = corpus(t, fixedKey(t, "server"))
	}
	return v
}

// kept is the old signature of the very same message.
func kept(old vectors, m message, k *ecdsa.PrivateKey) string {
	for _, o := range old.Valid {
		if o.Name == m.Name && o.SigningInput == m.SigningInput {
			if _, _, input, sig, err := split(o.JWS); err == nil && input == m.SigningInput && verify(&k.PublicKey, input, sig) {
				return o.JWS
			}
		}
	}
	return ""
}

func readVectors(t testing.TB) (v vectors, data []byte) {
	t.Helper()
	data, err := os.ReadFile(vectorsFile)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v, data
}

// TestVectorsAreWhatThisCodeMakes: bytes on the wire do not change unnoticed.
func TestVectorsAreWhatThisCodeMakes(t *testing.T) {
	old, data := readVectors(t) // also to write them anew: what is unchanged keeps its signature
	var made bytes.Buffer
	e := json.NewEncoder(&made)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(makeVectors(t, old)); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(vectorsFile, made.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(made.Bytes(), data) {
		t.Fatal("the vectors are not what this code makes; if that is meant, run: go test ./core/api -run TestVectorsAre -update")
	}
}

func TestVectorsHoldAtTheirOwnVerifier(t *testing.T) {
	v, _ := readVectors(t)
	secret, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(v.Inputs["otp_secret_base32"])
	if err != nil || Hash(secret) != v.Hashes["th"] {
		t.Fatal("th is not over the bytes of the secret")
	}
	for _, m := range v.Valid {
		if err := openAs(t, v, m.Name, m.JWS); err != nil {
			t.Errorf("%s: %v", m.Name, err)
		}
	}
}

// openAs opens a message in the place of the one of that name.
func openAs(t testing.TB, v vectors, name, jws string) (err error) {
	server, device := &fixedKey(t, "server").PublicKey, &fixedKey(t, "device").PublicKey
	switch name {
	case "registration":
		_, _, err = OpenRegistration(jws, vOrigin, v.Inputs["link_code"])
	case "statement of a registration":
		_, err = OpenStatement(jws, StmtRegistered, OneKey(server), vOrigin, vDevice, Thumbprint(device))
	case "statement of a revocation":
		_, err = OpenStatement(jws, StmtRevoked, OneKey(server), vOrigin, vDevice, Thumbprint(device))
	case "registration of the next key":
		_, _, err = OpenRotation(jws, vOrigin, vDevice, Thumbprint(device))
	case "statement of a rotation":
		_, err = OpenStatement(jws, StmtRekeyed, OneKey(server), vOrigin, vDevice, Thumbprint(&fixedKey(t, "next device").PublicKey))
	case "statement of new server keys":
		_, err = OpenStatement(jws, StmtKeyRoll, OneKey(server), vOrigin, vDevice, Thumbprint(device))
	case "statement of a policy":
		_, err = OpenStatement(jws, StmtPolicy, OneKey(server), vOrigin, vDevice, Thumbprint(device))
	case "proof", "proof of a phone that has both":
		_, err = OpenProof(jws, device, vDevice, vOrigin, "GET", vectorProof().Path, nil)
	case "proof with a body":
		_, err = OpenProof(jws, device, vDevice, vOrigin, "PUT", "/v1/devices/self/push", []byte(v.Inputs["body"]))
	case "answer, approve", "answer, deny", "answer of an unlocked phone":
		var a Answer
		if a, err = OpenAnswer(jws, device, vDevice, vOrigin); err == nil && a.Hash != v.Hashes["ch"] {
			err = errors.New("it is about another challenge")
		}
	case "challenge, move":
		var c Challenge
		c, err = OpenChallenge(jws, OneKey(server), vOrigin, vDevice, vAccount)
		if err == nil && c.Kind == KindMove && c.Context.To != vNewPhone {
			err = errors.New("it names another phone")
		}
	case "statement of a move":
		_, err = OpenStatement(jws, StmtRevoked, OneKey(server), vOrigin, vDevice, Thumbprint(device))
	case "challenge, mode match", "challenge, mode confirm":
		_, err = OpenChallenge(jws, OneKey(server), vOrigin, vDevice, vAccount)
	default:
		err = openListenAs(t, v, name, jws)
	}
	return err
}

func TestRefusedVectorsAreRefused(t *testing.T) {
	v, _ := readVectors(t)
	if want := len(corpus(t, fixedKey(t, "server"))); len(v.Refused) != want {
		t.Errorf("%d instead of %d: the corpus has grown, write the vectors anew", len(v.Refused), want)
	}
	for _, c := range v.Refused {
		if openVector(c.JWS, fixedKey(t, "server")) == nil {
			t.Errorf("%s: taken", c.Name)
		}
	}
}

func TestDocumentShowsTheVectors(t *testing.T) {
	doc, err := os.ReadFile("../../docs/protocol.md")
	if err != nil {
		t.Fatal(err)
	}
	v, _ := readVectors(t)
	want := map[string]string{"thumbprint of the server": v.Keys["server"].Kid, "thumbprint of the device": v.Keys["device"].Kid}
	for name, h := range v.Hashes {
		want[name] = "`" + name + "` `" + h + "`"
	}
	for _, m := range v.Valid {
		if m.Name == "challenge, mode match" || m.Name == "answer, approve" {
			want["header of "+m.Name], want["payload of "+m.Name], want["JWS of "+m.Name] = "\n"+m.Header+"\n", "\n"+m.Payload+"\n", "\n"+m.JWS+"\n"
		}
	}
	for _, name := range []string{
		"registration of the next key", "statement of new server keys", "statement of a policy",
		"possession of the listening key", "registration with a listening key", "statement of a registration with a listening key",
		"NO by the listening key", "challenge, move", "statement of a move",
	} {
		for _, m := range v.Valid {
			if m.Name == name {
				want["payload of "+name] = "\n" + m.Payload + "\n"
			}
		}
	}
	for _, e := range v.Events {
		if e.Name == "a request that ended" {
			want["event"] = "\n" + e.Bytes
		}
	}
	for name, k := range v.Keys {
		want["thumbprint of "+name] = "`" + k.Kid + "`"
	}
	for _, r := range v.Offline.Requests {
		for _, a := range r.Answers {
			want["digits of "+a.Decision+" "+a.Match+" to "+r.Message] = "`" + a.Digits + "`"
		}
	}
	want["key for digits"] = "`" + v.Offline.Key + "`"
	want["QR code of a request"] = "\n" + v.Offline.Requests[1].QR + "\n"
	for name, s := range want {
		if !bytes.Contains(doc, []byte(s)) {
			t.Errorf("docs/protocol.md does not show the %s", name)
		}
	}
}
