package stub

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"syscall"
	"time"

	"kauth/server-stub/wake"
)

// guard keeps requests to addresses that phones gave from places that phones
// cannot reach: a wake-up's endpoint is a URL that anybody may write (server-side
// request forgery). Names are judged by what they resolve to when the connection
// is made, so that one that points elsewhere by then gets nowhere.
type guard struct {
	loopback bool          // this machine too, at any port: with the QA switches
	names    *net.Resolver // nil is the system's
}

func (s *Server) guard() guard { return guard{loopback: s.o.QA} }

// errGuarded is the refusal of an address.
var errGuarded = wake.ErrForbidden

// special are the networks of which none is a push service, by IANA's registries of
// special-purpose addresses. Of IPv6, only 2000::/3 is looked at.
var special = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
	"192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
	"198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	"168.63.129.16/32",                                     // Azure's metadata, in a public network
	"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", // Teredo and others, documentation, 6to4
)

var global6 = netip.MustParsePrefix("2000::/3") // NAT64, ULA, link-local, multicast are outside of it

func prefixes(list ...string) (all []netip.Prefix) {
	for _, p := range list {
		all = append(all, netip.MustParsePrefix(p))
	}
	return all
}

// allows tells whether a connection to the address may be made.
func (g guard) allows(a netip.AddrPort) bool {
	ip := a.Addr()
	if g.loopback && ip.IsLoopback() {
		return true
	}
	if a.Port() != 443 || ip.Zone() != "" || ip.Is6() && !global6.Contains(ip) {
		return false // an IPv4 address in IPv6's clothes is not in 2000::/3 either
	}
	for _, p := range special {
		if p.Contains(ip) {
			return false
		}
	}
	return ip.IsValid()
}

// endpoint checks a URL as far as that goes without asking for its name.
func (g guard) endpoint(raw string) error {
	if len(raw) > maxEndpoint {
		return fmt.Errorf("the endpoint is over %d bytes", maxEndpoint)
	}
	for _, c := range []byte(raw) {
		if c <= ' ' || c >= 0x7f || c == '\\' {
			return errors.New("the endpoint is no URL")
		}
	}
	u, err := url.Parse(raw)
	if err != nil || u.Opaque != "" || u.Hostname() == "" || u.User != nil || strings.Contains(raw, "#") {
		return errors.New("the endpoint is no URL of a push service")
	}
	ip, err := netip.ParseAddr(u.Hostname())
	literal := err == nil
	near := g.loopback && (literal && ip.IsLoopback() || u.Hostname() == "localhost")
	switch {
	case u.Scheme != "https" && !(near && u.Scheme == "http"):
		return errors.New("the endpoint is not https")
	case near:
		return nil
	case u.Port() != "" && u.Port() != "443":
		return errors.New("the endpoint's port is not 443")
	case literal && !g.allows(netip.AddrPortFrom(ip, 443)):
		return errGuarded
	case !literal && !publicName(u.Hostname()):
		return errGuarded
	}
	return nil
}

// publicName tells a name that resolvers ask the internet for. 0x7f.1 and 2130706433
// are addresses to some resolvers, and no domain of the internet ends in a number.
func publicName(host string) bool {
	if !nameForm.MatchString(host) || len(host) > 253 {
		return false
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	switch host[strings.LastIndexByte(host, '.')+1:] {
	case "localhost", "local", "internal", "arpa", "onion", "test", "invalid", "lan", "home":
		return false
	}
	return true
}

var nameForm = regexp.MustCompile(`^([0-9A-Za-z_-]+\.)+[A-Za-z][0-9A-Za-z-]*\.?$`)

// control is asked for every address right before the connection is made to it.
func (g guard) control(_ context.Context, _, address string, _ syscall.RawConn) error {
	a, err := netip.ParseAddrPort(address)
	if err != nil || !g.allows(a) {
		return fmt.Errorf("%s: %w", address, errGuarded)
	}
	return nil
}

// client sends wake-ups, and nothing else may. It takes no proxy from the
// environment, which would be asked for the name instead, and follows no redirect.
func (g guard) client() *http.Client {
	dialer := &net.Dialer{Timeout: 10 * time.Second, ControlContext: g.control, Resolver: g.names}
	return &http.Client{
		Timeout:       20 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext:            dialer.DialContext,
			TLSHandshakeTimeout:    10 * time.Second,
			ResponseHeaderTimeout:  10 * time.Second,
			IdleConnTimeout:        time.Minute,
			MaxConnsPerHost:        8,
			MaxResponseHeaderBytes: 16 << 10,
			ForceAttemptHTTP2:      true,
		},
	}
}
