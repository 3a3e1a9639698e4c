package wake

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"time"
)

// serviceClient is for services whose addresses are known. It speaks HTTP/2 alone, as
// APNs asks and Google does too, and follows no redirect. No roots are the system's.
func serviceClient(roots *x509.CertPool) *http.Client {
	var two http.Protocols
	two.SetHTTP2(true)
	return &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			Proxy:                  http.ProxyFromEnvironment,
			Protocols:              &two,
			TLSClientConfig:        &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
			TLSHandshakeTimeout:    10 * time.Second,
			IdleConnTimeout:        10 * time.Minute, // Apple takes many new connections for an attack
			MaxResponseHeaderBytes: 16 << 10,
			// A connection that died unnoticed would swallow messages.
			HTTP2: &http.HTTP2Config{SendPingTimeout: 15 * time.Second, PingTimeout: 5 * time.Second},
		},
	}
}
