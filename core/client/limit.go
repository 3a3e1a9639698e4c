package client

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"kauth/core"
)

var errTime = errors.New("no answer in time")

// limit is the time that one request has: first to find the server and agree on
// TLS, then, beginning afresh, to answer.
type limit struct {
	parent    context.Context
	stop      func()
	alive     func()      // begins the time afresh, while a stream is read
	connected atomic.Bool // a connection stood, if without TLS
	over      atomic.Bool
}

func (c *Client) limit(parent context.Context, wait time.Duration) (context.Context, *limit) {
	ctx, cancel := context.WithCancelCause(parent)
	l := &limit{parent: parent}
	timer := time.AfterFunc(c.o.Connect, func() {
		l.over.Store(true)
		cancel(errTime)
	})
	l.alive = func() { timer.Reset(c.o.Silence) }
	l.stop = func() { timer.Stop(); cancel(nil) }
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		ConnectDone: func(_, _ string, err error) {
			if err == nil {
				l.connected.Store(true)
			}
		},
		GotConn: func(httptrace.GotConnInfo) {
			l.connected.Store(true)
			timer.Reset(c.o.Answer + wait)
		},
	}), l
}

// trouble says what kept a request from being answered. Its own words leave out
// the address and whatever bytes the other end sent.
func (l *limit) trouble(op string, err error) error {
	switch parent := l.parent.Err(); {
	case errors.Is(parent, context.Canceled):
		return core.E(op, core.Cancelled, parent)
	case parent != nil || l.over.Load() || isTimeout(err):
		if !l.connected.Load() {
			return core.Errorf(op, core.Offline, "the server cannot be reached")
		}
		return core.E(op, core.Slow, errTime)
	}
	kind, why := classify(err)
	return core.Errorf(op, kind, "%s", why)
}

func isTimeout(err error) bool {
	var t net.Error
	return errors.As(err, &t) && t.Timeout()
}

// classify tells the certificate from the network, and both from an answer that
// is no HTTP. Certificates come first: net wraps them too.
func classify(err error) (core.Kind, string) {
	var (
		untrusted *tls.CertificateVerificationError
		authority x509.UnknownAuthorityError
		host      x509.HostnameError
		invalid   x509.CertificateInvalidError
		record    tls.RecordHeaderError
		dns       *net.DNSError
		network   *net.OpError
	)
	switch {
	case errors.As(err, &untrusted), errors.As(err, &authority), errors.As(err, &host), errors.As(err, &invalid):
		return core.Certificate, certificateReason(err)
	case errors.Is(err, http.ErrSchemeMismatch):
		return core.Insecure, "the server answers http where https is needed"
	case errors.As(err, &record), errors.As(err, &network) && strings.HasSuffix(network.Op, " error"): // "remote error": an alert of TLS
		return core.Garbled, "the server speaks no TLS that can be trusted"
	case errors.As(err, &dns):
		return core.Offline, "the server's name is not known"
	case errors.As(err, &network) && network.Op == "dial":
		return core.Offline, "the server cannot be reached"
	case strings.HasSuffix(err.Error(), closedIdle):
		return core.Offline, "the connection broke off"
	case errors.As(err, &network), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF),
		errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, net.ErrClosed):
		return core.Offline, "the connection broke off"
	}
	return core.Garbled, "what came back is no answer in HTTP"
}

// closedIdle is how net/http says that the server hung up just as a request was begun. It
// has no exported error for it.
const closedIdle = "http: server closed idle connection"

func certificateReason(err error) string {
	var (
		host    x509.HostnameError
		invalid x509.CertificateInvalidError
	)
	switch {
	case errors.As(err, &host):
		return "the certificate is for another name"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "the certificate has expired or is not yet valid"
	}
	return "the certificate is signed by nobody who is trusted here"
}
