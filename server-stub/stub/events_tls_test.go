package stub

import (
	"bufio"
	"net/http"
	"net/http/httptest"
	"testing"

	"kauth/core/api"
)

// Over HTTP/1.1 the connection is taken; over HTTP/2 it carries other requests.
func TestStreamOverTLS(t *testing.T) {
	for name, two := range map[string]bool{"HTTP/1.1": false, "HTTP/2": true} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, Options{})
			b, p := w.linked()
			secure := httptest.NewUnstartedServer(w.s.Handler())
			secure.EnableHTTP2 = two
			secure.StartTLS()
			defer secure.Close()
			cursor := p.fetch().Cursor
			listen := func(cursor string) *ear {
				path := api.PathEvents + "?cursor=" + cursor
				req, err := http.NewRequestWithContext(t.Context(), "GET", secure.URL+path, nil)
				w.ok(err)
				req.Header.Set("Authorization", api.AuthScheme+" "+p.proof("GET", path, p.nonce, api.NewCode()))
				resp, err := secure.Client().Do(req)
				w.ok(err)
				if resp.ProtoMajor == 2 != two || resp.StatusCode != 200 || resp.Header.Get(api.HeaderNonce) == "" {
					t.Fatalf("%s %d", resp.Proto, resp.StatusCode)
				}
				e := &ear{t, resp, bufio.NewReader(resp.Body), func() {}}
				t.Cleanup(e.close)
				return e
			}
			first := listen(cursor)
			e := listen(cursor)
			first.ends()
			_, ask := b.ask()
			said := e.snapshot()
			if len(said.Challenges) != 1 || p.open(said.Challenges[0]).ID != ask.Challenge {
				t.Fatalf("it hears %+v", said)
			}
			b.do("DELETE", api.Path(api.PathMethod, p.reg.Device), nil).want(204)
			for said = e.snapshot(); len(said.Statements) == 0; said = e.snapshot() {
			}
			e.ends()
		})
	}
}

func TestCloseEndsStreamsOverTLSAtOnce(t *testing.T) {
	for name, two := range map[string]bool{"HTTP/1.1": false, "HTTP/2": true} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, Options{})
			_, p := w.linked()
			cursor := p.fetch().Cursor
			secure := httptest.NewUnstartedServer(w.s.Handler())
			secure.EnableHTTP2 = two
			secure.StartTLS()
			defer secure.Close()
			path := api.PathEvents + "?cursor=" + cursor
			req, err := http.NewRequestWithContext(t.Context(), "GET", secure.URL+path, nil)
			w.ok(err)
			req.Header.Set("Authorization", api.AuthScheme+" "+p.proof("GET", path, p.nonce, api.NewCode()))
			resp, err := secure.Client().Do(req)
			w.ok(err)
			e := &ear{t, resp, bufio.NewReader(resp.Body), func() {}}
			defer e.close()
			w.ok(w.s.Close())
			e.ends()
			w.start()
		})
	}
}
