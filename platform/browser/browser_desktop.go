//go:build !android && !ios

package browser

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"html/template"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"kauth/core"
)

var errNotWeb = core.E("browser.Open", core.Unsupported, errors.New("not an address of the web"))

// callbackPath is where the browser comes back to. What follows it is random: another
// page on this machine that finds the port must not use up the one visit.
const callbackPath = "/callback/"

var ending = template.Must(template.New("").Parse(`<!doctype html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>kAuth</title>
<style>body{font-family:Inter,"Noto Sans",system-ui,sans-serif;background:#F6F8FB;color:#0E1B2E;display:grid;place-items:center;min-height:90vh;text-align:center}p{color:#56657C}
@media(prefers-color-scheme:dark){body{background:#0B111C;color:#F1F5FB}p{color:#9FAEC6}}</style></head>
<body><main><h1>{{.Title}}</h1><p>{{.Sentence}}</p></main></body></html>`))

func (b *Browser) show(address string) error { return b.open(address) }

// Listen opens a port on 127.0.0.1 (RFC 8252 section 7.3) until ctx ends. The first
// visit to redirect gives its query on callback; later ones find nothing.
func (b *Browser) Listen(ctx context.Context) (redirect string, callback <-chan url.Values, err error) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return "", nil, core.E("browser.Listen", core.Unsupported, err)
	}
	secret := make([]byte, 16)
	rand.Read(secret)
	path := callbackPath + hex.EncodeToString(secret)
	got := make(chan url.Values, 1)
	var once sync.Once
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) {
		first := false
		once.Do(func() { first = true })
		if !first {
			http.NotFound(w, r)
			return
		}
		got <- r.URL.Query()
		title, sentence := b.page()
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
		w.Header().Set("Referrer-Policy", "no-referrer")
		_ = ending.Execute(w, struct{ Title, Sentence string }{title, sentence})
	})
	srv := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, MaxHeaderBytes: 16 << 10}
	go func() { _ = srv.Serve(l) }()
	go func() {
		<-ctx.Done()
		// The ending page may still be on its way to the browser.
		grace, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		_ = srv.Shutdown(grace)
	}()
	return "http://" + l.Addr().String() + path, got, nil
}
