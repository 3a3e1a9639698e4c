package stub

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"net/http"

	"kauth/core/api"
)

// phone is a small app of its own making: it signs with core/api, and shares no
// other code with the product's.
type phone struct {
	w       *world
	key     *ecdsa.PrivateKey
	ear     *ecdsa.PrivateKey // nil for a phone that has none
	name    string
	reg     api.RegisterReply
	nonce   string
	counter uint64
}

func (w *world) phone(name string) *phone {
	w.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	w.ok(err)
	return &phone{w: w, key: key, name: name}
}

func (p *phone) sign(typ api.Type, claims any) string {
	p.w.t.Helper()
	jws, err := api.Sign(typ, p.key, claims)
	p.w.ok(err)
	return jws
}

// register uses a link.
func (p *phone) register(link string) result { return p.registerCode(query(link, "c")) }

// registerCode uses a link code, or an access token.
func (p *phone) registerCode(code string) result {
	p.w.t.Helper()
	r := p.w.browser().do("POST", api.PathDevices, api.RegisterRequest{Link: code, Reg: p.registration(code)})
	if r.status == http.StatusCreated {
		r.into(&p.reg)
		p.nonce = r.header.Get(api.HeaderNonce)
	}
	return r
}

func (p *phone) registration(code string) string {
	p.w.t.Helper()
	return p.registering(p.key, p.ear, api.Registration{LinkHash: api.Hash([]byte(code)), OS: "android 16", App: "1.0.0"})
}

func (p *phone) proof(method, path, nonce, jti string) string {
	return p.sign(api.TypeProof, api.Proof{
		Iss: p.reg.Device, Aud: p.w.http.URL, Method: method, Path: path, Nonce: nonce, Jti: jti, Iat: 1,
	})
}

// send sends a request with that proof.
func (p *phone) send(ctx context.Context, method, path, proof string) result {
	p.w.t.Helper()
	req, err := http.NewRequestWithContext(ctx, method, p.w.http.URL+path, nil)
	p.w.ok(err)
	req.Header.Set("Authorization", api.AuthScheme+" "+proof)
	resp, err := http.DefaultClient.Do(req)
	return read(p.w.t, resp, err)
}

// call proves and sends, once more where the nonce was too old.
func (p *phone) call(method, path string) result {
	p.w.t.Helper()
	r := p.send(context.Background(), method, path, p.proof(method, path, p.nonce, api.NewCode()))
	p.nonce = r.header.Get(api.HeaderNonce)
	if r.status == 401 && bytes.Contains(r.body, []byte(api.CodeUseNonce)) {
		r = p.send(context.Background(), method, path, p.proof(method, path, p.nonce, api.NewCode()))
	}
	return r
}

// fetch takes all that waits.
func (p *phone) fetch() (reply api.FetchReply) {
	p.w.t.Helper()
	r := p.call("GET", api.PathChallenges+"?wait=0&cursor=")
	if r.status == http.StatusNoContent {
		return reply
	}
	r.want(200).into(&reply)
	return reply
}

// only takes the one request that waits.
func (p *phone) only() string {
	p.w.t.Helper()
	reply := p.fetch()
	if len(reply.Challenges) != 1 {
		p.w.t.Fatalf("%d requests wait instead of 1", len(reply.Challenges))
	}
	return reply.Challenges[0]
}

// open checks a request as an app does.
func (p *phone) open(jws string) api.Challenge {
	p.w.t.Helper()
	server, err := p.reg.Keys[0].Key()
	p.w.ok(err)
	c, err := api.OpenChallenge(jws, api.OneKey(server), p.w.http.URL, p.reg.Device, p.reg.Account.ID)
	p.w.ok(err)
	return c
}

// answered signs an answer to a request, without sending it.
func (p *phone) answered(jws string, change func(*api.Answer)) (cid, answer string) {
	p.w.t.Helper()
	c := p.open(jws)
	p.counter++
	a := api.Answer{
		Iss: p.reg.Device, Aud: p.w.http.URL, Challenge: c.ID, Hash: api.Hash([]byte(jws)),
		Decision: "approve", Jti: api.NewCode(), Iat: 1, Counter: p.counter, Verified: "none",
	}
	change(&a)
	return c.ID, p.sign(api.TypeAnswer, a)
}

func (p *phone) answer(jws string, change func(*api.Answer)) result {
	p.w.t.Helper()
	return p.w.post(p.answered(jws, change))
}

func (p *phone) approve(jws, digits string) result {
	p.w.t.Helper()
	return p.answer(jws, func(a *api.Answer) { a.Match = digits })
}

func (p *phone) deny(jws string) result {
	p.w.t.Helper()
	return p.answer(jws, func(a *api.Answer) { a.Decision = "deny" })
}

// post sends an answer.
func (w *world) post(cid, jws string) result {
	w.t.Helper()
	resp, err := http.Post(w.http.URL+api.Path(api.PathAnswer, cid), api.TypeJOSE, bytes.NewReader([]byte(jws)))
	return read(w.t, resp, err)
}

// number is what to type for a request: nothing for YES or NO.
func number(ask api.AskReply) string {
	if ask.Match == nil {
		return ""
	}
	return *ask.Match
}
