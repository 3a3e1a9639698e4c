package client_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/client"
)

// each runs every call against one kind of trouble.
func each(t *testing.T, f *far, kind core.Kind) {
	t.Helper()
	for name, call := range f.calls(t) {
		if err := call(); core.KindOf(err) != kind {
			t.Errorf("%s: %q instead of %q: %v", name, core.KindOf(err), kind, err)
		}
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	var elsewhere atomic.Int64
	other := newFar(t, func(w http.ResponseWriter, r *http.Request) { elsewhere.Add(1) }, client.Options{})
	for _, status := range []int{301, 302, 303, 307, 308} {
		f := newFar(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, other.URL+"/x", status)
		}, client.Options{})
		each(t, f, core.Redirected)
	}
	if elsewhere.Load() > 0 {
		t.Fatal("followed")
	}
}

func TestNobodyThereIsOffline(t *testing.T) {
	f := newFar(t, nil, client.Options{})
	f.Close()
	each(t, f, core.Offline)
}

func TestUnknownNameIsOffline(t *testing.T) {
	f := newFar(t, nil, short)
	_, err := f.client.Configuration(t.Context(), "https://no-such-host.invalid")
	wantKind(t, err, core.Offline)
}

func TestServerThatSaysNothingIsSlow(t *testing.T) {
	for name, hang := range map[string]func(w http.ResponseWriter){
		"before the header": func(http.ResponseWriter) {},
		"after the header": func(w http.ResponseWriter) {
			w.Header().Set("Content-Type", api.TypeJSON)
			w.WriteHeader(200)
			w.(http.Flusher).Flush()
		},
		"inside the body": func(w http.ResponseWriter) {
			send(w, 200, api.TypeJSON, `{"server_time":`)
			w.(http.Flusher).Flush()
		},
	} {
		t.Run(name, func(t *testing.T) {
			over := make(chan struct{})
			f := newFar(t, func(w http.ResponseWriter, r *http.Request) { hang(w); <-over }, short)
			defer close(over)
			_, err := f.client.Fetch(t.Context(), f.device, "", 0)
			wantKind(t, err, core.Slow)
			_, err = f.client.Register(t.Context(), f.URL, api.RegisterRequest{})
			wantKind(t, err, core.Slow)
		})
	}
}

func TestServerThatTrickles(t *testing.T) {
	over := make(chan struct{})
	f := newFar(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", api.TypeJSON)
		for {
			select {
			case <-over:
				return
			case <-time.After(20 * time.Millisecond):
				w.Write([]byte(" "))
				w.(http.Flusher).Flush()
			}
		}
	}, short)
	defer close(over)
	_, err := f.client.Configuration(t.Context(), f.URL)
	wantKind(t, err, core.Slow)
}

// raw listens without speaking HTTP.
func raw(t *testing.T, serve func(net.Conn)) (origin string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go serve(c)
		}
	}()
	return l.Addr().String()
}

func TestServerThatTakesTheConnectionAndNoMoreIsSlow(t *testing.T) {
	t.Parallel()
	addr := raw(t, func(c net.Conn) {
		<-t.Context().Done()
		c.Close() // not before: what nobody holds, the collector closes
	})
	_, err := client.New(client.Options{Connect: 2 * time.Second}).Configuration(t.Context(), "https://"+addr)
	wantKind(t, err, core.Slow)
}

func TestServerThatSpeaksHTTPWhereHTTPSIsNeededIsInsecure(t *testing.T) {
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	_, err := client.New(client.Options{}).Configuration(t.Context(), strings.Replace(plain.URL, "http:", "https:", 1))
	wantKind(t, err, core.Insecure)
}

func TestAddressThatIsHTTPIsNotAsked(t *testing.T) {
	f := newFar(t, nil, client.Options{})
	f.URL, f.device.Origin = "http://192.0.2.1", "http://192.0.2.1"
	each(t, f, core.Insecure)
	f.URL, f.device.Origin = "https://anna@192.0.2.1", "https://192.0.2.1/x"
	each(t, f, core.Malformed)
}

func TestOtherProtocolsAreGarbled(t *testing.T) {
	for name, hello := range map[string]string{"SSH": "SSH-2.0-OpenSSH_9.2\r\n", "zeros": "\x00\x00\x00\x00\x00\x00\x00\x00"} {
		addr := raw(t, func(c net.Conn) { c.Write([]byte(hello)); c.Close() })
		if _, err := client.New(client.Options{}).Configuration(t.Context(), "https://"+addr); core.KindOf(err) != core.Garbled {
			t.Errorf("%s over TLS's port: %v", name, err)
		}
		addr = raw(t, func(c net.Conn) { c.Read(make([]byte, 4096)); c.Write([]byte(hello)); c.Close() })
		if _, err := client.New(client.Options{}).Configuration(t.Context(), "http://"+addr); core.KindOf(err) != core.Garbled {
			t.Errorf("%s over HTTP's port: %v", name, err)
		}
	}
}

func TestConnectionThatBreaksOffIsOffline(t *testing.T) {
	f := newFar(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, client.Options{})
	each(t, f, core.Offline)
	f = newFar(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		send(w, 200, api.TypeJSON, `{"server_time":1`)
	}, client.Options{})
	each(t, f, core.Offline)
}

// certificate makes one for a name and a time.
func certificate(t *testing.T, name string, from, until time.Time) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: from, NotAfter: until, IsCA: true, BasicConstraintsValid: true}
	if ip := net.ParseIP(name); ip != nil {
		c.IPAddresses = []net.IP{ip}
	} else {
		c.DNSNames = []string{name}
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
}

func TestCertificatesThatAreNotToBeTrusted(t *testing.T) {
	now := time.Now()
	for name, c := range map[string]struct {
		cert    tls.Certificate
		trusted bool
	}{
		"unknown authority": {certificate(t, "127.0.0.1", now.Add(-time.Hour), now.Add(time.Hour)), false},
		"another name":      {certificate(t, "login.example.ch", now.Add(-time.Hour), now.Add(time.Hour)), true},
		"another address":   {certificate(t, "127.0.0.2", now.Add(-time.Hour), now.Add(time.Hour)), true},
		"expired":           {certificate(t, "127.0.0.1", now.Add(-2*time.Hour), now.Add(-time.Hour)), true},
		"not yet valid":     {certificate(t, "127.0.0.1", now.Add(time.Hour), now.Add(2*time.Hour)), true},
	} {
		t.Run(name, func(t *testing.T) {
			var asked atomic.Int64
			s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
			quiet(s)
			s.TLS = &tls.Config{Certificates: []tls.Certificate{c.cert}}
			s.StartTLS()
			defer s.Close()
			roots := x509.NewCertPool()
			if c.trusted {
				roots.AddCert(c.cert.Leaf)
			}
			f := &far{s, client.New(client.Options{Roots: roots}), newDevice(t, s.URL)}
			each(t, f, core.Certificate)
			if asked.Load() > 0 {
				t.Fatal("it was asked all the same")
			}
		})
	}
}

func TestOldTLSIsRefused(t *testing.T) {
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	quiet(s)
	s.TLS = &tls.Config{MaxVersion: tls.VersionTLS11, MinVersion: tls.VersionTLS10}
	s.StartTLS()
	defer s.Close()
	_, err := client.New(client.Options{}).Configuration(t.Context(), s.URL)
	wantKind(t, err, core.Garbled)
}

func TestAnswersThatAreNoneAreGarbled(t *testing.T) {
	page := "<!doctype html><title>Welcome to the hotel's network</title>"
	for name, c := range map[string]struct {
		status      int
		media, body string
	}{
		"a page":               {200, "text/html", page},
		"a page called JSON":   {200, api.TypeJSON, page},
		"JSON called a page":   {200, "text/html", `{"server_time":1}`},
		"no type":              {200, "", `{"server_time":1}`},
		"nothing":              {200, api.TypeJSON, ""},
		"null":                 {200, api.TypeJSON, "null"},
		"a list":               {200, api.TypeJSON, "[]"},
		"a text":               {200, api.TypeJSON, `"x"`},
		"cut off":              {200, api.TypeJSON, `{"server_time":1`},
		"more after it":        {200, api.TypeJSON, `{"server_time":1}{}`},
		"a member twice":       {200, api.TypeJSON, `{"server_time":1,"Server_Time":2}`},
		"not UTF-8":            {200, api.TypeJSON, "{\"cursor\":\"\xff\"}"},
		"another type":         {200, api.TypeJSON, `{"server_time":"1","codes":1,"events":1,"device":1,"cid":1,"issuer":1,"access_token":1}`},
		"accepted":             {202, api.TypeJSON, `{}`},
		"partial":              {206, api.TypeJSON, `{}`},
		"not found, as a page": {404, "text/html", page},
		"login, as a page":     {401, "text/html", page},
		"teapot":               {418, api.TypeProblem, `{"code":"teapot"}`},
		"problem without code": {400, api.TypeProblem, `{}`},
		"problem that is none": {404, api.TypeProblem, `{"code":"not_found"`},
		"code as a number":     {404, api.TypeProblem, `{"code":404}`},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFar(t, func(w http.ResponseWriter, _ *http.Request) { send(w, c.status, c.media, c.body) }, client.Options{})
			for call, do := range f.calls(t) {
				if (call == "GiveUp" || call == "AckRecoveryCodes") && c.status == 200 {
					continue // that it is done is all that they ask
				}
				if err := do(); core.KindOf(err) != core.Garbled {
					t.Errorf("%s: %v", call, err)
				}
			}
		})
	}
}

func TestNoMoreIsReadThanAnAnswerMayBeLong(t *testing.T) {
	var wrote atomic.Int64
	f := newFar(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", api.TypeJSON)
		chunk := bytes.Repeat([]byte(" "), 64<<10)
		for range 160 { // 10 MB
			n, err := w.Write(chunk)
			wrote.Add(int64(n))
			if err != nil {
				return
			}
		}
	}, client.Options{})
	each(t, f, core.Garbled)
	if n := wrote.Load(); n > 80<<20 {
		t.Fatalf("%d MB were read", n>>20)
	}
}

func TestLimitsAreExact(t *testing.T) {
	for size, want := range map[int]core.Kind{16 << 10: "", 16<<10 + 1: core.Garbled} {
		f := newFar(t, func(w http.ResponseWriter, r *http.Request) {
			body := `{"codes":[]`
			send(w, 200, api.TypeJSON, body+strings.Repeat(" ", size-len(body)-1)+"}")
		}, client.Options{})
		_, err := f.client.RecoveryCodes(t.Context(), f.device)
		wantKind(t, err, want)
	}
	for size, want := range map[int]core.Kind{256 << 10: "", 256<<10 + 1: core.Garbled} {
		f := newFar(t, func(w http.ResponseWriter, r *http.Request) {
			body := `{"server_time":1`
			send(w, 200, api.TypeJSON, body+strings.Repeat(" ", size-len(body)-1)+"}")
		}, client.Options{})
		_, err := f.client.Fetch(t.Context(), f.device, "", 0)
		wantKind(t, err, want)
	}
}

func TestEndlessHeadersAreNotRead(t *testing.T) {
	f := newFar(t, func(w http.ResponseWriter, _ *http.Request) {
		for i := range 100 {
			w.Header().Add("X-Long", strings.Repeat(string(rune('a'+i%26)), 1000))
		}
		send(w, 200, api.TypeJSON, "{}")
	}, client.Options{})
	_, err := f.client.Configuration(t.Context(), f.URL)
	wantKind(t, err, core.Garbled)
}

func TestStopIsTheCallersOwn(t *testing.T) {
	t.Parallel()
	over, asked := make(chan struct{}), make(chan struct{}, 1)
	f := newFar(t, func(http.ResponseWriter, *http.Request) { asked <- struct{}{}; <-over }, client.Options{})
	defer close(over)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-asked; cancel() }()
	begun := time.Now()
	_, err := f.client.Fetch(ctx, f.device, "", api.MaxWait)
	wantKind(t, err, core.Cancelled)
	if time.Since(begun) > api.MaxWait/2 {
		t.Fatal("it did not stop at once")
	}
	_, err = f.client.Fetch(ctx, f.device, "", 0)
	wantKind(t, err, core.Cancelled)
	late := deadline{t.Context(), make(chan struct{})}
	go func() { <-asked; close(late.passed) }()
	_, err = f.client.Fetch(late, f.device, "", api.MaxWait)
	wantKind(t, err, core.Slow)
}

// deadline is a context whose time is over when the test says so.
type deadline struct {
	context.Context
	passed chan struct{}
}

func (d deadline) Done() <-chan struct{} { return d.passed }

func (d deadline) Err() error {
	select {
	case <-d.passed:
		return context.DeadlineExceeded
	default:
		return nil
	}
}

func TestErrorsRepeatNeitherSecretsNorWhatTheServerSent(t *testing.T) {
	const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
	f := newFar(t, func(w http.ResponseWriter, r *http.Request) {
		send(w, 200, api.TypeJSON, `{"totp":{"secret":"`+secret+`"},"device":"`+secret+`","`+secret+`":1,"`+secret+`":2}`)
	}, client.Options{})
	_, err := f.client.Register(t.Context(), f.URL, api.RegisterRequest{Link: secret, Reg: secret})
	wantKind(t, err, core.Garbled)
	if strings.Contains(err.Error(), secret) {
		t.Fatal(err)
	}
	f.Close()
	_, err = f.client.Token(t.Context(), f.URL, secret, secret, "http://127.0.0.1/")
	wantKind(t, err, core.Offline)
	if strings.Contains(err.Error(), secret) {
		t.Fatal(err)
	}
}
