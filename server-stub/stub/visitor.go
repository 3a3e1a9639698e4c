package stub

import (
	"net"
	"net/http"
	"net/netip"
	"strings"

	"kauth/core/api"
)

// visitorOf says what a request tells of its sender. No header about forwarding is
// believed: anybody can send one.
func (s *Server) visitorOf(r *http.Request) visitor {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	v := visitor{IP: host, Place: placeOf(host), Agent: agentOf(r.UserAgent()), Device: deviceOf(r.UserAgent()), Browser: s.browserName(r)}
	return s.qa.moved(v)
}

// placeOf knows no map of addresses: only those that lie near.
func placeOf(ip string) string {
	a, err := netip.ParseAddr(ip)
	switch {
	case err != nil:
		return ""
	case a.IsLoopback():
		return "This computer"
	case a.IsPrivate() || a.IsLinkLocalUnicast():
		return "Local network"
	}
	return ""
}

// browsers and systems in the order in which to look: Edge also says Chrome, and
// Chrome also says Safari; Android also says Linux.
var (
	browsers = [][2]string{
		{"Edg", "Edge"},
		{"OPR/", "Opera"},
		{"Firefox/", "Firefox"},
		{"FxiOS", "Firefox"},
		{"CriOS", "Chrome"},
		{"Chrome/", "Chrome"},
		{"Safari/", "Safari"},
		{"curl/", "curl"},
	}
	systems = [][2]string{
		{"Windows", "Windows"},
		{"Android", "Android"},
		{"iPhone", "iPhone"},
		{"iPad", "iPad"},
		{"Macintosh", "macOS"},
		{"CrOS", "ChromeOS"},
		{"Linux", "Linux"},
	}
)

// agentOf says "Firefox on Windows"; what it doesn't know, it cuts to size.
func agentOf(ua string) string {
	browser, system := firstOf(browsers, ua), firstOf(systems, ua)
	switch {
	case browser != "" && system != "":
		return browser + " on " + system
	case browser != "":
		return browser
	case ua == "":
		return "Unknown browser"
	}
	return api.CleanText(ua, api.MaxAgent)
}

// knownAgent tells a browser's name of ours from what a browser says of itself.
func knownAgent(agent string) bool {
	for _, b := range browsers {
		for _, s := range systems {
			if agent == b[1]+" on "+s[1] || agent == b[1] {
				return true
			}
		}
	}
	return false
}

func deviceOf(ua string) string {
	switch {
	case strings.Contains(ua, "iPad") || strings.Contains(ua, "Android") && !strings.Contains(ua, "Mobile"):
		return "tablet"
	case strings.Contains(ua, "iPhone") || strings.Contains(ua, "Android"):
		return "phone"
	}
	return "computer"
}

func firstOf(names [][2]string, ua string) string {
	for _, n := range names {
		if strings.Contains(ua, n[0]) {
			return n[1]
		}
	}
	return ""
}
