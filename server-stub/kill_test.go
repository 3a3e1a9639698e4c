package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"io"
	mathrand "math/rand/v2"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"kauth/core/api"
)

// mortal is a server that is killed again and again, with a person and a phone.
type mortal struct {
	t      *testing.T
	addr   string
	dir    string
	url    string
	person demoPerson
	cmd    *exec.Cmd

	key     *ecdsa.PrivateKey
	reg     api.RegisterReply
	nonce   string
	counter uint64
}

// signIn is what the server acknowledged of one.
type signIn struct {
	client   *http.Client
	id       string // begun
	cid      string // asked
	answer   string // the bytes of a YES
	reply    string // what it got
	redeemed bool
}

func (m *mortal) start() {
	m.t.Helper()
	cmd, _ := program(m.t, "-addr", m.addr, "-data", m.dir, "-demo")
	a, _ := started(m.t, cmd)
	m.cmd, m.url, m.person = cmd, a.URL, a.Demo[0]
}

func (m *mortal) kill() {
	m.cmd.Process.Kill()
	m.cmd.Wait() // says that it was killed
}

// call sends a request; false where the server died over it.
func (m *mortal) call(c *http.Client, method, path, typ, body string, header ...string) (status int, reply string, ok bool) {
	m.t.Helper()
	req, err := http.NewRequest(method, m.url+path, strings.NewReader(body))
	if err != nil {
		m.t.Fatal(err)
	}
	if typ != "" {
		req.Header.Set("Content-Type", typ)
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := c.Do(req)
	if err != nil {
		return 0, "", false
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if n := resp.Header.Get(api.HeaderNonce); n != "" {
		m.nonce = n
	}
	return resp.StatusCode, string(data), err == nil
}

// want is call where the server lives and says that.
func (m *mortal) want(status int, c *http.Client, method, path, typ, body string) string {
	m.t.Helper()
	got, reply, ok := m.call(c, method, path, typ, body)
	if !ok || got != status {
		m.t.Fatalf("%s %s: status %d (%v) instead of %d: %s", method, path, got, ok, status, reply)
	}
	return reply
}

func (m *mortal) into(v any, text string) {
	m.t.Helper()
	if err := json.Unmarshal([]byte(text), v); err != nil {
		m.t.Fatalf("%v: %s", err, text)
	}
}

func (m *mortal) sign(typ api.Type, claims any) string {
	m.t.Helper()
	jws, err := api.Sign(typ, m.key, claims)
	if err != nil {
		m.t.Fatal(err)
	}
	return jws
}

func browserWithCookies() *http.Client {
	jar, _ := cookiejar.New(nil)
	return &http.Client{Jar: jar, Timeout: time.Minute}
}

func (m *mortal) password() string {
	body, _ := json.Marshal(api.LoginRequest{User: m.person.User, Password: m.person.Password})
	return string(body)
}

// link turns two-factor on, with a phone.
func (m *mortal) link() {
	m.t.Helper()
	c := browserWithCookies()
	var l api.LoginReply
	m.into(&l, m.want(201, c, "POST", api.PathLogins, api.TypeJSON, m.password()))
	m.want(204, c, "POST", api.Path(api.PathLogin, l.ID)+"/redeem", "", "")
	var offer api.LinkReply
	m.into(&offer, m.want(201, c, "POST", api.PathLinks, "", ""))
	u, err := url.Parse(offer.Link)
	if err != nil {
		m.t.Fatal(err)
	}
	code := u.Query().Get("c")
	body, _ := json.Marshal(map[string]string{"link": code, "reg": m.sign(api.TypeRegistration, api.Registration{
		Aud: m.url, Iat: 1, Jti: api.NewCode(), LinkHash: api.Hash([]byte(code)), JWK: api.JWKOf(&m.key.PublicKey), Name: "Pixel 9", OS: "android", App: "1",
	})})
	m.into(&m.reg, m.want(201, c, "POST", api.PathDevices, api.TypeJSON, string(body)))
	var state api.LinkState
	m.into(&state, m.want(200, c, "GET", api.Path(api.PathLink, offer.ID), "", ""))
	jws, ok := m.fetch("")
	if !ok {
		m.t.Fatal("the link's request is not there")
	}
	cid, answer := m.answered(jws, state.Digits)
	m.want(200, c, "POST", api.Path(api.PathAnswer, cid), api.TypeJOSE, answer)
}

// fetch gives the request of that id, or the only one.
func (m *mortal) fetch(cid string) (jws string, ok bool) {
	m.t.Helper()
	path := api.PathChallenges + "?wait=0&cursor="
	for range 2 { // once more with the nonce of a server that was started anew
		proof := m.sign(api.TypeProof, api.Proof{Iss: m.reg.Device, Aud: m.url, Method: "GET", Path: path, Nonce: m.nonce, Jti: api.NewCode(), Iat: 1})
		status, reply, alive := m.call(http.DefaultClient, "GET", path, "", "", "Authorization", api.AuthScheme+" "+proof)
		if !alive || status == http.StatusNoContent {
			return "", false
		}
		if status == http.StatusUnauthorized {
			continue
		}
		var list api.FetchReply
		m.into(&list, reply)
		for _, one := range list.Challenges {
			if cid == "" || m.open(one).ID == cid {
				return one, true
			}
		}
		return "", false
	}
	return "", false
}

func (m *mortal) open(jws string) api.Challenge {
	m.t.Helper()
	k, err := m.reg.Keys[0].Key()
	if err != nil {
		m.t.Fatal(err)
	}
	c, err := api.OpenChallenge(jws, api.OneKey(k), m.url, m.reg.Device, m.reg.Account.ID)
	if err != nil {
		m.t.Fatal(err)
	}
	return c
}

func (m *mortal) answered(jws, match string) (cid, answer string) {
	m.t.Helper()
	m.counter++
	cid = m.open(jws).ID
	return cid, m.sign(api.TypeAnswer, api.Answer{
		Iss: m.reg.Device, Aud: m.url, Challenge: cid, Hash: api.Hash([]byte(jws)), Decision: "approve", Match: match, Iat: 1, Jti: api.NewCode(),
		Counter: m.counter, Verified: "none",
	})
}

// begin gives the password.
func (m *mortal) begin() *signIn {
	m.t.Helper()
	s := &signIn{client: browserWithCookies()}
	var l api.LoginReply
	m.into(&l, m.want(201, s.client, "POST", api.PathLogins, api.TypeJSON, m.password()))
	s.id = l.ID
	return s
}

// goOn goes as far as the server lives, and notes what it acknowledged.
func (m *mortal) goOn(s *signIn) (whole bool) {
	m.t.Helper()
	at := api.Path(api.PathLogin, s.id)
	status, reply, ok := m.call(s.client, "POST", at+"/kauth", "", "")
	if !ok || status != http.StatusOK {
		return m.died(ok, status, reply)
	}
	var ask api.AskReply
	m.into(&ask, reply)
	s.cid = ask.Challenge
	jws, ok := m.fetch(s.cid)
	if !ok {
		return false
	}
	match := ""
	if ask.Match != nil {
		match = *ask.Match
	}
	_, answer := m.answered(jws, match)
	if status, reply, ok = m.call(s.client, "POST", api.Path(api.PathAnswer, s.cid), api.TypeJOSE, answer); !ok || status != http.StatusOK {
		return m.died(ok, status, reply)
	}
	s.answer, s.reply = answer, reply
	if status, reply, ok = m.call(s.client, "POST", at+"/redeem", "", ""); !ok || status != http.StatusNoContent {
		return m.died(ok, status, reply)
	}
	s.redeemed = true
	return true
}

// died wants a call that did not succeed to be the kill's doing.
func (m *mortal) died(answered bool, status int, reply string) bool {
	m.t.Helper()
	if answered {
		m.t.Errorf("status %d from a server that lives: %s", status, reply)
	}
	return false
}

// kept wants all that was acknowledged of a sign-in to be there still.
func (m *mortal) kept(s *signIn) {
	t := m.t
	t.Helper()
	at := api.Path(api.PathLogin, s.id)
	var state api.LoginState
	m.into(&state, m.want(200, s.client, "GET", at, "", ""))
	switch {
	case s.redeemed:
		m.want(200, s.client, "GET", api.PathMethods, "", "") // the session
		if state.State != "redeemed" {
			t.Errorf("a redeemed login is %q", state.State)
		}
		m.want(409, s.client, "POST", at+"/redeem", "", "")
	case s.answer != "":
		if state.State != "approved" && state.State != "redeemed" { // the redemption may have been the last act
			t.Errorf("an approved login is %q", state.State)
		}
	case s.cid != "" && state.State == "waiting":
		if _, ok := m.fetch(s.cid); !ok {
			t.Error("a request that was made is not on the phone")
		}
	}
	if s.answer != "" {
		if again := m.want(200, s.client, "POST", api.Path(api.PathAnswer, s.cid), api.TypeJOSE, s.answer); again != s.reply {
			t.Errorf("the same answer got %s, and before %s", again, s.reply)
		}
	}
}

// lasting is an address that nobody else is given while the server is down: from below
// the ports that systems choose from where none is named.
func lasting(t *testing.T) string {
	t.Helper()
	for range 100 {
		l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(10_000+mathrand.IntN(20_000))))
		if err == nil {
			defer l.Close()
			return l.Addr().String()
		}
	}
	t.Fatal("no port is free")
	return ""
}

// TestKilledServerKeepsWhatItAcknowledged kills the real program at any moment of
// sign-ins, twenty times or for as long as there is time.
func TestKilledServerKeepsWhatItAcknowledged(t *testing.T) {
	m := &mortal{t: t, addr: lasting(t), dir: t.TempDir()}
	var err error
	if m.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		t.Fatal(err)
	}
	m.start()
	m.link()
	begin, kills, stages := time.Now(), 0, map[string]int{}
	var all []*signIn
	for ; kills < 3 || kills < 20 && time.Since(begin) < 12*time.Second; kills++ {
		since := []*signIn{m.begin(), m.begin(), m.begin()}
		first := time.Now()
		if !m.goOn(since[0]) { // one that nothing disturbs
			t.Fatal("a server that was started anew lets nobody in")
		}
		victim := m.cmd.Process
		timer := time.AfterFunc(time.Duration(mathrand.Int64N(2*int64(time.Since(first)))), func() { victim.Kill() })
		for _, one := range since[1:] {
			if !m.goOn(one) {
				break
			}
		}
		timer.Stop()
		m.kill()
		m.start()
		for _, one := range since {
			m.kept(one)
			stages[one.stage()]++
			m.want(204, one.client, "POST", api.Path(api.PathLogin, one.id)+"/cancel", "", "") // leaves none on the phone
		}
		all = append(all, since...)
	}
	for _, one := range all {
		if one.redeemed {
			m.want(200, one.client, "GET", api.PathMethods, "", "")
		}
	}
	t.Logf("%d kills in %v; sign-ins that were %v", kills, time.Since(begin).Round(time.Second), stages)
}

// stage is how far it came.
func (s *signIn) stage() string {
	switch {
	case s.redeemed:
		return "redeemed"
	case s.answer != "":
		return "approved"
	case s.cid != "":
		return "asked"
	}
	return "begun"
}
