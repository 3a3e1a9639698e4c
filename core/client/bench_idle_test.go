//go:build bench && linux

package client_test

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"os"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/challenge"
	"kauth/core/client"
	"kauth/core/coretest"
	"kauth/core/enroll"
	"kauth/core/link"
	"kauth/server-stub/stub"
)

// idle is a server over TLS whose wire is counted, and a phone with accounts there.
type idle struct {
	t      *testing.T
	wire   *wire
	http   *httptest.Server
	client *client.Client
	store  *coretest.Store
	inbox  *challenge.Inbox
}

// apart is a client of before there were bundles.
type apart struct{ *client.Client }

func (apart) Bundle(context.Context, []core.Device, []string, func(int, api.FetchReply, error)) error {
	return core.E("test", core.Unsupported, nil)
}

func newIdle(t *testing.T, accounts int, old, two bool) *idle {
	t.Helper()
	s, err := stub.New(stub.Options{Data: t.TempDir(), CheapHash: true})
	if err != nil {
		t.Fatal(err)
	}
	w := &idle{t: t, http: httptest.NewUnstartedServer(s.Handler())}
	w.wire = &wire{TCPListener: w.http.Listener.(*net.TCPListener), open: map[*counted]traffic{}}
	w.http.Listener, w.http.EnableHTTP2 = w.wire, two
	quiet(w.http)
	w.http.StartTLS()
	s.SetOrigin(w.http.URL)
	t.Cleanup(func() { s.Close(); w.http.CloseClientConnections(); w.http.Close() })
	roots := x509.NewCertPool()
	roots.AddCert(w.http.Certificate())
	w.client, w.store = client.New(client.Options{Roots: roots}), coretest.NewStore(nil)
	var server interface {
		challenge.Server
		enroll.Server
	} = w.client
	if old {
		server = apart{w.client}
	}
	w.inbox = challenge.New(server, w.store, challenge.Options{})
	en := enroll.New(server, w.store, w.inbox, enroll.Phone{Name: "Pixel 9 · kAuth", OS: "android 16", App: "1.0.0"})
	for n := range accounts {
		user := fmt.Sprintf("p%d@example.ch", n)
		if err := s.AddPerson(user, annaPassword, "representative"); err != nil {
			t.Fatal(err)
		}
		w.link(en, user)
	}
	return w
}

func (w *idle) link(en *enroll.Enroller, user string) {
	w.t.Helper()
	jar, _ := cookiejar.New(nil)
	web := &http.Client{Transport: w.http.Client().Transport, Jar: jar}
	call := func(method, path string, body, into any) {
		var data []byte
		if body != nil {
			data, _ = json.Marshal(body)
		}
		req, _ := http.NewRequest(method, w.http.URL+path, bytes.NewReader(data))
		if body != nil {
			req.Header.Set("Content-Type", api.TypeJSON)
		}
		resp, err := web.Do(req)
		if err != nil {
			w.t.Fatal(err)
		}
		defer resp.Body.Close()
		got, _ := io.ReadAll(resp.Body)
		if into != nil && json.Unmarshal(got, into) != nil {
			w.t.Fatalf("%s %s: %s", method, path, got)
		}
	}
	var l api.LoginReply
	var offer api.LinkReply
	var shown api.LinkState
	call("POST", api.PathLogins, api.LoginRequest{User: user, Password: annaPassword}, &l)
	call("POST", api.Path(api.PathLogin, l.ID)+"/redeem", nil, nil)
	call("POST", api.PathLinks, nil, &offer)
	parsed, err := link.Parse(offer.Link)
	if err != nil {
		w.t.Fatal(err)
	}
	a, err := en.Begin(w.t.Context(), *parsed.Offer)
	if err != nil {
		w.t.Fatal(err)
	}
	call("GET", api.Path(api.PathLink, offer.ID), nil, &shown)
	if _, err = en.Confirm(w.t.Context(), a.ID, shown.Digits); err != nil {
		w.t.Fatal(err)
	}
	web.CloseIdleConnections()
}

// shared listens by HTTP/2: a stream for each account over one connection, all begun at
// the same moment, so that their heartbeats fall together.
func (w *idle) shared(ctx context.Context) {
	all, err := w.store.Accounts()
	if err != nil {
		w.t.Fatal(err)
	}
	web := &http.Client{Transport: w.http.Client().Transport}
	ask := func(d *core.Device, nonce string) *http.Response {
		jws, err := api.Sign(api.TypeProof, d.Listen, api.Proof{
			Iss: d.ID, Aud: d.Origin, Method: "GET", Path: api.PathEvents, Nonce: nonce, Jti: api.NewCode(), Iat: 1,
		})
		if err != nil {
			w.t.Fatal(err)
		}
		req, _ := http.NewRequestWithContext(ctx, "GET", d.Origin+api.PathEvents, nil)
		req.Header.Set("Authorization", api.AuthScheme+" "+jws)
		resp, err := web.Do(req)
		if err != nil {
			return nil
		}
		return resp
	}
	var ready, listening sync.WaitGroup
	ready.Add(len(all))
	for _, a := range all {
		listening.Go(func() {
			first := ask(a.Device, "")
			first.Body.Close()
			ready.Done()
			ready.Wait()
			if r := ask(a.Device, first.Header.Get(api.HeaderNonce)); r != nil {
				if r.ProtoMajor != 2 || r.StatusCode != 200 {
					w.t.Errorf("%s %d", r.Proto, r.StatusCode)
				}
				io.Copy(io.Discard, r.Body)
			}
		})
	}
	listening.Wait()
}

const header = 40 + 12 // IPv4, TCP and its timestamps: of each segment

// TestBenchIdle counts what a phone in front costs while nothing happens. BENCH_IDLE is
// how long the capture is; ten minutes otherwise, after two in which all has settled.
func TestBenchIdle(t *testing.T) {
	length, settle := 10*time.Minute, 2*time.Minute
	if d, err := time.ParseDuration(os.Getenv("BENCH_IDLE")); err == nil {
		length, settle = d, min(settle, d)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	type row struct {
		name string
		n    int
		*idle
	}
	var rows []row
	var running sync.WaitGroup
	for _, n := range []int{1, 3, 10} {
		for _, name := range []string{"one connection", "a stream each", "HTTP/2, in step"} {
			w := newIdle(t, n, name == "a stream each", name == "HTTP/2, in step")
			rows = append(rows, row{name, n, w})
			running.Go(func() {
				if name == "HTTP/2, in step" {
					w.shared(ctx)
				} else {
					w.inbox.Run(ctx)
				}
			})
		}
	}
	time.Sleep(settle)
	for _, r := range rows {
		r.wire.begin()
	}
	time.Sleep(length)
	out := tabwriter.NewWriter(os.Stdout, 2, 8, 2, ' ', 0)
	fmt.Fprintf(out, "\nidle in front, over TLS, %v\naccounts\t\tconnections\twake-ups/min\tsegments/min\tbytes/min in TCP\tbytes/min with headers\tKiB/hour\tMiB/day\n", length)
	for _, r := range rows {
		got, wakes := r.wire.total()
		minutes := length.Minutes()
		all := float64(got.bytes + header*got.segments)
		fmt.Fprintf(out, "%d\t%s\t%d\t%.1f\t%.1f\t%.0f\t%.0f\t%.1f\t%.2f\n", r.n, r.name, got.connections, float64(wakes)/minutes,
			float64(got.segments)/minutes, float64(got.bytes)/minutes, all/minutes, all/minutes*60/1024, all/minutes*60*24/(1<<20))
	}
	out.Flush()
	stop()
	running.Wait()
}
