package stub

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"kauth/core/api"
)

// party is a relying party.
type party struct {
	w          *world
	id, secret string
}

func (w *world) party() *party {
	return &party{w, url.QueryEscape(demoClient.ID), url.QueryEscape(demoClient.Secret)}
}

func (p *party) post(path string, form url.Values) result {
	p.w.t.Helper()
	req, err := http.NewRequest("POST", p.w.http.URL+path, strings.NewReader(form.Encode()))
	p.w.ok(err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if p.id != "" {
		req.SetBasicAuth(p.id, p.secret)
	}
	resp, err := http.DefaultClient.Do(req)
	return read(p.w.t, resp, err)
}

// ask sends a request; more are pairs of parameters.
func (p *party) ask(more ...string) result {
	p.w.t.Helper()
	form := url.Values{"scope": {"openid"}, "login_hint": {annaUser}}
	for i := 0; i < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return p.post(api.PathBackchannel, form)
}

func (p *party) asked(more ...string) (reply backchannelReply) {
	p.w.t.Helper()
	p.ask(more...).want(200).into(&reply)
	return reply
}

func (p *party) poll(id string) result {
	p.w.t.Helper()
	return p.post(api.PathToken, url.Values{"grant_type": {grantCIBA}, "auth_req_id": {id}})
}

// says checks an error of RFC 6749 section 5.2.
func (r result) says(status int, code string) result {
	r.t.Helper()
	var e oauthError
	if err := json.Unmarshal(r.body, &e); err != nil || r.status != status || e.Code != code || r.header.Get("Content-Type") != api.TypeJSON {
		r.t.Fatalf("status %d, %s, instead of %d %s", r.status, r.body, status, code)
	}
	return r
}

func ciba(t *testing.T, o Options) (*world, *party, *phone) {
	o.Demo, o.QA = false, true
	w := still(t, o)
	_, p := w.linked()
	return w, w.party(), p
}

func TestRelyingPartyGetsAYes(t *testing.T) {
	w, rp, p := ciba(t, Options{})
	ask := rp.asked("binding_message", "Basket 4711")
	if ask.Interval != 5 || ask.ExpiresIn != 120 || len(ask.Match) != 2 || len(ask.ID) != 43 {
		t.Fatalf("%+v", ask)
	}
	c := p.open(p.only())
	if c.Kind != "login" || c.Mode != "match" || c.Context.App != "Demo shop · Basket 4711" {
		t.Fatalf("the phone shows %+v", c)
	}
	rp.poll(ask.ID).says(400, "authorization_pending")
	p.approve(p.only(), ask.Match).want(200)
	w.pass(5 * time.Second)
	w.restart()
	r := rp.poll(ask.ID).want(200)
	if r.header.Get("Cache-Control") != "no-store" {
		t.Error("the tokens may be kept")
	}
	var tokens tokenReply
	r.into(&tokens)
	claims := w.openIDToken(tokens.IDToken)
	if claims.Iss != w.http.URL || claims.Aud != demoClient.ID || claims.Sub != p.reg.Account.ID || claims.Exp-claims.Iat != 300 || claims.AuthTime == 0 {
		t.Fatalf("%+v", claims)
	}
	if gone := p.fetch().Gone; gone[0] != (api.Gone{ID: c.ID, State: "approved"}) {
		t.Fatalf("%+v", gone)
	}
	w.pass(5 * time.Second)
	rp.poll(ask.ID).says(400, "invalid_grant") // once
	w.phone("thief").registerCode(tokens.AccessToken).refused(api.CodeNotFound)
}

// openIDToken checks an id_token by the keys that the server publishes, with nothing
// of ours.
func (w *world) openIDToken(jws string) (claims idToken) {
	w.t.Helper()
	var config struct {
		Issuer string `json:"issuer"`
		Keys   string `json:"jwks_uri"`
	}
	w.raw("GET", pathOpenID, "").want(200).into(&config)
	var list struct {
		Keys []struct{ Kid, X, Y, Alg, Use string }
	}
	resp, err := http.Get(config.Keys)
	read(w.t, resp, err).want(200).into(&list)
	parts := strings.Split(jws, ".")
	decode := func(s string) []byte {
		b, err := base64.RawURLEncoding.DecodeString(s)
		w.ok(err)
		return b
	}
	var head struct{ Alg, Kid, Typ string }
	w.ok(json.Unmarshal(decode(parts[0]), &head))
	for _, k := range list.Keys {
		if k.Kid != head.Kid || head.Alg != "ES256" || head.Typ != "JWT" || k.Alg != "ES256" || k.Use != "sig" {
			continue
		}
		key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), slices.Concat([]byte{4}, decode(k.X), decode(k.Y)))
		w.ok(err)
		sum, sig := sha256.Sum256([]byte(parts[0]+"."+parts[1])), decode(parts[2])
		if ecdsa.Verify(key, sum[:], new(big.Int).SetBytes(sig[:32]), new(big.Int).SetBytes(sig[32:])) {
			w.ok(json.Unmarshal(decode(parts[1]), &claims))
			return claims
		}
	}
	w.t.Fatalf("no published key signed %s", jws)
	return claims
}

func TestRelyingPartyHearsHowARequestEnded(t *testing.T) {
	for name, c := range map[string]struct {
		end  func(w *world, p *phone, ask backchannelReply)
		want string
	}{
		"NO":           {func(_ *world, p *phone, _ backchannelReply) { p.deny(p.only()).want(200) }, "access_denied"},
		"wrong number": {func(_ *world, p *phone, ask backchannelReply) { p.approve(p.only(), otherDigits(ask.Match)).want(422) }, "access_denied"},
		"no answer":    {func(w *world, _ *phone, _ backchannelReply) { w.pass(2 * time.Minute) }, "expired_token"},
		"a YES that was not taken up": {func(w *world, p *phone, ask backchannelReply) {
			p.approve(p.only(), ask.Match).want(200)
			w.pass(time.Minute)
		}, "expired_token"},
		"a NO after a YES": {func(w *world, p *phone, ask backchannelReply) {
			jws := p.only()
			p.approve(jws, ask.Match).want(200)
			p.deny(jws).want(200)
		}, "access_denied"},
		"hours later": {func(w *world, _ *phone, _ backchannelReply) { w.pass(23 * time.Hour) }, "expired_token"},
		"much later":  {func(w *world, _ *phone, _ backchannelReply) { w.pass(50 * time.Hour) }, "invalid_grant"},
	} {
		t.Run(name, func(t *testing.T) {
			w, rp, p := ciba(t, Options{})
			ask := rp.asked()
			c.end(w, p, ask)
			rp.poll(ask.ID).says(400, c.want)
		})
	}
}

func TestRelyingPartyThatPollsTooFastIsSlowedDown(t *testing.T) {
	w, rp, p := ciba(t, Options{})
	ask := rp.asked()
	rp.poll(ask.ID).says(400, "authorization_pending")
	w.pass(4 * time.Second)
	rp.poll(ask.ID).says(400, "slow_down")
	w.pass(9 * time.Second)
	rp.poll(ask.ID).says(400, "slow_down")
	p.approve(p.only(), ask.Match).want(200)
	w.pass(14 * time.Second)
	rp.poll(ask.ID).says(400, "slow_down")
	w.pass(20 * time.Second)
	rp.poll(ask.ID).want(200)
}

func TestRelyingPartyCannotBombAPhone(t *testing.T) {
	w, rp, p := ciba(t, Options{})
	for range maxPending {
		rp.asked()
	}
	if r := rp.ask().says(429, "temporarily_unavailable"); r.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	for _, jws := range p.fetch().Challenges {
		p.deny(jws).want(200)
	}
	for range maxSoon - maxPending {
		rp.asked()
		p.deny(p.only()).want(200)
	}
	rp.ask().says(429, "temporarily_unavailable")
	b := w.browser()
	b.login("POST", b.begin().ID, "/kauth").refused(api.CodePushPaused) // the same count
	w.pass(10 * time.Minute)
	ask := rp.asked()
	p.approve(p.only(), ask.Match).want(200)
	rp.poll(ask.ID).want(200)
}

func TestRelyingPartyIsRefused(t *testing.T) {
	w, rp, _ := ciba(t, Options{})
	stranger := &party{w: w, id: demoClient.ID, secret: "wrong"}
	if r := stranger.ask().says(401, "invalid_client"); r.header.Get("WWW-Authenticate") == "" {
		t.Error("no WWW-Authenticate")
	}
	stranger.poll("x").says(401, "invalid_client")
	(&party{w: w}).ask("client_id", demoClient.ID, "client_secret", demoClient.Secret).says(401, "invalid_client")
	for name, c := range map[string]struct {
		want string
		more []string
	}{
		"no scope":              {"invalid_request", []string{"scope", ""}},
		"another scope":         {"invalid_scope", []string{"scope", "openid profile"}},
		"no hint":               {"invalid_request", []string{"login_hint", ""}},
		"two hints":             {"invalid_request", []string{"id_token_hint", "x"}},
		"nobody":                {"unknown_user_id", []string{"login_hint", "nobody@example.ch"}},
		"a long message":        {"invalid_binding_message", []string{"binding_message", strings.Repeat("a", 25)}},
		"a hidden message":      {"invalid_binding_message", []string{"binding_message", "a\u202eb"}},
		"a line break in it":    {"invalid_binding_message", []string{"binding_message", "a\nb"}},
		"no expiry":             {"invalid_request", []string{"requested_expiry", "soon"}},
		"an expiry in the past": {"invalid_request", []string{"requested_expiry", "-1"}},
		"a user code":           {"invalid_request", []string{"user_code", "1"}},
	} {
		t.Run(name, func(t *testing.T) { rp.ask(c.more...).says(400, c.want) })
	}
	rp.post(api.PathBackchannel, url.Values{"scope": {"openid", "openid"}, "login_hint": {annaUser}}).says(400, "invalid_request")
	rp.poll("nothing").says(400, "invalid_grant")
	if ask := rp.asked("requested_expiry", "86400"); ask.ExpiresIn != 600 {
		t.Errorf("a day long: %+v", ask)
	}
	for range unknownHints {
		rp.ask("login_hint", "nobody@example.ch")
	}
	rp.ask("login_hint", "nobody@example.ch").says(429, "temporarily_unavailable")
}

func TestForeignRequestCannotBePolled(t *testing.T) {
	w, rp, p := ciba(t, Options{Clients: []Client{{ID: "other", Name: "Other", Secret: "another secret"}}})
	ask := rp.asked()
	p.approve(p.only(), ask.Match).want(200)
	(&party{w, "other", url.QueryEscape("another secret")}).poll(ask.ID).says(400, "invalid_grant")
	rp.poll(ask.ID).want(200)
}

func TestPersonWithoutAPhoneIsAskedNothing(t *testing.T) {
	w := still(t, Options{QA: true})
	w.party().ask().says(403, "access_denied")
}

func TestDemoClientIsThereForDemosAlone(t *testing.T) {
	w := still(t, Options{})
	w.linked()
	w.party().ask().says(401, "invalid_client")
}

func TestMetadataOfTheBackchannel(t *testing.T) {
	w := still(t, Options{})
	var m map[string]any
	w.raw("GET", pathOpenID, "").want(200).into(&m)
	if m["issuer"] != w.http.URL || m["backchannel_authentication_endpoint"] != w.http.URL+api.PathBackchannel ||
		m["backchannel_token_delivery_modes_supported"].([]any)[0] != "poll" || m["backchannel_user_code_parameter_supported"] != false {
		t.Fatalf("%v", m)
	}
}
