package coretest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base32"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/link"
)

// Server is a server of ka/1 in memory, at the port that core/client has: real
// keys and signatures, no HTTP. It refuses what the reference server refuses, in
// the kinds that core/client makes of that. Tests that need HTTP use the stub.
type Server struct {
	*Faults // nil for none
	Origin  string
	Name    string // the company
	Now     func() time.Time
	Streams bool // it streams, and does not only answer polls
	Deaf    bool // it is of before listening keys, and takes none

	// Change edits a registration's reply before it leaves, statement and all.
	Change func(r *api.RegisterReply, s *api.Statement)

	mu         sync.Mutex
	keys       []*ecdsa.PrivateKey // oldest first; the n-th came with version n+1 of the list
	policy     api.Statement       // none while its PolicyAt is 0
	label      api.Statement       // none while its LabelAt is 0
	codes      map[string]*linkCode
	phones     map[string]*phone
	challenges map[string]*Challenge
	waiting    chan struct{} // closed and replaced at every change
}

type linkCode struct {
	account string
	until   time.Time
	direct  bool // an access token: the phone is active at once
	used    string
	from    string // the phone whose place the new one takes; "" adds one
}

type phone struct {
	id, account, state string // unconfirmed, active, suspended, revoked
	key, old           *ecdsa.PublicKey
	listen             *ecdsa.PublicKey // nil for none
	keysAt, policyAt   uint64           // what it last said that it has
	labelAt            uint64
	counter            uint64
	reply              api.RegisterReply
	codes              []string
	spoken             string     // the kind of ended requests that it still hears of; "" is all
	move               *Challenge // that asks another phone; nil for none
	movedTo            string
}

// Challenge is a request that a Server sent.
type Challenge struct {
	ID      string
	Kind    string
	Number  string // "" for YES or NO
	State   string
	By      string // the device that ended it
	account string
	expires time.Time
	sent    map[string]string // device -> JWS
	answers map[string]api.AnswerReply
	from    string // a move: the phone that is asked
	to      *phone
}

// NewServer makes one, at an origin that nobody can reach.
func NewServer(f *Faults) *Server {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	return &Server{
		Faults: f, Origin: "https://login.example.ch", Name: "Example", Now: time.Now, keys: []*ecdsa.PrivateKey{key},
		codes: map[string]*linkCode{}, phones: map[string]*phone{}, challenges: map[string]*Challenge{},
		waiting: make(chan struct{}),
	}
}

// Key signs for the server: the newest one.
func (s *Server) Key() *ecdsa.PrivateKey { return s.keys[len(s.keys)-1] }

// RollKey makes a new key. Phones hear of it as docs/protocol.md says.
func (s *Server) RollKey() {
	s.mu.Lock()
	defer s.mu.Unlock()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	s.keys = append(s.keys, key)
	s.changed()
}

// SetPolicy states a policy to every phone.
func (s *Server) SetPolicy(verify string, mayLeave bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.policy = api.Statement{Kind: api.StmtPolicy, PolicyAt: s.policy.PolicyAt + 1, Verify: verify, MayLeave: &mayLeave}
	s.changed()
}

// Rename states another label to every phone.
func (s *Server) Rename(label string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.label = api.Statement{Kind: api.StmtAccount, LabelAt: s.label.LabelAt + 1, Label: label}
	s.changed()
}

// KeyRoll is the statement of the keys to a phone, as it stands now.
func (s *Server) KeyRoll() api.Statement {
	return api.Statement{Kind: api.StmtKeyRoll, KeysAt: uint64(len(s.keys)), KeyList: s.jwks()}
}

func (s *Server) jwks() (list []api.JWK) {
	for _, k := range slices.Backward(s.keys) {
		j := api.JWKOf(&k.PublicKey)
		j.Kid = api.Thumbprint(&k.PublicKey)
		list = append(list, j)
	}
	return list
}

// state signs a statement to a phone, by the newest key that it has.
func (s *Server) state(p *phone, st api.Statement) string {
	st.Iss, st.Aud, st.Account, st.Key, st.Iat = s.Origin, p.id, p.account, api.Thumbprint(p.key), s.Now().Unix()
	st.Listen = p.listenID()
	return s.signFor(p, api.TypeStatement, st)
}

func (s *Server) signFor(p *phone, t api.Type, claims any) string {
	jws, err := api.Sign(t, s.keys[max(int(p.keysAt), 1)-1], claims)
	if err != nil {
		panic(err)
	}
	return jws
}

// Account names that every Server knows.
const (
	Anna = "acc_AAAAAAAAAAAAAAAAAAAAAA"
	Ben  = "acc_BBBBBBBBBBBBBBBBBBBBBA"
)

// Offer offers to link a phone to an account.
func (s *Server) Offer(account string) link.Offer {
	s.mu.Lock()
	defer s.mu.Unlock()
	code := api.NewCode()
	s.codes[code] = &linkCode{account: account, until: s.Now().Add(api.LinkLife)}
	return link.Offer{
		Origin: s.Origin, Code: code, KeyID: api.Thumbprint(&s.Key().PublicKey),
		Expires: s.codes[code].until, Issuer: s.Name, Account: account + "@example.ch",
	}
}

// Digits are those that the computer shows for a phone that has registered.
func (s *Server) Digits(device string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.challenges {
		if c.Kind == "link" && c.sent[device] != "" {
			return c.Number
		}
	}
	return ""
}

// State is how the server sees a phone: "" for one it does not know.
func (s *Server) State(device string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.phones[device]; p != nil {
		return p.state
	}
	return ""
}

// Devices lists the phones in a state.
func (s *Server) Devices(state string) (ids []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, p := range s.phones {
		if p.state == state {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// Ask sends a request to every active phone of an account: to type digits, or YES
// or NO where digits is 0.
func (s *Server) Ask(account string, digits int, life time.Duration) *Challenge {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &Challenge{Kind: "login", account: account, expires: s.Now().Add(life), Number: "4711470000"[:digits]}
	s.send(c)
	return c
}

func (s *Server) send(c *Challenge) {
	c.ID, c.State, c.sent, c.answers = api.NewID("chl_"), "pending", map[string]string{}, map[string]api.AnswerReply{}
	for id, p := range s.phones {
		if (c.from == "" || c.from == id) && p.account == c.account && (p.state == "active" || c.Kind == "link" && p.state == "unconfirmed") {
			c.sent[id] = s.signFor(p, api.TypeChallenge, s.Claims(c, id))
		}
	}
	s.challenges[c.ID] = c
	s.changed()
}

// Claims are what the server signs of a challenge for a device.
func (s *Server) Claims(c *Challenge, device string) api.Challenge {
	mode := "confirm"
	if c.Number != "" {
		mode = "match"
	}
	to := ""
	if c.to != nil {
		to = "New phone"
	}
	return api.Challenge{
		Iss: s.Origin, Aud: device, ID: c.ID, Iat: s.Now().Unix(), Exp: c.expires.Unix(), Nonce: api.NewCode(),
		Account: c.account, Kind: c.Kind, Mode: mode, Digits: len(c.Number),
		Context: api.Context{
			App: "Manager", Origin: s.Origin, IP: "192.0.2.7", Place: "Lausanne, Switzerland",
			Agent: "Firefox on Windows", Device: "computer", At: s.Now().Unix(), To: to,
		},
	}
}

// Sign signs anything as the server.
func (s *Server) Sign(t api.Type, claims any) string {
	jws, err := api.Sign(t, s.Key(), claims)
	if err != nil {
		panic(err)
	}
	return jws
}

// Inject puts a message among the challenges of a device, as a server gone wrong does.
func (s *Server) Inject(device, jws string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := api.NewID("chl_")
	s.challenges[id] = &Challenge{
		ID: id, Kind: "login", State: "pending", expires: s.Now().Add(time.Hour),
		sent: map[string]string{device: jws}, answers: map[string]api.AnswerReply{},
	}
	s.changed()
}

// End ends a request as its page does: "cancelled", "superseded", "expired".
func (s *Server) End(c *Challenge, state string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.State = state
	s.changed()
}

// Forget has the server know nothing of its requests, as one that came back without its
// data. It tells no phone.
func (s *Server) Forget() { s.mu.Lock(); defer s.mu.Unlock(); clear(s.challenges) }

// Revoke removes a phone, as its owner does on the computer.
func (s *Server) Revoke(device string) { s.set(device, "revoked") }

// Suspend holds a phone for a copy.
func (s *Server) Suspend(device string) { s.set(device, "suspended") }

func (s *Server) set(device, state string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.phones[device].state = state
	s.changed()
}

// ForgetEnded has the server speak of ended requests no more, as it does after ten minutes.
func (s *Server) ForgetEnded(device string) { s.RememberEnded(device, "none") }

// RememberEnded has the server speak of ended requests of one kind alone.
func (s *Server) RememberEnded(device, kind string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.phones[device].spoken = kind
	s.changed()
}

// StateOf is the state of a request.
func (s *Server) StateOf(c *Challenge) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return c.State
}

// token is an access token for an account, as /token gives it.
func (s *Server) token(account string) api.TokenReply {
	code := api.NewCode()
	account, from, _ := strings.Cut(account, "!")
	s.codes[code] = &linkCode{account: account, until: s.Now().Add(api.TokenLife), direct: from == "", from: from}
	return api.TokenReply{
		AccessToken: code, TokenType: "Bearer", ExpiresIn: 300, Scope: api.ScopeLink,
		KeyID: api.Thumbprint(&s.Key().PublicKey),
	}
}

func (s *Server) changed() {
	close(s.waiting)
	s.waiting = make(chan struct{})
}

func (s *Server) expire() {
	for c := range maps.Values(s.challenges) {
		if c.State == "pending" && !s.Now().Before(c.expires) {
			c.State = "expired"
		}
	}
}

func problem(op string, kind core.Kind, code api.Code) error {
	return core.E(op, kind, &api.ProblemError{Problem: api.Problem{Code: code}})
}

func (s *Server) newReply(p *phone, c *linkCode) api.RegisterReply {
	secret := make([]byte, 20)
	rand.Read(secret)
	keys := s.jwks()
	var ids []string
	for _, j := range keys {
		ids = append(ids, j.Kid)
	}
	r := api.RegisterReply{
		Device: p.id, Account: api.AccountInfo{ID: c.account, Label: "anna@example.ch", Issuer: s.Name},
		TOTP: api.TOTP{
			Secret:    base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret),
			Algorithm: "SHA1", Digits: 6, Period: 30,
		},
		Keys: keys, State: "unconfirmed", ServerTime: s.Now().Unix(),
	}
	r.Move = s.moveReply(p)
	if c.direct {
		r.State, r.Recovery = "active", true
	}
	st := api.Statement{
		Kind: api.StmtRegistered, Iss: s.Origin, Aud: p.id, Account: c.account, Key: api.Thumbprint(p.key), Listen: p.listenID(),
		OTPHash: api.Hash(secret), Keys: ids, KeysAt: uint64(len(s.keys)), Iat: s.Now().Unix(),
	}
	if s.Change != nil {
		s.Change(&r, &st)
	}
	if r.Statement == "" {
		r.Statement = s.Sign(api.TypeStatement, st)
	}
	return r
}

// Signed is the message that a request was sent to a device as.
func (c *Challenge) Signed(device string) string { return c.sent[device] }
