//go:build browser

package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"kauth/core/api"
)

// phone is a small app of its own making, which answers what the pages ask.
type phone struct {
	t       *testing.T
	origin  string
	key     *ecdsa.PrivateKey
	reg     api.RegisterReply
	nonce   string
	cursor  string
	counter uint64
}

// register uses the link that a page shows.
func register(t *testing.T, origin, link, name string) *phone {
	t.Helper()
	_, rest, _ := strings.Cut(link, "&c=")
	code, _, _ := strings.Cut(rest, "&")
	return registerCode(t, origin, code, name)
}

// registerCode uses a link code, or an access token.
func registerCode(t *testing.T, origin, code, name string) *phone {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	ok(t, err)
	p := &phone{t: t, origin: origin, key: key}
	body, err := json.Marshal(api.RegisterRequest{Link: code, Reg: p.sign(api.TypeRegistration, api.Registration{
		Aud: origin, Iat: 1, Jti: api.NewCode(), LinkHash: api.Hash([]byte(code)), JWK: api.JWKOf(&key.PublicKey),
		Name: name, OS: "android 16", App: "1.0.0",
	})})
	ok(t, err)
	resp, err := http.Post(origin+api.PathDevices, api.TypeJSON, bytes.NewReader(body))
	ok(t, err)
	p.read(resp, http.StatusCreated, &p.reg)
	return p
}

func (p *phone) sign(typ api.Type, claims any) string {
	p.t.Helper()
	jws, err := api.Sign(typ, p.key, claims)
	ok(p.t, err)
	return jws
}

// read checks the status and takes the reply and its nonce.
func (p *phone) read(resp *http.Response, status int, into any) {
	p.t.Helper()
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	ok(p.t, err)
	if resp.StatusCode != status {
		p.t.Fatalf("the phone got %s: %s", resp.Status, body)
	}
	if n := resp.Header.Get(api.HeaderNonce); n != "" {
		p.nonce = n
	}
	ok(p.t, json.Unmarshal(body, into))
}

// fetch waits for something new.
func (p *phone) fetch() (reply api.FetchReply) {
	p.t.Helper()
	path := api.PathChallenges + "?wait=25&cursor=" + p.cursor
	req, err := http.NewRequest("GET", p.origin+path, nil)
	ok(p.t, err)
	req.Header.Set("Authorization", api.AuthScheme+" "+p.sign(api.TypeProof, api.Proof{
		Iss: p.reg.Device, Aud: p.origin, Method: "GET", Path: path, Nonce: p.nonce, Jti: api.NewCode(), Iat: 1,
	}))
	resp, err := http.DefaultClient.Do(req)
	ok(p.t, err)
	if resp.StatusCode == http.StatusNoContent { // nothing new in all that time
		resp.Body.Close()
		return reply
	}
	p.read(resp, http.StatusOK, &reply)
	p.cursor = reply.Cursor
	return reply
}

// request waits for a request.
func (p *phone) request() string {
	p.t.Helper()
	for range 4 {
		if all := p.fetch().Challenges; len(all) > 0 {
			return all[0]
		}
	}
	p.t.Fatal("no request came")
	return ""
}

// gone waits until no request is left, and says how the last one ended.
func (p *phone) gone() string {
	p.t.Helper()
	for range 4 {
		if reply := p.fetch(); len(reply.Challenges) == 0 && len(reply.Gone) > 0 {
			return reply.Gone[0].State
		}
	}
	p.t.Fatal("the request stays")
	return ""
}

// open checks a request as an app does.
func (p *phone) open(jws string) api.Challenge {
	p.t.Helper()
	server, err := p.reg.Keys[0].Key()
	ok(p.t, err)
	c, err := api.OpenChallenge(jws, api.OneKey(server), p.origin, p.reg.Device, p.reg.Account.ID)
	ok(p.t, err)
	return c
}

// answer says YES or NO to the request that waits, with the digits that were typed.
func (p *phone) answer(decision, digits string) {
	p.t.Helper()
	jws := p.fetched()
	p.counter++
	signed := p.sign(api.TypeAnswer, api.Answer{
		Iss: p.reg.Device, Aud: p.origin, Challenge: p.open(jws).ID, Hash: api.Hash([]byte(jws)),
		Decision: decision, Match: digits, Jti: api.NewCode(), Iat: 1, Counter: p.counter, Verified: "none",
	})
	resp, err := http.Post(p.origin+api.Path(api.PathAnswer, p.open(jws).ID), api.TypeJOSE, strings.NewReader(signed))
	ok(p.t, err)
	resp.Body.Close()
}

// fetched gives the request that waits now, whatever the phone heard before.
func (p *phone) fetched() string {
	p.t.Helper()
	p.cursor = ""
	return p.request()
}

// revoked waits until the server states that this phone is removed.
func (p *phone) revoked() {
	p.t.Helper()
	server, err := p.reg.Keys[0].Key()
	ok(p.t, err)
	for range 4 {
		for _, jws := range p.fetch().Statements {
			_, err := api.OpenStatement(jws, api.StmtRevoked, api.OneKey(server), p.origin, p.reg.Device, api.Thumbprint(&p.key.PublicKey))
			ok(p.t, err)
			return
		}
	}
	p.t.Fatal("nothing says that the phone is removed")
}
