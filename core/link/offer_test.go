package link

import (
	"strings"
	"testing"
	"time"

	"kauth/core"
)

const (
	code = "AAECAwQFBgcICQoLDA0ODw"                      // 0 to 15
	key  = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8" // 0 to 31
)

func sample() Offer {
	return Offer{
		Origin: "https://auth.example:8443", Code: code, KeyID: key, Expires: time.Unix(1790000000, 0),
		Issuer: "Infomaniak & Cie", Account: "anna+test@example.ch",
	}
}

func TestOfferSurvivesItsAddress(t *testing.T) {
	p, err := Parse("\n " + sample().URL() + " \n")
	if err != nil {
		t.Fatal(err)
	}
	if p.Kind != KAuth || p.Account != nil || *p.Offer != sample() || p.Text != sample().URL() {
		t.Errorf("got %+v %+v", p, p.Offer)
	}
}

func TestOfferOfUpperCaseSchemeIsRead(t *testing.T) {
	if p, err := Parse("KAuth" + strings.TrimPrefix(sample().URL(), "kauth")); err != nil || p.Kind != KAuth {
		t.Errorf("%+v %v", p, err)
	}
}

func TestBadOfferIsRefusedWithItsRule(t *testing.T) {
	ok := sample().URL()
	swap := func(from, to string) string { return strings.Replace(ok, from, to, 1) }
	origin := func(o string) string { return swap("https%3A%2F%2Fauth.example%3A8443", o) }
	for _, c := range []struct {
		name, text string
		kind       core.Kind
		rule       string
	}{
		{"later version", swap("v=1", "v=2"), core.TooNew, "version 2"},
		{"later version, all else changed", "kauth://approve?v=3&x=1", core.TooNew, "version 3"},
		{"no version", swap("v=1&", ""), core.Malformed, "v is not a version"},
		{"version zero", swap("v=1", "v=0"), core.Malformed, "v is not a version"},
		{"version one in two ways", swap("v=1", "v=01"), core.Malformed, "v is not a version"},
		{"version word", swap("v=1", "v=one"), core.Malformed, "v is not a version"},
		{"version twice", ok + "&v=1", core.Malformed, "twice"},
		{"origin twice", ok + "&u=https://evil.example", core.Malformed, "twice"},
		{"unknown twice", ok + "&z=1&z=2", core.Malformed, "twice"},
		{"fragment", ok + "#x", core.Malformed, "fragment"},
		{"other action", swap("//link", "//unlink"), core.Malformed, "kauth://link?"},
		{"path", swap("//link", "//link/x"), core.Malformed, "kauth://link?"},
		{"port", swap("//link", "//link:1"), core.Malformed, "kauth://link?"},
		{"user", swap("//link", "//a@link"), core.Malformed, "kauth://link?"},
		{"no slashes", swap("//link", "link"), core.Malformed, "no //"},
		{"bad escape", ok + "&z=%zz", core.Malformed, "percent"},
		{"semicolon", ok + ";z=1", core.Malformed, "percent"},
		{"not UTF-8", swap("Infomaniak", "%ff"), core.Malformed, "UTF-8"},
		{"raw not UTF-8", swap("Infomaniak", "\xff"), core.Malformed, "UTF-8"},
		{"too long", ok + "&z=" + strings.Repeat("a", MaxText), core.Malformed, "longer"},
		{"short code", swap(code, code[1:]), core.Malformed, "c is not"},
		{"long code", swap(code, code+"A"), core.Malformed, "c is not"},
		{"code with a loose tail", swap(code, code[:21]+"x"), core.Malformed, "c is not"},
		{"code in plain base64", swap(code, "%2B"+code[1:]), core.Malformed, "c is not"},
		{"code with a line break", swap(code, code[:21]+"%0A"), core.Malformed, "c is not"},
		{"no key", swap(key, ""), core.Malformed, "k is not"},
		{"short key", swap(key, key[1:]), core.Malformed, "k is not"},
		{"no expiry", swap("1790000000", ""), core.Malformed, "x is not"},
		{"negative expiry", swap("1790000000", "-1"), core.Malformed, "x is not"},
		{"expiry past all dates", swap("1790000000", "99999999999999999999"), core.Malformed, "x is not"},
		{"http", origin("http://auth.example"), core.Insecure, "http"},
		{"no origin", origin(""), core.Malformed, "https://"},
		{"user in the origin", origin("https://a@auth.example"), core.Malformed, "user name"},
		{"path in the origin", origin("https://auth.example/x"), core.Malformed, "path"},
		{"slash after the origin", origin("https://auth.example/"), core.Malformed, "path"},
		{"query in the origin", origin("https://auth.example%3Fx"), core.Malformed, "query"},
		{"fragment in the origin", origin("https://auth.example%23x"), core.Malformed, "fragment"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := Parse(c.text)
			if core.KindOf(err) != c.kind || !strings.Contains(core.Reason(err), c.rule) {
				t.Errorf("got %v, want %s with %q", err, c.kind, c.rule)
			}
			if p.Kind != KAuth || p.Offer != nil {
				t.Errorf("got %+v", p)
			}
		})
	}
}

func TestOfferNamesAreFitToBeShown(t *testing.T) {
	o := sample()
	o.Issuer, o.Account = "Info\u202emaniak\r\n", strings.Repeat("é", maxName)
	p, err := Parse(o.URL())
	if err != nil {
		t.Fatal(err)
	}
	if p.Offer.Issuer != "Infomaniak" || len(p.Offer.Account) > maxName {
		t.Errorf("got %q, %d bytes", p.Offer.Issuer, len(p.Offer.Account))
	}
}

func TestOriginHasOneSpelling(t *testing.T) {
	for origin, want := range map[string]core.Kind{
		"https://auth.example":                             "",
		"https://auth.example:8443":                        "",
		"https://xn--bcher-kva.example":                    "",
		"https://192.0.2.7:1":                              "",
		"https://[2001:db8::1]:8443":                       "",
		"https://localhost":                                "",
		"http://localhost:8420":                            "",
		"http://127.0.0.1:8420":                            "",
		"http://127.8.8.8":                                 "",
		"http://[::1]:8420":                                "",
		"http://10.0.2.2:8420":                             "",
		"http://auth.example":                              core.Insecure,
		"http://192.168.1.2":                               core.Insecure,
		"http://10.0.2.3":                                  core.Insecure,
		"http://localhost.example":                         core.Insecure,
		"http://127.0.0.1.example":                         core.Insecure,
		"http://[::2]":                                     core.Insecure,
		"http://127.1":                                     core.Malformed,
		"http://0x7f000001":                                core.Malformed,
		"http://2130706433":                                core.Malformed,
		"http://127.0.0.01":                                core.Malformed,
		"http://[::ffff:127.0.0.1]":                        core.Malformed,
		"http://[::1":                                      core.Malformed,
		"http://[::1%25lo]":                                core.Malformed,
		"https://[2001:DB8::1]":                            core.Malformed,
		"":                                                 core.Malformed,
		"auth.example":                                     core.Malformed,
		"ftp://auth.example":                               core.Malformed,
		"HTTPS://auth.example":                             core.Malformed,
		"https:auth.example":                               core.Malformed,
		"https://":                                         core.Malformed,
		"https://:443":                                     core.Malformed,
		"https://Auth.example":                             core.Malformed,
		"https://bücher.example":                           core.Malformed,
		"https://auth..example":                            core.Malformed,
		"https://auth.example.":                            core.Malformed,
		"https://-auth.example":                            core.Malformed,
		"https://auth.example:":                            core.Malformed,
		"https://auth.example:0":                           core.Malformed,
		"https://auth.example:0443":                        core.Malformed,
		"https://auth.example:65536":                       core.Malformed,
		"https://auth.example:80:80":                       core.Malformed,
		"https://auth.example:+80":                         core.Malformed,
		"https://auth example":                             core.Malformed,
		"https://auth.example\n":                           core.Malformed,
		"https://auth.example\\@evil.example":              core.Malformed,
		"https://" + strings.Repeat("a", 64) + ".example":  core.Malformed,
		"https://" + strings.Repeat("aa.", 90) + "example": core.Malformed,
	} {
		if !Development && want == "" && strings.HasPrefix(origin, "http:") {
			want = core.Insecure
		}
		if got := core.KindOf(CheckOrigin(origin)); got != want {
			t.Errorf("%q: %q, want %q", origin, got, want)
		}
	}
}
