package stub

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// validOrigin tells scheme and host alone, as browsers write an origin.
func validOrigin(origin string) bool {
	u, err := url.Parse(origin)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.Scheme+"://"+u.Host == origin
}

// secure tells whether browsers reach us over TLS: cookies then say Secure.
func (s *Server) secure() bool {
	u, err := url.Parse(s.Origin())
	return err == nil && u.Scheme == "https"
}

// timeLimits are how long the other end may take: whoever sends or reads a byte a second
// holds a connection, and must not hold it for ever.
type timeLimits struct {
	header, request time.Duration
	reply           time.Duration // from the header on, with a held poll or a hold of the switches in it
	idle            time.Duration
	last            lastLimits
}

var usualLimits = timeLimits{
	header: 10 * time.Second, request: time.Minute, reply: 3 * time.Minute, idle: 2 * time.Minute, last: usualLast,
}

// Listen serves at addr until Close, over TLS where a certificate is given. It
// sets the origin to the address where none was set. Where others can reach it the
// origin has to be https: cookies without Secure would cross the network in the clear.
func (s *Server) Listen(addr, certFile, keyFile string) error {
	var secure *tls.Config
	scheme := "http://"
	if certFile != "" {
		pair, err := tls.LoadX509KeyPair(certFile, keyFile)
		if err != nil {
			return err
		}
		secure, scheme = &tls.Config{Certificates: []tls.Certificate{pair}}, "https://"
	}
	at, err := net.ResolveTCPAddr("tcp", addr)
	if err != nil {
		return err
	}
	if !at.IP.IsLoopback() && !s.secure() && (secure == nil || s.Origin() != "") {
		return fmt.Errorf("stub: other machines reach %s, so browsers need https there: give a certificate, or the https origin of a proxy that has one", addr)
	}
	l, err := net.ListenTCP("tcp", at)
	if err != nil {
		return err
	}
	if s.Origin() == "" {
		s.SetOrigin(scheme + reachable(l.Addr().(*net.TCPAddr)))
	}
	s.http = &http.Server{
		Handler:           s.Handler(),
		TLSConfig:         secure,
		ReadHeaderTimeout: s.limits.header,
		ReadTimeout:       s.limits.request,
		WriteTimeout:      s.limits.reply,
		IdleTimeout:       s.limits.idle,
		ConnState:         s.conns.state,
		MaxHeaderBytes:    512 << 10, // a script's jar holds a cookie for each of its logins
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
	go s.serve(l)
	return nil
}

func (s *Server) serve(l net.Listener) {
	var err error
	if s.http.TLSConfig != nil {
		err = s.http.ServeTLS(l, "", "")
	} else {
		err = s.http.Serve(l)
	}
	if !errors.Is(err, http.ErrServerClosed) {
		s.log.Error("serving ended", "error", err)
	}
}

// reachable is where browsers on this machine find a listener.
func reachable(a *net.TCPAddr) string {
	host := a.IP.String()
	if a.IP.IsUnspecified() {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, strconv.Itoa(a.Port))
}
