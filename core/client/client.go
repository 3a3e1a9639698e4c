package client

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"sync"
	"time"
)

// Options are all optional.
type Options struct {
	Roots   *x509.CertPool // nil: the system's
	Connect time.Duration  // to find the server and agree on TLS; 0: 10 s
	Answer  time.Duration  // from then to the answer's last byte; 0: 10 s. A poll adds its wait
	Silence time.Duration  // that a stream may be without a byte; 0: 40 s, between two heartbeats and three
	// Observe hears what time a server says it is (whole seconds), and between
	// which moments it said so.
	Observe   func(origin string, server, sent, received time.Time)
	UserAgent string
}

// Client is safe for concurrent use.
type Client struct {
	http    *http.Client
	o       Options
	mu      sync.Mutex
	nonces  map[nonceKey]string
	observe func(origin string, server, sent, received time.Time)
}

// nonceKey is the device at its server: two servers may use one id.
type nonceKey struct{ origin, device string }

// New makes a Client.
func New(o Options) *Client {
	if o.Connect <= 0 {
		o.Connect = 10 * time.Second
	}
	if o.Answer <= 0 {
		o.Answer = 10 * time.Second
	}
	if o.Silence <= 0 {
		o.Silence = 40 * time.Second
	}
	if o.UserAgent == "" {
		o.UserAgent = "kauth"
	}
	observe := o.Observe
	if observe == nil {
		observe = func(string, time.Time, time.Time, time.Time) {}
	}
	return &Client{
		http: &http.Client{
			Transport: transport(o),
			// A redirect is an answer like any other: to another place we sign nothing.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		o: o, observe: observe, nonces: map[nonceKey]string{},
	}
}

// seldom is for connections that have a heartbeat every 15 s: probes as often as that
// come beside it and wake the radio once more.
var seldom = net.KeepAliveConfig{Enable: true, Idle: 45 * time.Second, Interval: 15 * time.Second}

// transport keeps to HTTP/1.1: with HTTP/2 a held poll and an answer share one
// connection, and when the phone changes networks both hang until it times out.
func transport(o Options) *http.Transport {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: o.Connect, KeepAliveConfig: seldom}).DialContext,
		TLSClientConfig:        &tls.Config{RootCAs: o.Roots, MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    o.Connect,
		DisableCompression:     true, // the limits count the bytes that arrive
		MaxResponseHeaderBytes: 32 << 10,
		MaxIdleConnsPerHost:    4,
		IdleConnTimeout:        60 * time.Second,
		Protocols:              protocols,
	}
}

// CloseIdle drops connections that are kept for later, as after a change of
// networks, when they lead nowhere.
func (c *Client) CloseIdle() { c.http.CloseIdleConnections() }

func (c *Client) nonce(k nonceKey) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.nonces[k]
}

// maxNonce is more than any server's MAC over a time and a device takes.
const maxNonce = 256

func (c *Client) keepNonce(k nonceKey, nonce string) {
	if k.device == "" || nonce == "" || len(nonce) > maxNonce {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.nonces[k] = nonce
}
