package link

import (
	"net/netip"
	"strings"

	"kauth/core"
)

// emulatorHost is where the Android emulator finds the machine it runs on.
const emulatorHost = "10.0.2.2"

// CheckOrigin accepts "https://host" and "https://host:port" in the one spelling
// that RFC 6454 section 6.2 gives them (lower case, nothing after the port), as
// origins are compared byte by byte. It answers core.Insecure for http, except
// for this machine while developing, and core.Malformed for the rest.
func CheckOrigin(origin string) error {
	scheme, rest, found := strings.Cut(origin, "://")
	if !found || (scheme != "https" && scheme != "http") {
		return badOrigin("does not start with https://")
	}
	switch {
	case strings.Contains(rest, "@"):
		return badOrigin("has a user name")
	case strings.Contains(rest, "?"):
		return badOrigin("has a query")
	case strings.Contains(rest, "#"):
		return badOrigin("has a fragment")
	case strings.Contains(rest, "/"):
		return badOrigin("has a path")
	}
	host, port, hasPort := cutPort(rest)
	if hasPort && !validPort(port) {
		return badOrigin("has a bad port")
	}
	here, ok := validHost(host)
	if !ok {
		return badOrigin("has a bad host name")
	}
	if scheme == "http" && !(Development && here) {
		return core.Errorf("link.CheckOrigin", core.Insecure, "the server's address is http, not https")
	}
	return nil
}

func badOrigin(why string) error {
	return core.Errorf("link.CheckOrigin", core.Malformed, "the server's address %s", why)
}

// cutPort takes the port off, leaving the colons of an IPv6 address alone.
func cutPort(s string) (host, port string, found bool) {
	i := strings.LastIndexByte(s, ':')
	if i < 0 || strings.HasSuffix(s, "]") {
		return s, "", false
	}
	return s[:i], s[i+1:], true
}

func validPort(s string) bool {
	_, ok := number(s, 1, 65535)
	return ok && s[0] != '0'
}

// validHost tells a host name or address, and whether it is this machine.
// "127.1" and "0x7f000001" are not names: some resolvers take them as addresses.
func validHost(host string) (here, ok bool) {
	if inner, found := strings.CutPrefix(host, "["); found {
		inner, closed := strings.CutSuffix(inner, "]")
		a, err := netip.ParseAddr(inner)
		ok := closed && err == nil && a.Is6() && !a.Is4In6() && a.Zone() == "" && a.String() == inner
		return ok && a.IsLoopback(), ok
	}
	last := host[strings.LastIndexByte(host, '.')+1:]
	if last != "" && last[0] >= '0' && last[0] <= '9' {
		a, err := netip.ParseAddr(host)
		ok := err == nil && a.Is4()
		return ok && (a.IsLoopback() || host == emulatorHost), ok
	}
	return host == "localhost", validName(host)
}

// validName tells a DNS name in ASCII and lower case (an IDN comes as xn--).
func validName(host string) bool {
	if host == "" || len(host) > 253 {
		return false
	}
	for label := range strings.SplitSeq(host, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		for _, c := range []byte(label) {
			if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-') {
				return false
			}
		}
	}
	return true
}
