package wake

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

func newKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// vapidOf checks a header of Authorization as a push service does (RFC 8292 sections 3
// and 4.2), and gives its claims, of which there are no others.
func vapidOf(t *testing.T, header, public string) (claims struct {
	Aud, Sub string
	Exp      int64
},
) {
	t.Helper()
	given, key, ok := strings.Cut(strings.TrimPrefix(header, "vapid t="), ", k=")
	if !ok || key != public || !strings.HasPrefix(header, "vapid t=") {
		t.Fatalf("Authorization is %q", header)
	}
	pub, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), raw(t, key))
	if err != nil {
		t.Fatal(err)
	}
	parser := jwt.NewParser(jwt.WithValidMethods([]string{"ES256"}), jwt.WithoutClaimsValidation())
	parsed, err := parser.Parse(given, func(*jwt.Token) (any, error) { return pub, nil })
	if err != nil || parsed.Header["typ"] != "JWT" || len(parsed.Header) != 2 {
		t.Fatalf("%v, header %v", err, parsed.Header)
	}
	d := json.NewDecoder(strings.NewReader(string(raw(t, strings.Split(given, ".")[1]))))
	d.DisallowUnknownFields()
	if err := d.Decode(&claims); err != nil {
		t.Fatal(err)
	}
	return claims
}

// The example of RFC 8292 section 2.4 passes the check of these tests, and our claims
// are the same bytes. Its signature cannot be made again: ECDSA takes a random number.
func TestExampleOfRFC8292(t *testing.T) {
	const (
		public = "BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs"
		header = "vapid t=eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0NTM1MjM3NjgsInN1YiI6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuCGSK2rpiUfnK9ojFwDXb1JrErtmysazNjjvW2L9OkSSHzvoD1oA, k=" + public
	)
	if c := vapidOf(t, header, public); c.Aud != "https://push.example.net" || c.Sub != "mailto:push@example.com" || c.Exp != 1453523768 {
		t.Fatalf("%+v", c)
	}
	v := vapid{key: newKey(t), contact: "mailto:push@example.com"}
	own, err := v.sign("https://push.example.net", time.Unix(1453523768, 0).Add(-vapidLife))
	if err != nil || strings.Split(own, ".")[1] != strings.Split(header, ".")[1] {
		t.Fatalf("%s, %v", own, err)
	}
}

func TestOneSignatureServesAnOriginForHours(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	v := vapid{key: newKey(t), public: "k", now: func() time.Time { return now }}
	header := func(endpoint string) string {
		u, err := url.Parse(endpoint)
		if err != nil {
			t.Fatal(err)
		}
		h, err := v.header(u)
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	first := header("https://push.example.net/a")
	if header("https://PUSH.example.net:443/b") != first || header("https://other.example.net/a") == first || header("http://push.example.net/a") == first {
		t.Error("a signature is not that of its origin")
	}
	for _, step := range []struct {
		pass time.Duration
		same bool
	}{{vapidRenew - time.Second, true}, {time.Second, false}, {0, true}, {-time.Hour, false}} {
		before := header("https://push.example.net/a")
		now = now.Add(step.pass)
		if (header("https://push.example.net/a") == before) != step.same {
			t.Errorf("after %s: %v", step.pass, !step.same)
		}
	}
	for i := range 3 * maxOrigins {
		header("https://" + strings.Repeat("x", 1+i%60) + string(rune('a'+i%26)) + ".example.net/" + strings.Repeat("y", i))
		if len(v.made) > maxOrigins {
			t.Fatal("signatures are kept for ever")
		}
	}
}

func TestContactsOfPushServices(t *testing.T) {
	for contact, good := range map[string]bool{
		"": true, "mailto:push@example.com": true, "https://example.com/contact": true,
		"push@example.com": false, "mailto:": false, "mailto:nobody": false, "http://example.com": false, "https://": false, "tel:+41": false,
	} {
		if (CheckContact(contact) == nil) != good {
			t.Errorf("%q: %v", contact, CheckContact(contact))
		}
	}
}
