package client_test

import (
	"bytes"
	"crypto/x509"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/challenge"
	"kauth/core/client"
	"kauth/core/clock"
	"kauth/core/coretest"
	"kauth/core/enroll"
	"kauth/core/link"
	"kauth/core/vault"
	"kauth/server-stub/stub"
)

// world is the reference server over real TLS, and a person at a browser.
type world struct {
	t       *testing.T
	stub    *stub.Server
	data    string
	serving atomic.Pointer[http.Handler] // nil while it is down
	http    *httptest.Server
	browser *http.Client
}

const (
	anna         = "anna@example.ch"
	annaPassword = "anna-likes-tea"
)

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, data: t.TempDir()}
	w.http = httptest.NewUnstartedServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		h := w.serving.Load()
		if h == nil {
			panic(http.ErrAbortHandler)
		}
		(*h).ServeHTTP(rw, r)
	}))
	quiet(w.http)
	w.http.StartTLS()
	w.start()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	w.browser = &http.Client{
		Transport: w.http.Client().Transport, Jar: jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	t.Cleanup(func() { w.stop(); w.http.Close() })
	return w
}

func (w *world) start() {
	w.t.Helper()
	s, err := stub.New(stub.Options{Data: w.data, Origin: w.http.URL, Demo: true, CheapHash: true})
	if err != nil {
		w.t.Fatal(err)
	}
	h := s.Handler()
	w.stub = s
	w.serving.Store(&h)
}

func (w *world) stop() {
	w.serving.Store(nil)
	w.stub.Close()
}

// call makes one call of the browser's side.
func (w *world) call(method, path string, body, into any) int {
	w.t.Helper()
	var data []byte
	if body != nil {
		data, _ = json.Marshal(body)
	}
	req, err := http.NewRequest(method, w.http.URL+path, bytes.NewReader(data))
	if err != nil {
		w.t.Fatal(err)
	}
	if body != nil {
		req.Header.Set("Content-Type", api.TypeJSON)
	}
	resp, err := w.browser.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	reply, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	if into != nil {
		if err := json.Unmarshal(reply, into); err != nil {
			w.t.Fatalf("%s %s: %d %s", method, path, resp.StatusCode, reply)
		}
	}
	return resp.StatusCode
}

func (w *world) login() api.LoginReply {
	w.t.Helper()
	var l api.LoginReply
	if st := w.call("POST", api.PathLogins, api.LoginRequest{User: anna, Password: annaPassword, App: "Manager"}, &l); st != 201 {
		w.t.Fatal(st)
	}
	return l
}

// signIn signs in while two-factor is off.
func (w *world) signIn() {
	w.t.Helper()
	if st := w.call("POST", api.Path(api.PathLogin, w.login().ID)+"/redeem", nil, nil); st != 204 {
		w.t.Fatal(st)
	}
}

func (w *world) offer() (string, link.Offer) {
	w.t.Helper()
	var r api.LinkReply
	if st := w.call("POST", api.PathLinks, nil, &r); st != 201 {
		w.t.Fatal(st)
	}
	p, err := link.Parse(r.Link)
	if err != nil || p.Offer == nil {
		w.t.Fatalf("%+v, %v", p, err)
	}
	return r.ID, *p.Offer
}

func (w *world) digits(offer string) string {
	w.t.Helper()
	var s api.LinkState
	w.call("GET", api.Path(api.PathLink, offer), nil, &s)
	return s.Digits
}

// asked is a login whose request is on its way to the phones.
type asked struct {
	api.AskReply
	login string
}

func (w *world) ask() asked {
	w.t.Helper()
	l := w.login()
	var a api.AskReply
	if st := w.call("POST", api.Path(api.PathLogin, l.ID)+"/kauth", nil, &a); st != 200 {
		w.t.Fatal(st)
	}
	return asked{a, l.ID}
}

func (w *world) state(a asked) string {
	w.t.Helper()
	var s api.LoginState
	w.call("GET", api.Path(api.PathLogin, a.login), nil, &s)
	return s.State
}

// phone is the real client over a real vault.
type phone struct {
	t      *testing.T
	dir    string
	keys   *coretest.Keyring
	roots  *x509.CertPool
	o      client.Options
	clock  *clock.Clock
	client *client.Client
	vault  *vault.Vault
	inbox  *challenge.Inbox
	enroll *enroll.Enroller
}

func (w *world) phone(o client.Options) *phone {
	w.t.Helper()
	p := &phone{t: w.t, dir: w.t.TempDir(), keys: &coretest.Keyring{}, roots: x509.NewCertPool(), o: o}
	p.roots.AddCert(w.http.Certificate())
	p.start()
	w.t.Cleanup(func() { p.vault.Close() })
	return p
}

func (p *phone) start() {
	p.t.Helper()
	v, err := vault.Open(p.dir)
	if err != nil {
		p.t.Fatal(err)
	}
	if err := v.UnlockKeyring(p.t.Context(), p.keys); err != nil {
		p.t.Fatal(err)
	}
	p.clock = clock.New(nil)
	o := p.o
	o.Roots, o.Observe = p.roots, p.clock.Observe
	p.vault, p.client = v, client.New(o)
	p.inbox = challenge.New(p.client, v, challenge.Options{})
	p.enroll = enroll.New(p.client, v, p.inbox, enroll.Phone{Name: "Pixel 9 · kAuth", OS: "android 16", App: "1.0.0"})
}

// restart is a kill and a new start.
func (p *phone) restart() {
	p.t.Helper()
	if err := p.vault.Close(); err != nil {
		p.t.Fatal(err)
	}
	p.start()
}

func (p *phone) accounts() []core.Account {
	p.t.Helper()
	all, err := p.vault.Accounts()
	if err != nil || len(p.vault.Damaged()) > 0 {
		p.t.Fatalf("%v, damaged: %v", err, p.vault.Damaged())
	}
	return all
}

// link links the phone all the way.
func (p *phone) link(w *world) core.Account {
	p.t.Helper()
	id, o := w.offer()
	a, err := p.enroll.Begin(p.t.Context(), o)
	if err != nil {
		p.t.Fatal(err)
	}
	if a, err = p.enroll.Confirm(p.t.Context(), a.ID, w.digits(id)); err != nil {
		p.t.Fatal(err)
	}
	return a
}

func (p *phone) one() core.Challenge {
	p.t.Helper()
	if err := p.inbox.Refresh(p.t.Context(), 0); err != nil {
		p.t.Fatal(err)
	}
	list := p.inbox.Pending()
	if len(list) != 1 {
		p.t.Fatalf("%d requests", len(list))
	}
	return list[0]
}

func (p *phone) answer(c core.Challenge, d core.Decision, match string) core.Outcome {
	p.t.Helper()
	o, err := p.inbox.Answer(p.t.Context(), c.ID, d, match, "")
	if err != nil {
		p.t.Fatal(err)
	}
	return o
}

// linked is a world with a phone that is linked.
func linked(t *testing.T) (*world, *phone) {
	t.Helper()
	w := newWorld(t)
	w.signIn()
	p := w.phone(client.Options{})
	p.link(w)
	w.stub.SetMode("confirm")
	return w, p
}

// authorize is the person pressing a button on the Authorize page.
func (w *world) authorize(address, decision string) url.Values {
	w.t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		w.t.Fatal(err)
	}
	form := u.Query()
	form.Set("decision", decision)
	resp, err := w.browser.Post(w.http.URL+api.PathAuthorize, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
	if err != nil {
		w.t.Fatal(err)
	}
	resp.Body.Close()
	back, err := resp.Location()
	if err != nil || !strings.HasPrefix(back.String(), "http://127.0.0.1:5555/callback?") {
		w.t.Fatalf("%d %v %v", resp.StatusCode, back, err)
	}
	return back.Query()
}

// within is how long a test waits for what has to come: a loaded machine is slow.
const within = time.Minute
