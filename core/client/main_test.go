package client_test

import (
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/client"
)

const (
	deviceID    = "dev_AAECAwQFBgcICQoLDA0ODw"
	challengeID = "chl_ICEiIyQlJicoKSorLC0uLw"
)

// far is a server over real TLS, and a client that trusts its certificate.
type far struct {
	*httptest.Server
	client *client.Client
	device core.Device
}

func quiet(s *httptest.Server) { s.Config.ErrorLog = log.New(io.Discard, "", 0) }

func newFar(t *testing.T, h http.HandlerFunc, o client.Options) *far {
	t.Helper()
	s := httptest.NewUnstartedServer(h)
	quiet(s)
	s.StartTLS()
	t.Cleanup(s.Close)
	o.Roots = x509.NewCertPool()
	o.Roots.AddCert(s.Certificate())
	return &far{s, client.New(o), newDevice(t, s.URL)}
}

func newDevice(t *testing.T, origin string) core.Device {
	t.Helper()
	k, err := core.NewDeviceKey()
	if err != nil {
		t.Fatal(err)
	}
	return core.Device{Origin: origin, ID: deviceID, Account: "acc_AAAAAAAAAAAAAAAAAAAAAA", Key: k}
}

func send(w http.ResponseWriter, status int, media, body string) {
	w.Header().Set("Content-Type", media)
	w.WriteHeader(status)
	io.WriteString(w, body)
}

func problem(w http.ResponseWriter, status int, p api.Problem) {
	p.Status = status
	body, _ := json.Marshal(p)
	send(w, status, api.TypeProblem, string(body))
}

func wantKind(t *testing.T, err error, kind core.Kind) {
	t.Helper()
	if core.KindOf(err) != kind {
		t.Fatalf("%q instead of %q: %v", core.KindOf(err), kind, err)
	}
}

// calls are all calls of the client, to be held against the same trouble.
func (f *far) calls(t *testing.T) map[string]func() error {
	ctx := t.Context()
	return map[string]func() error{
		"Configuration":    func() error { _, err := f.client.Configuration(ctx, f.URL); return err },
		"Register":         func() error { _, err := f.client.Register(ctx, f.URL, api.RegisterRequest{Link: "l"}); return err },
		"Fetch":            func() error { _, err := f.client.Fetch(ctx, f.device, "", 0); return err },
		"Answer":           func() error { _, err := f.client.Answer(ctx, f.device, challengeID, "a.b.c"); return err },
		"RecoveryCodes":    func() error { _, err := f.client.RecoveryCodes(ctx, f.device); return err },
		"AckRecoveryCodes": func() error { return f.client.AckRecoveryCodes(ctx, f.device) },
		"Activity":         func() error { _, err := f.client.Activity(ctx, f.device); return err },
		"Rekey":            func() error { _, err := f.client.Rekey(ctx, f.device, api.RekeyRequest{Reg: "r"}); return err },
		"GiveUp":           func() error { return f.client.GiveUp(ctx, f.device) },
		"Token":            func() error { _, err := f.client.Token(ctx, f.URL, "c", "v", "r"); return err },
	}
}

// guard lets through what a phone proves to be its own, as the stub does.
type guard struct {
	f     *far
	nonce string // the only one that is good
	old   int    // how many were refused
}

func (g *guard) handle(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set(api.HeaderNonce, g.nonce)
		jws, ok := strings.CutPrefix(r.Header.Get("Authorization"), "KA ")
		p, err := api.OpenProof(jws, g.f.device.Key.Public().(*ecdsa.PublicKey), deviceID, g.f.URL, r.Method, r.RequestURI, body)
		switch {
		case !ok || err != nil:
			problem(w, 401, api.Problem{Code: api.CodeBadProof})
		case p.Nonce != g.nonce:
			g.old++
			problem(w, 401, api.Problem{Code: api.CodeUseNonce})
		default:
			next(w, r)
		}
	}
}

func newGuarded(t *testing.T, next http.HandlerFunc) (*far, *guard) {
	g := &guard{nonce: "one"}
	g.f = newFar(t, g.handle(next), client.Options{})
	return g.f, g
}

// refusal gives the problem inside an error.
func refusal(t *testing.T, err error) *api.ProblemError {
	t.Helper()
	var p *api.ProblemError
	if !errors.As(err, &p) {
		t.Fatalf("no problem in %v", err)
	}
	return p
}

// short is little patience with answers: with servers that never give one. Nothing that
// has to succeed is held against it, since a machine may stand still for longer.
var short = client.Options{Answer: 150 * time.Millisecond}
