package stub

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"kauth/core/api"
)

// A registration as browsers make it: the public key and secret of RFC 8291,
// appendix A.
var webPush = api.Push{
	Kind: "webpush", Endpoint: "https://push.example.net/wpush/v2/abc",
	P256DH: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4", Auth: "BTBZMqHH6r4Tts7J_aSIgg",
}

var (
	fcmPush  = api.Push{Kind: "fcm", Token: "dUm:my-" + strings.Repeat("x", 140)}
	apnsPush = api.Push{Kind: "apns", Token: strings.Repeat("0aF1", 16), Topic: "ch.example.kauth", Env: "production"}
)

// put sends a body with a proof.
func (p *phone) put(path, body string) result {
	p.w.t.Helper()
	var r result
	for range 2 {
		proof := p.sign(api.TypeProof, api.Proof{
			Iss: p.reg.Device, Aud: p.w.http.URL, Method: "PUT", Path: path, Nonce: p.nonce, Jti: api.NewCode(), Iat: 1,
			BodyHash: api.Hash([]byte(body)),
		})
		req, err := http.NewRequest("PUT", p.w.http.URL+path, strings.NewReader(body))
		p.w.ok(err)
		req.Header.Set("Authorization", api.AuthScheme+" "+proof)
		req.Header.Set("Content-Type", api.TypeJSON)
		resp, err := http.DefaultClient.Do(req)
		r = read(p.w.t, resp, err)
		p.nonce = r.header.Get(api.HeaderNonce)
		if !bytes.Contains(r.body, []byte(api.CodeUseNonce)) {
			break
		}
	}
	return r
}

func (p *phone) putPush(list ...api.Push) result {
	p.w.t.Helper()
	body, err := json.Marshal(map[string]any{"push": append([]api.Push{}, list...)})
	p.w.ok(err)
	return p.put(api.PathPush, string(body))
}

// registrations are those on file.
func (w *world) registrations(device string) (list []api.Push) {
	w.t.Helper()
	w.ok(w.s.view(func(t *tx) error {
		d, err := t.device(device)
		list = d.Push
		return err
	}))
	return list
}

func TestRegistrationsAreReplacedWholeAndCleared(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	for _, step := range []struct{ put, kept []api.Push }{
		{[]api.Push{webPush, fcmPush}, []api.Push{webPush, fcmPush}},
		{[]api.Push{apnsPush}, []api.Push{apnsPush}},
		{[]api.Push{{Kind: "none"}}, nil},
		{[]api.Push{fcmPush}, []api.Push{fcmPush}},
		{nil, nil},
	} {
		p.putPush(step.put...).want(204)
		w.restart()
		if got := w.registrations(p.reg.Device); len(got) != len(step.kept) || len(got) > 0 && got[0] != step.kept[0] {
			t.Fatalf("%+v is kept as %+v", step.put, got)
		}
	}
}

func TestBadRegistrationsChangeNothing(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	p.putPush(fcmPush).want(204)
	change := func(from api.Push, f func(*api.Push)) api.Push {
		f(&from)
		return from
	}
	for name, bad := range map[string]api.Push{
		"no kind":            {},
		"unknown kind":       {Kind: "mqtt"},
		"none with more":     {Kind: "none", Token: "x"},
		"not https":          change(webPush, func(p *api.Push) { p.Endpoint = "http://push.example.net/x" }),
		"over 1000 bytes":    change(webPush, func(p *api.Push) { p.Endpoint += strings.Repeat("a", 1000) }),
		"this machine":       change(webPush, func(p *api.Push) { p.Endpoint = "https://127.0.0.1/x" }),
		"another port":       change(webPush, func(p *api.Push) { p.Endpoint = "https://push.example.net:8443/x" }),
		"no point":           change(webPush, func(p *api.Push) { p.P256DH = "B" + strings.Repeat("A", 86) }),
		"compressed point":   change(webPush, func(p *api.Push) { p.P256DH = p.P256DH[:44] }),
		"padded secret":      change(webPush, func(p *api.Push) { p.Auth += "==" }),
		"other spelling":     change(webPush, func(p *api.Push) { p.Auth = p.Auth[:21] + "h" }),
		"short secret":       change(webPush, func(p *api.Push) { p.Auth = p.Auth[:20] }),
		"member of another":  change(webPush, func(p *api.Push) { p.Token = "x" }),
		"fcm empty":          {Kind: "fcm"},
		"fcm with a line":    {Kind: "fcm", Token: "abc\r\nX: y"},
		"fcm too long":       {Kind: "fcm", Token: strings.Repeat("x", 1025)},
		"apns not hex":       change(apnsPush, func(p *api.Push) { p.Token = strings.Repeat("zz", 32) }),
		"apns topic":         change(apnsPush, func(p *api.Push) { p.Topic = "../../3/device" }),
		"apns env":           change(apnsPush, func(p *api.Push) { p.Env = "https://evil.example" }),
		"apns with a member": change(apnsPush, func(p *api.Push) { p.Endpoint = webPush.Endpoint }),
	} {
		if problem := p.putPush(bad).refused(api.CodeBadRequest); !strings.HasPrefix(problem.Detail, "push: ") {
			t.Errorf("%s: %s", name, problem.Detail)
		}
	}
	p.putPush(fcmPush, fcmPush, fcmPush, fcmPush, fcmPush).refused(api.CodeBadRequest)
	for _, body := range []string{`{}`, `{"push":null}`, `{"push":{}}`, `[]`, `{"push":[],"push":[]}`} {
		p.put(api.PathPush, body).refused(api.CodeBadRequest)
	}
	if got := w.registrations(p.reg.Device); len(got) != 1 || got[0] != fcmPush {
		t.Fatalf("%+v are kept", got)
	}
}

func TestPhoneRegistersWithItsWakeUps(t *testing.T) {
	w := newWorld(t, Options{})
	b := w.browser().signIn()
	register := func(list ...api.Push) (*phone, result) {
		p, code := w.phone("Pixel"), query(b.link().Link, "c")
		r := b.do("POST", api.PathDevices, api.RegisterRequest{Link: code, Reg: p.sign(api.TypeRegistration, api.Registration{
			Aud: w.http.URL, Iat: 1, Jti: api.NewCode(), LinkHash: api.Hash([]byte(code)), JWK: api.JWKOf(&p.key.PublicKey),
			Name: p.name, OS: "android 16", App: "1.0.0", Push: list,
		})})
		return p, r
	}
	p, r := register(webPush, api.Push{Kind: "none"})
	r.want(201).into(&p.reg)
	if got := w.registrations(p.reg.Device); len(got) != 1 || got[0] != webPush {
		t.Fatalf("%+v are kept", got)
	}
	_, r = register(api.Push{Kind: "webpush", Endpoint: "https://169.254.169.254/latest"})
	r.refused(api.CodeBadRequest)
}

func TestOnlyAUsablePhoneRegistersWakeUps(t *testing.T) {
	w := newWorld(t, Options{})
	b, old := w.linked()
	p := w.phone("Tablet")
	p.register(b.link().Link).want(201)
	p.putPush(fcmPush).refused(api.CodeUnconfirmed)
	b.do("DELETE", api.Path(api.PathMethod, old.reg.Device), nil).want(204)
	old.putPush(fcmPush).refused(api.CodeNotFound)
}
