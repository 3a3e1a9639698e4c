package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/coretest"
	"kauth/core/seal"
	"kauth/server-stub/stub"
)

// asProcess has the test's own binary be kauth-cli: for tests that need a process.
const asProcess = "KAUTH_TEST_AS_CLI"

// give has such a process do without something; what, a test of the platform says.
var give = func() {}

func TestMain(m *testing.M) {
	if os.Getenv(asProcess) != "" {
		give()
		main()
		return
	}
	os.Exit(m.Run())
}

const (
	anna     = "anna@example.ch"
	password = "correct horse battery"
)

// company is a reference server, and a browser on anna's computer.
type company struct {
	t    *testing.T
	stub *stub.Server
	url  string
	c    *http.Client
	hits chan string // the paths of requests, as they come; more than it holds are dropped
}

func newCompany(t *testing.T) *company {
	t.Helper()
	s, err := stub.New(stub.Options{Data: t.TempDir(), CheapHash: true, QA: true})
	if err != nil {
		t.Fatal(err)
	}
	hits, handler := make(chan string, 64), s.Handler()
	h := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case hits <- r.URL.Path:
		default:
		}
		handler.ServeHTTP(w, r)
	}))
	s.SetOrigin(h.URL)
	t.Cleanup(func() {
		s.Close()
		h.Close()
	})
	if err := s.AddPerson(anna, password, "collaborator"); err != nil {
		t.Fatal(err)
	}
	jar, _ := cookiejar.New(nil)
	return &company{t, s, h.URL, &http.Client{Jar: jar}, hits}
}

func (co *company) call(status int, method, path string, body, into any) {
	co.t.Helper()
	var r io.Reader
	if body != nil {
		b, _ := json.Marshal(body)
		r = bytes.NewReader(b)
	}
	req, err := http.NewRequest(method, co.url+path, r)
	if err != nil {
		co.t.Fatal(err)
	}
	if body != nil {
		req.Header.Set("Content-Type", api.TypeJSON)
	}
	res, err := co.c.Do(req)
	if err != nil {
		co.t.Fatal(err)
	}
	defer res.Body.Close()
	data, _ := io.ReadAll(res.Body)
	if res.StatusCode != status {
		co.t.Fatalf("%s %s: %d instead of %d: %s", method, path, res.StatusCode, status, data)
	}
	if into != nil {
		if err := json.Unmarshal(data, into); err != nil {
			co.t.Fatal(err)
		}
	}
}

func (co *company) login() (l api.LoginReply) {
	co.t.Helper()
	co.call(201, "POST", api.PathLogins, api.LoginRequest{User: anna, Password: password, App: "Manager"}, &l)
	return l
}

func (co *company) loginPath(l api.LoginReply) string { return api.Path(api.PathLogin, l.ID) }

// offer signs in without a second step and asks for a link.
func (co *company) offer() (l api.LinkReply) {
	co.t.Helper()
	co.call(204, "POST", co.loginPath(co.login())+"/redeem", nil, nil)
	co.call(201, "POST", api.PathLinks, nil, &l)
	return l
}

func (co *company) linkState(l api.LinkReply) (s api.LinkState) {
	co.t.Helper()
	co.call(200, "GET", api.Path(api.PathLink, l.ID), nil, &s)
	return s
}

// ask signs in up to the second step and asks the phones.
func (co *company) ask(mode string) (l api.LoginReply, a api.AskReply) {
	co.t.Helper()
	if err := co.stub.ResetLimits(); err != nil {
		co.t.Fatal(err)
	}
	co.stub.SetMode(mode)
	l = co.login()
	co.call(200, "POST", co.loginPath(l)+"/kauth", nil, &a)
	return l, a
}

func (co *company) state(l api.LoginReply) string {
	co.t.Helper()
	var s api.LoginState
	co.call(200, "GET", co.loginPath(l), nil, &s)
	return s.State
}

// phone is a vault that the command line works on, opened by a keyring.
type phone struct {
	t     *testing.T
	vault string
	machine
}

// cheap is for tests of other things than the time that a passphrase takes.
func cheap() seal.Cost { return seal.Cost{MemoryKiB: 8 << 10, Passes: 1, Lanes: 1} }

func newPhone(t *testing.T) *phone {
	t.Helper()
	return &phone{t, t.TempDir(), machine{keyring: &coretest.Keyring{}, cost: cheap}}
}

// line is what a command printed: one JSON object.
type line map[string]any

func (l line) text(name string) string { return fmt.Sprint(l[name]) }

// problem is the kind of the error that the line tells of; "" for none.
func (l line) problem() core.Kind {
	e, _ := l["error"].(map[string]any)
	kind, _ := e["kind"].(string)
	return core.Kind(kind)
}

// lines runs a command with --json.
func (p *phone) lines(status int, args ...string) []line {
	p.t.Helper()
	out, errs, got := p.text(append([]string{"--json"}, args...)...)
	if got != status {
		p.t.Fatalf("%q ended with %d instead of %d: %s%s", args, got, status, out, errs)
	}
	var all []line
	for s := range strings.Lines(out) {
		var l line
		if err := json.Unmarshal([]byte(s), &l); err != nil {
			p.t.Fatalf("%q printed %q: %v", args, s, err)
		}
		all = append(all, l)
	}
	return all
}

// do runs a command that prints one object.
func (p *phone) do(status int, args ...string) line {
	p.t.Helper()
	all := p.lines(status, args...)
	if len(all) != 1 {
		p.t.Fatalf("%q printed %d lines: %v", args, len(all), all)
	}
	return all[0]
}

// text runs a command as people do.
func (p *phone) text(args ...string) (out, errs string, status int) {
	p.t.Helper()
	var o, e bytes.Buffer
	m := p.machine
	m.out, m.err = &o, &e
	if m.in == nil {
		m.in = strings.NewReader("")
	}
	status = m.run(context.Background(), append([]string{"--vault", p.vault}, args...))
	return o.String(), e.String(), status
}

// linked gives a phone that has linked anna's account, and its id.
func (co *company) linked(t *testing.T) (*phone, string) {
	t.Helper()
	p, offer := newPhone(t), co.offer()
	id := p.do(done, "link", offer.Link).text("account")
	if s := p.do(done, "confirm", id, co.linkState(offer).Digits); s["state"] != "active" {
		t.Fatalf("confirmed: %v", s)
	}
	return p, id
}

// file writes a file and gives its name.
func file(t *testing.T, name string, data []byte) string {
	t.Helper()
	name = t.TempDir() + "/" + name
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}
