package stub

import (
	"context"
	"testing"
	"time"

	"kauth/core/api"
)

func TestProofIsNeededForEveryRequest(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	p.fetch()
	other := w.phone("stranger")
	other.reg = p.reg
	const path = api.PathActivity
	good := api.Proof{Iss: p.reg.Device, Aud: w.http.URL, Method: "GET", Path: path, Nonce: p.nonce, Jti: "1"}
	with := func(change func(*api.Proof)) string {
		one := good
		change(&one)
		return p.sign(api.TypeProof, one)
	}
	for name, c := range map[string]struct {
		code  api.Code
		proof string
	}{
		"of another key":     {api.CodeBadProof, other.proof("GET", path, p.nonce, "2")},
		"for another path":   {api.CodeBadProof, with(func(p *api.Proof) { p.Path = api.PathSelf })},
		"for another query":  {api.CodeBadProof, with(func(p *api.Proof) { p.Path += "?a=b" })},
		"for another method": {api.CodeBadProof, with(func(p *api.Proof) { p.Method = "POST" })},
		"for another server": {api.CodeBadProof, with(func(p *api.Proof) { p.Aud = "https://evil.example" })},
		"with a body":        {api.CodeBadProof, with(func(p *api.Proof) { p.BodyHash = api.Hash([]byte("x")) })},
		"without an id":      {api.CodeBadProof, with(func(p *api.Proof) { p.Jti = "" })},
		"of an answer":       {api.CodeBadProof, p.sign(api.TypeAnswer, good)},
		"of nobody":          {api.CodeBadProof, with(func(p *api.Proof) { p.Iss = api.NewID("dev_") })},
		"without a nonce":    {api.CodeUseNonce, with(func(p *api.Proof) { p.Nonce = "" })},
		"a made-up nonce":    {api.CodeUseNonce, with(func(p *api.Proof) { p.Nonce = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" })},
		"another's nonce":    {api.CodeUseNonce, with(func(p *api.Proof) { p.Nonce = w.s.nonces.make(api.NewID("dev_"), w.s.now().Unix()) })},
		"no JWS":             {api.CodeBadProof, "yes"},
	} {
		t.Run(name, func(t *testing.T) {
			p.send(context.Background(), "GET", path, c.proof).refused(c.code)
		})
	}
	p.send(context.Background(), "GET", path, p.sign(api.TypeProof, good)).want(200)
	w.browser().do("GET", path, nil).refused(api.CodeBadProof)
}

func TestReplayedProofIsRefused(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	p.fetch()
	proof := p.proof("GET", api.PathActivity, p.nonce, api.NewCode())
	p.send(context.Background(), "GET", api.PathActivity, proof).want(200)
	p.send(context.Background(), "GET", api.PathActivity, proof).refused(api.CodeBadProof)
	w.restart()
	r := p.send(context.Background(), "GET", api.PathActivity, proof)
	r.refused(api.CodeUseNonce)
	p.send(context.Background(), "GET", api.PathActivity, p.proof("GET", api.PathActivity, r.header.Get(api.HeaderNonce), api.NewCode())).want(200)
}

func TestNonceLivesFiveMinutes(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	p.fetch()
	get := func() result {
		return p.send(context.Background(), "GET", api.PathActivity, p.proof("GET", api.PathActivity, p.nonce, api.NewCode()))
	}
	w.pass(4*time.Minute + 58*time.Second)
	get().want(200)
	w.pass(3 * time.Second)
	get().refused(api.CodeUseNonce)
	w.pass(-time.Hour)
	get().refused(api.CodeUseNonce) // of a time that has not come
}

func TestUnconfirmedPhoneSeesItsLinkAlone(t *testing.T) {
	w := newWorld(t, Options{})
	b, first := w.linked()
	offer := b.link()
	p := w.phone("second")
	p.register(offer.Link).want(201)
	b.ask()
	if c := p.open(p.only()); c.Kind != "link" {
		t.Fatalf("it sees %+v", c)
	}
	if c := first.open(first.only()); c.Kind != "login" {
		t.Fatalf("the first sees %+v", c)
	}
	p.call("GET", api.PathActivity).refused(api.CodeUnconfirmed)
	p.call("GET", api.PathRecovery).refused(api.CodeUnconfirmed)
	p.call("DELETE", api.PathSelf).want(204)
	if got := b.linkState(offer.ID).State; got != "refused" {
		t.Fatalf("the offer is %q", got)
	}
}

func TestUnknownPhoneIsAnsweredAsAWrongKeyIs(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	p.fetch()
	stranger := w.phone("stranger")
	stranger.reg = p.reg
	ask := func(method, path string) string {
		r := stranger.send(context.Background(), method, path, stranger.proof(method, path, p.nonce, api.NewCode()))
		r.refused(api.CodeBadProof)
		return string(r.body)
	}
	known := map[string]string{}
	calls := [][2]string{
		{"GET", api.PathChallenges},
		{"GET", api.PathEvents},
		{"GET", api.PathRecovery},
		{"POST", api.PathRecovery},
		{"GET", api.PathActivity},
		{"DELETE", api.PathSelf},
	}
	for _, c := range calls {
		known[c[0]+c[1]] = ask(c[0], c[1])
	}
	stranger.reg.Device = api.NewID("dev_")
	for _, c := range calls {
		if got := ask(c[0], c[1]); got != known[c[0]+c[1]] {
			t.Errorf("%s %s: %s, and for a phone that there is: %s", c[0], c[1], got, known[c[0]+c[1]])
		}
	}
}
