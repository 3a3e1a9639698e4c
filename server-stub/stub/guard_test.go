package stub

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// names is a resolver that answers each question with the next of its addresses,
// and stays with the last.
func names(t *testing.T, addresses ...string) (*net.Resolver, *atomic.Int32) {
	asked := new(atomic.Int32)
	return &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		ours, theirs := net.Pipe() // a stream: each message has its length in front
		go func() {
			defer ours.Close()
			var size [2]byte
			if _, err := io.ReadFull(ours, size[:]); err != nil {
				return
			}
			q := make([]byte, binary.BigEndian.Uint16(size[:]))
			if _, err := io.ReadFull(ours, q); err != nil {
				return
			}
			a := answerTo(q, netip.MustParseAddr(addresses[min(int(asked.Load()), len(addresses)-1)]), asked)
			ours.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(a))), a...))
		}()
		t.Cleanup(func() { theirs.Close() })
		return theirs, nil
	}}, asked
}

// answerTo answers one question of DNS (RFC 1035 section 4) where it asks for
// addresses of that family, and else with none.
func answerTo(q []byte, ip netip.Addr, asked *atomic.Int32) []byte {
	end := 12
	for q[end] != 0 {
		end += 1 + int(q[end])
	}
	kind := binary.BigEndian.Uint16(q[end+1:])
	end += 5
	a := append([]byte{}, q[:end]...)
	a[2], a[3] = 0x81, 0x80 // a reply, recursion as asked
	clear(a[6:12])
	want := uint16(1)
	if ip.Is6() {
		want = 28
	}
	if kind != want {
		return a
	}
	asked.Add(1)
	a[7] = 1
	raw := ip.AsSlice()
	a = append(a, 0xc0, 12, byte(kind>>8), byte(kind), 0, 1, 0, 0, 0, 0, 0, byte(len(raw)))
	return append(a, raw...)
}

// neverReached listens on this machine and fails the test when somebody comes.
func neverReached(t *testing.T) (port string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	reached := make(chan struct{})
	go func() {
		defer close(reached)
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			t.Errorf("%v got through", c.RemoteAddr())
			c.Close()
		}
	}()
	t.Cleanup(func() {
		l.Close()
		<-reached
	})
	_, port, _ = net.SplitHostPort(l.Addr().String())
	return port
}

func TestWakeUpsReachNoPlaceThatPhonesCannot(t *testing.T) {
	port := neverReached(t)
	for _, address := range []string{
		"127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1",
		"100.100.100.200", "169.254.169.254", "192.0.0.192", "168.63.129.16", "198.18.0.1", "224.0.0.1", "239.255.255.250",
		"255.255.255.255", "240.0.0.1", "192.0.2.1", "203.0.113.9", "192.88.99.1",
		"::1", "::", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "fe80::1", "fc00::1", "fd00:ec2::254",
		"ff02::1", "64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::", "2001:db8::1", "3fff::1", "5f00::1",
	} {
		for _, p := range []string{port, "443"} {
			resolver, asked := names(t, address)
			g := guard{names: resolver}
			_, err := g.client().Get("https://push.example.net:" + p + "/x")
			if !errors.Is(err, errGuarded) || asked.Load() == 0 {
				t.Errorf("%s, port %s: %v, asked %d times", address, p, err, asked.Load())
			}
			if g.allows(netip.AddrPortFrom(netip.MustParseAddr(address), 443)) {
				t.Errorf("%s is allowed", address)
			}
		}
		host := address
		if strings.Contains(host, ":") {
			host = "[" + host + "]"
		}
		if _, err := (guard{}).client().Get("https://" + host + ":" + port + "/x"); !errors.Is(err, errGuarded) {
			t.Errorf("https://%s: %v", host, err)
		}
		if (guard{}).endpoint("https://"+host+"/x") == nil {
			t.Errorf("https://%s may be registered", host)
		}
	}
	for _, address := range []string{"93.184.216.34", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700:4700::1111", "2a00:1450:400a::1"} {
		if !(guard{}).allows(netip.AddrPortFrom(netip.MustParseAddr(address), 443)) {
			t.Errorf("%s is refused", address)
		}
		if (guard{}).allows(netip.AddrPortFrom(netip.MustParseAddr(address), 22)) {
			t.Errorf("port 22 of %s is allowed", address)
		}
	}
}

// A name that is public when it is looked at and private when it is connected to.
func TestNameThatPointsElsewhereByThenIsRefused(t *testing.T) {
	port := neverReached(t)
	resolver, _ := names(t, "93.184.216.34", "127.0.0.1")
	g := guard{names: resolver}
	if err := g.endpoint("https://rebind.example.net/x"); err != nil {
		t.Fatal(err)
	}
	if ips, err := resolver.LookupNetIP(t.Context(), "ip4", "rebind.example.net"); err != nil || !g.allows(netip.AddrPortFrom(ips[0], 443)) {
		t.Fatalf("registered it is %v, %v", ips, err)
	}
	if _, err := g.client().Get("https://rebind.example.net:" + port + "/x"); !errors.Is(err, errGuarded) {
		t.Fatal(err)
	}
}

func TestEndpointsThatAreNone(t *testing.T) {
	for _, bad := range []string{
		"", "push.example.net", "https://", "https:push.example.net", "https:///x", "ftp://push.example.net/", "file:///etc/passwd",
		"https://user@push.example.net/", "https://user:pass@push.example.net/", "https://push.example.net/#x", "https://push.example.net/ x",
		"https://push.example.net/\r\nHost: evil", "https://push.example.net\\@evil.example/", "https://pushé.example.net/",
		"https://localhost/", "https://localhost./", "https://printer.local/", "https://metadata.google.internal/", "https://intranet/",
		"https://2130706433/", "https://0x7f000001/", "https://0x7f.1/", "https://127.1/", "https://0177.0.0.1/", "https://127.0.0.1./",
		"https://[::1]/", "https://[fe80::1%25eth0]/", "https://[::ffff:1.1.1.1]/", "https://1.1.1.1:8443/", "https://push.example.net:80/",
		"https://%6cocalhost/", "https://a..example.net/", "https://" + strings.Repeat("a.", 200) + "net/",
	} {
		if err := (guard{}).endpoint(bad); err == nil {
			t.Errorf("%q is an endpoint", bad)
		}
	}
	for _, good := range []string{
		"https://updates.push.services.mozilla.com/wpush/v2/gAAAA-_x", "https://fcm.googleapis.com/fcm/send/abc:def",
		"https://web.push.apple.com/QP", "https://ntfy.sh:443/upAbc?up=1", "https://push.example.net.", "https://xn--psh-era.example.net/x",
	} {
		if err := (guard{}).endpoint(good); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	if (guard{loopback: true}).endpoint("http://push.example.net/") == nil || (guard{loopback: true}).endpoint("https://10.0.0.1/") == nil {
		t.Error("the QA switches open more than this machine")
	}
}

func TestQAReachesThisMachineAndFollowsNoRedirect(t *testing.T) {
	t.Setenv("HTTPS_PROXY", "http://127.0.0.1:9") // http alone would not ask it for this machine
	t.Setenv("ALL_PROXY", "http://127.0.0.1:9")
	elsewhere := "http://127.0.0.1:" + neverReached(t) + "/"
	near := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere, http.StatusTemporaryRedirect)
	}))
	defer near.Close()
	g := guard{loopback: true}
	if err := g.endpoint(near.URL + "/up"); err != nil {
		t.Fatal(err)
	}
	client := g.client()
	resp, err := client.Post(near.URL+"/up", "application/octet-stream", strings.NewReader("x"))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	client.CloseIdleConnections()
	if resp.StatusCode != http.StatusTemporaryRedirect {
		t.Errorf("status %d", resp.StatusCode)
	}
	if p := client.Transport.(*http.Transport).Proxy; p != nil {
		t.Error("a proxy would be asked")
	}
	u, _ := url.Parse(near.URL)
	if _, err := (guard{}).client().Get("http://" + u.Host); !errors.Is(err, errGuarded) {
		t.Errorf("without the QA switches: %v", err)
	}
	if client.Timeout > 30*time.Second || client.Timeout == 0 {
		t.Error("a service may take for ever")
	}
}
