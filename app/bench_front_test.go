//go:build ci && bench

package main

import (
	"bytes"
	"context"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"kauth/app/viewmodel"
	"kauth/app/wire"
	"kauth/core/api"
	"kauth/core/coretest/computer"
	"kauth/server-stub/stub"
)

// TestBenchScreen times a request from the moment when its page begins to ask for it
// until the app in front shows it: that has the server's commit in it. Beside each, in
// turn, a bare round trip over TLS with one write that is synced. A rest between them is
// longer than those after which news count as a flood, which the app slows down.
func TestBenchScreen(t *testing.T) {
	const requests, rest = 120, 1100 * time.Millisecond
	s, err := stub.New(stub.Options{Data: t.TempDir(), CheapHash: true})
	if err != nil {
		t.Fatal(err)
	}
	h := httptest.NewUnstartedServer(s.Handler())
	co := &company{t: t, stub: s, http: h}
	h.StartTLS()
	s.SetOrigin(h.URL)
	t.Cleanup(func() { s.Close(); h.CloseClientConnections(); h.Close() })
	if err := s.AddPerson(anna, password, "collaborator"); err != nil {
		t.Fatal(err)
	}
	s.SetMode("confirm")
	p := benchPocket(t, h)
	c := secureComputer(t, h)
	c.Redeem(c.Login(anna, password))
	see[viewmodel.WelcomeState](p, nil)
	p.link(co, c)
	on[*viewmodel.Codes](p).Keep(true)
	on[*viewmodel.Codes](p).Done()
	see[viewmodel.HomeState](p, nil)
	time.Sleep(2 * time.Second) // it listens

	bare := bareTrip(t)
	var shown, replied, trip []time.Duration
	for range requests {
		if err := s.ResetLimits(); err != nil {
			t.Fatal(err)
		}
		l := c.Login(anna, password)
		begun := time.Now()
		done := make(chan time.Duration, 1)
		go func() {
			c.Ask(l)
			done <- time.Since(begun)
		}()
		see[viewmodel.ChallengeState](p, nil)
		shown = append(shown, time.Since(begun))
		replied = append(replied, <-done)
		c.Must(204, "POST", api.Path(api.PathLogin, l.ID)+"/cancel", nil, nil)
		see[viewmodel.ResultState](p, nil)
		on[*viewmodel.Result](p).Done()
		see[viewmodel.HomeState](p, nil)
		trip = append(trip, bare())
		time.Sleep(rest)
	}
	fmt.Printf("\nrequest to screen, over TLS, %d requests\n", requests)
	for _, row := range []struct {
		name string
		all  []time.Duration
	}{{"asked until shown", shown}, {"asked until the page knows", replied}, {"bare round trip and sync", trip}} {
		fmt.Printf("%-28s median %8v  p99 %8v  most %8v  ratio of medians %.1f, of p99 %.1f\n", row.name, part(row.all, 50), part(row.all, 99), part(row.all, 100),
			float64(part(row.all, 50))/float64(part(trip, 50)), float64(part(row.all, 99))/float64(part(trip, 99)))
	}
}

func part(all []time.Duration, percent int) time.Duration {
	sorted := slices.Sorted(slices.Values(all))
	return sorted[min(len(sorted)*percent/100, len(sorted)-1)].Round(10 * time.Microsecond)
}

// benchPocket is a phone that trusts the server's certificate.
func benchPocket(t *testing.T, h *httptest.Server) *pocket {
	t.Helper()
	pass := filepath.Join(t.TempDir(), "passphrase")
	if err := os.WriteFile(pass, []byte("a passphrase for tests\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(h.Certificate())
	dir := t.TempDir()
	p := &pocket{t: t, dir: dir, views: make(chan viewmodel.View, 100_000), clip: &memoryClip{}}
	f := flags{vault: dir, passphraseFile: pass, phoneName: "Pixel 9 · kAuth"}
	p.app = viewmodel.New(viewmodel.Ports{
		Opener: opener{f: f, base: wire.Options{Cost: cheap, Roots: roots}}, Reader: reader{}, Clipboard: p.clip, Settings: &memoryChoices{},
		PhoneName: f.phoneName, Quit: func() {}, AlwaysAwake: true, Scanner: newScanner,
	})
	ctx, cancel := context.WithCancel(context.Background())
	p.stop = cancel
	p.app.Observe(func(v viewmodel.View) { p.views <- v })
	go p.app.Run(ctx)
	t.Cleanup(p.close)
	return p
}

func secureComputer(t *testing.T, h *httptest.Server) *computer.Computer {
	c := computer.New(t, h.URL)
	c.C.Transport = h.Client().Transport
	return c
}

// bareTrip is what no server can do without: TLS, one write of the size of a request,
// and the disk.
func bareTrip(t *testing.T) func() time.Duration {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "bare"))
	if err != nil {
		t.Fatal(err)
	}
	h := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		file.Write(body)
		file.Sync()
	}))
	t.Cleanup(func() { h.Close(); file.Close() })
	body := bytes.Repeat([]byte("x"), 900)
	return func() time.Duration {
		begun := time.Now()
		resp, err := h.Client().Post(h.URL, "text/plain", bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return time.Since(begun)
	}
}
