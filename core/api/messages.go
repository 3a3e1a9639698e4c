package api

import (
	"crypto/ecdsa"
	"time"
)

// Registration is what a phone says of itself, signed by the device key that it
// registers: proof that it holds the key.
type Registration struct {
	Aud      string `json:"aud"` // the server's origin
	Iat      int64  `json:"iat"`
	Jti      string `json:"jti"`
	LinkHash string `json:"lh,omitempty"`  // linking: Hash of the link code
	Device   string `json:"dev,omitempty"` // rotation: the device that takes this key
	OldKey   string `json:"dk,omitempty"`  // rotation: thumbprint of the key that it replaces
	JWK      JWK    `json:"jwk"`
	// Listen is the listening key from now on: none where it is absent. ListenProof is
	// a Possession that it signed (SignRegistration makes both).
	Listen      *JWK   `json:"listen,omitempty"`
	ListenProof string `json:"lp,omitempty"`
	Name        string `json:"name"` // "Pixel 9 · kAuth"
	OS          string `json:"os"`   // "android 16"
	App         string `json:"app"`  // the app's version
	Push        []Push `json:"push,omitempty"`
}

// Push is a wake-up registration.
type Push struct {
	Kind     string `json:"kind"` // "webpush", "fcm", "apns", "none"
	Endpoint string `json:"endpoint,omitempty"`
	P256DH   string `json:"p256dh,omitempty"`
	Auth     string `json:"auth,omitempty"`
	Token    string `json:"token,omitempty"`
	Topic    string `json:"topic,omitempty"`
	Env      string `json:"env,omitempty"`
}

// OpenRegistration checks a registration by the key inside it, for this server
// and this link code.
func OpenRegistration(jws, origin, linkCode string) (Registration, *ecdsa.PublicKey, error) {
	r, pub, err := openOwnKey(jws, origin)
	switch {
	case err != nil:
		return Registration{}, nil, err
	case r.LinkHash != Hash([]byte(linkCode)):
		return Registration{}, nil, refuse("made for another link code")
	case r.Device != "" || r.OldKey != "":
		return Registration{}, nil, refuse("made to rotate a key")
	}
	return r, pub, nil
}

// OpenRotation checks a registration of a device's next key by that key, for this
// server, this device, and the key that it replaces. That may be the same key, where
// a listening key comes with it. No registration for a link code passes for a
// rotation, nor the other way round.
func OpenRotation(jws, origin, device, oldKey string) (Registration, *ecdsa.PublicKey, error) {
	r, pub, err := openOwnKey(jws, origin)
	switch {
	case err != nil:
		return Registration{}, nil, err
	case r.LinkHash != "":
		return Registration{}, nil, refuse("made for a link code")
	case r.Device != device || !ValidID("dev_", r.Device):
		return Registration{}, nil, refuse("for another device")
	case r.OldKey != oldKey:
		return Registration{}, nil, refuse("replaces another key")
	case Thumbprint(pub) == oldKey && r.Listen == nil:
		return Registration{}, nil, refuse("replaces a key by itself")
	}
	return r, pub, nil
}

func openOwnKey(jws, origin string) (Registration, *ecdsa.PublicKey, error) {
	// The key is inside the payload: read it first, then check all of it by that key.
	_, payload, _, _, err := split(jws)
	if err != nil {
		return Registration{}, nil, err
	}
	var peek struct {
		JWK JWK `json:"jwk"`
	}
	if err := DecodeObject(payload, &peek); err != nil {
		return Registration{}, nil, refuse("payload: %v", err)
	}
	pub, err := peek.JWK.Key()
	if err != nil {
		return Registration{}, nil, refuse("jwk: %v", err)
	}
	var r Registration
	if _, err := open(jws, TypeRegistration, OneKey(pub), &r); err != nil {
		return Registration{}, nil, err
	}
	switch {
	case r.Aud != origin:
		return Registration{}, nil, refuse("meant for %q", r.Aud)
	case r.JWK != JWKOf(pub):
		return Registration{}, nil, refuse("jwk has members that are not ours")
	case r.Jti == "":
		return Registration{}, nil, refuse("no jti")
	}
	return r, pub, r.checkListen(pub)
}

// Proof goes with every request of a phone (Authorization: KA <jws>).
type Proof struct {
	Iss      string `json:"iss"` // the device
	Aud      string `json:"aud"` // the server's origin
	Method   string `json:"htm"`
	Path     string `json:"htu"`          // path and query as sent
	BodyHash string `json:"bh,omitempty"` // Hash of the body, where there is one
	Nonce    string `json:"n"`            // the last KA-Nonce of this server
	Jti      string `json:"jti"`
	Iat      int64  `json:"iat"` // not checked: the phone's clock plays no role
	// Keys, Policy and Label are the versions of the server's list of keys, of its policy
	// and of the account's label that the phone has: what it has, the server need not
	// state again.
	Keys   uint64 `json:"kv,omitempty"`
	Policy uint64 `json:"pv,omitempty"`
	Label  uint64 `json:"av,omitempty"`
}

// ProofDevice says whose proof it claims to be, to find the key to check it with.
func ProofDevice(jws string) (device string, err error) {
	_, payload, _, _, err := split(jws)
	if err != nil {
		return "", err
	}
	var p Proof
	if err := DecodeObject(payload, &p); err != nil {
		return "", refuse("payload: %v", err)
	}
	return p.Iss, nil
}

// OpenProof checks a proof by the device's key, for exactly this request. The
// caller checks the nonce.
func OpenProof(jws string, key *ecdsa.PublicKey, device, origin, method, path string, body []byte) (Proof, error) {
	var p Proof
	if _, err := open(jws, TypeProof, OneKey(key), &p); err != nil {
		return Proof{}, err
	}
	want := ""
	if len(body) > 0 {
		want = Hash(body)
	}
	switch {
	case p.Iss != device:
		return Proof{}, refuse("of another device")
	case p.Aud != origin:
		return Proof{}, refuse("meant for %q", p.Aud)
	case p.Method != method || p.Path != path:
		return Proof{}, refuse("made for %s %s", p.Method, p.Path)
	case p.BodyHash != want:
		return Proof{}, refuse("made for another body")
	case p.Jti == "":
		return Proof{}, refuse("no jti")
	}
	return p, nil
}

// Challenge is a sign-in request as the server signs it, one for each device.
type Challenge struct {
	Iss     string  `json:"iss"` // the server's origin
	Aud     string  `json:"aud"` // the device
	ID      string  `json:"jti"` // "chl_..."
	Iat     int64   `json:"iat"`
	Exp     int64   `json:"exp"`
	Nonce   string  `json:"n"`
	Account string  `json:"acc"` // the server's name of the account
	Kind    string  `json:"kind"`
	Mode    string  `json:"mode"`
	Digits  int     `json:"digits"` // 0 for mode confirm
	Context Context `json:"ctx"`
}

// Context is what the person judges by. Clean makes it fit to be shown.
type Context struct {
	App    string `json:"app"`
	Origin string `json:"origin"`
	IP     string `json:"ip"`
	Place  string `json:"loc"`
	Agent  string `json:"ua"`
	Device string `json:"dt"` // "computer", "phone", "tablet"
	At     int64  `json:"at"`
	To     string `json:"to,omitempty"` // move: what the new phone calls itself
}

// ChallengeFor says for whom a challenge claims to be, to find the account to check it
// with. Only Iss, Aud and Account are given, and none of them is known to be true.
func ChallengeFor(jws string) (Challenge, error) {
	_, payload, _, _, err := split(jws)
	if err != nil {
		return Challenge{}, err
	}
	var c Challenge
	if err := DecodeObject(payload, &c); err != nil {
		return Challenge{}, refuse("payload: %v", err)
	}
	return Challenge{Iss: c.Iss, Aud: c.Aud, Account: c.Account}, nil
}

// OpenChallenge checks a challenge for this server, device and account. Whether
// it has expired is the caller's to say, by the server's clock.
func OpenChallenge(jws string, keys Keys, origin, device, account string) (Challenge, error) {
	var c Challenge
	if _, err := open(jws, TypeChallenge, keys, &c); err != nil {
		return Challenge{}, err
	}
	confirm := c.Mode == "confirm" && c.Digits == 0
	match := c.Mode == "match" && (c.Digits == 2 || c.Digits == 6)
	switch {
	case c.Iss != origin:
		return Challenge{}, refuse("of server %q", c.Iss)
	case c.Aud != device || c.Account != account:
		return Challenge{}, refuse("for another phone or account")
	case !ValidID("chl_", c.ID):
		return Challenge{}, refuse("id %q", c.ID)
	case c.Kind != "login" && c.Kind != "link" && c.Kind != "step_up" && c.Kind != KindMove:
		return Challenge{}, refuse("kind %q", c.Kind)
	case !confirm && !match:
		return Challenge{}, refuse("mode %q with %d digits", c.Mode, c.Digits)
	case !ValidID("", c.Nonce):
		return Challenge{}, refuse("nonce is not 128 bits")
	case c.Iat <= 0 || c.Exp <= c.Iat || c.Exp-c.Iat > int64(LinkLife/time.Second):
		return Challenge{}, refuse("lifetime from %d to %d", c.Iat, c.Exp)
	}
	c.Context = c.Context.Clean()
	if err := c.checkMove(); err != nil {
		return Challenge{}, err
	}
	return c, nil
}

// MaxCounter is the highest that an answer's counter may be: every JSON reader
// takes integers up to it for what they are (RFC 8259 section 6).
const MaxCounter = 1<<53 - 1

// Answer is a person's decision, signed over the hash of what was shown.
type Answer struct {
	Iss       string `json:"iss"` // the device
	Aud       string `json:"aud"` // the server's origin
	Challenge string `json:"cid"`
	Hash      string `json:"ch"`              // Hash of the challenge's JWS, as received
	Decision  string `json:"dec"`             // "approve", "deny"
	Why       string `json:"why,omitempty"`   // "not_me", "cancelled"
	Match     string `json:"match,omitempty"` // the digits typed
	Iat       int64  `json:"iat"`
	Jti       string `json:"jti"`
	Counter   uint64 `json:"ctr"` // strictly rising: a copy of the vault is found out
	Verified  string `json:"uv"`  // "none", "pin", "bio": how the person unlocked the phone
}

// AnswerDevice says whose answer it claims to be, to find the key to check it with.
func AnswerDevice(jws string) (device string, err error) {
	_, payload, _, _, err := split(jws)
	if err != nil {
		return "", err
	}
	var a Answer
	if err := DecodeObject(payload, &a); err != nil {
		return "", refuse("payload: %v", err)
	}
	return a.Iss, nil
}

// OpenAnswer checks an answer's signature, shape, sender and receiver. Whether
// it fits the challenge and its state is the server's to say, in its order.
func OpenAnswer(jws string, key *ecdsa.PublicKey, device, origin string) (Answer, error) {
	var a Answer
	if _, err := open(jws, TypeAnswer, OneKey(key), &a); err != nil {
		return Answer{}, err
	}
	switch {
	case a.Iss != device:
		return Answer{}, refuse("of another device")
	case a.Aud != origin:
		return Answer{}, refuse("meant for %q", a.Aud)
	case a.Decision != "approve" && a.Decision != "deny":
		return Answer{}, refuse("decision %q", a.Decision)
	case a.Why != "" && a.Why != "not_me" && a.Why != "cancelled":
		return Answer{}, refuse("why %q", a.Why)
	case a.Why != "" && a.Decision != "deny":
		return Answer{}, refuse("a reason with a YES")
	case a.Match != "" && a.Decision != "approve":
		return Answer{}, refuse("digits with a NO")
	case a.Iat <= 0:
		return Answer{}, refuse("no iat")
	case a.Counter == 0 || a.Counter > MaxCounter:
		return Answer{}, refuse("ctr is not from 1 to 2^53-1")
	case a.Verified != "none" && a.Verified != "pin" && a.Verified != "bio":
		return Answer{}, refuse("uv %q", a.Verified)
	case a.Jti == "" || !ValidID("chl_", a.Challenge):
		return Answer{}, refuse("no jti or challenge")
	}
	return a, nil
}
