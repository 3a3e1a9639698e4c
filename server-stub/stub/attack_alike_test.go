package stub

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"kauth/core/api"
)

// hashed notes the cost and the length of what is hashed from now on.
func (w *world) hashed() *[]string {
	var list []string
	hash := w.s.hashes.hash
	w.s.hashes.hash = func(h passwordHash, password string) []byte {
		list = append(list, fmt.Sprint(h.Time, h.Memory, len(h.Salt), len(password)))
		return hash(h, password)
	}
	return &list
}

// wrote tells in which buckets records changed.
func (w *world) wrote(before map[string]string) (kinds []string) {
	w.t.Helper()
	after := w.dump()
	for k, v := range after {
		if before[k] != v {
			bucket, _, _ := strings.Cut(k, "/")
			kinds = append(kinds, bucket)
		}
	}
	for k := range before {
		if _, there := after[k]; !there {
			kinds = append(kinds, "removed "+k)
		}
	}
	slices.Sort(kinds)
	return kinds
}

// TestSignInTellsNobodyWhoHasAnAccount: the same status, headers and body, as many
// hashes of the same cost, and one transaction that waits for the disk. What that one
// writes differs: only who is there gets the mail that is promised.
func TestSignInTellsNobodyWhoHasAnAccount(t *testing.T) {
	w := still(t, Options{})
	w.linked()
	w.ok(w.s.AddPerson(bobUser, bobPass, "external")) // without two-factor
	hashes := w.hashed()
	page := func(user, password string) result {
		form := url.Values{"user": {user}, "password": {password}}.Encode()
		return w.raw("POST", "/login", form, "Content-Type: application/x-www-form-urlencoded")
	}
	call := func(user, password string) result {
		return w.raw("POST", api.PathLogins, `{"user":"`+user+`","password":"`+password+`"}`, "Content-Type: application/json")
	}
	for name, send := range map[string]func(user, password string) result{"page": page, "call": call} {
		for _, password := range []string{"wrong", "", "correct horsf", strings.Repeat("x", 2000)} {
			seen := map[string]string{}
			for _, user := range []string{annaUser, bobUser, "nobody@example.ch", "zzzz@example.ch"} {
				*hashes = nil
				before := w.dump()
				r := send(user, password)
				if r.status != 401 || len(r.header["Set-Cookie"]) > 0 {
					t.Fatalf("%s, %s: status %d, cookies %q", name, user, r.status, r.header["Set-Cookie"])
				}
				h := r.header.Clone()
				h.Del("Content-Length") // the page repeats the name
				body := strings.ReplaceAll(string(r.body), user, "USER")
				seen[user] = fmt.Sprint(*hashes, slices.Contains(w.wrote(before), inEvents), r.status, h, body)
			}
			for user, got := range seen {
				if got != seen[annaUser] {
					t.Errorf("%s: %s is seen to be another:\n%s\ninstead of\n%s", name, user, got, seen[annaUser])
				}
			}
			w.ok(w.s.ResetLimits())
		}
	}
}

// TestWakeUpsGoToNoAddressOfOurs sends each through both ways in which a phone names
// its endpoint; what they are sent to when the connection is made is tested with the
// guard.
func TestWakeUpsGoToNoAddressOfOurs(t *testing.T) {
	w := still(t, Options{})
	b, p := w.linked()
	code := query(b.link().Link, "c")
	for _, to := range []string{
		"http://push.example.net/x", "https://127.0.0.1/x", "https://localhost/x", "https://LOCALHOST./x", "https://[::1]/x", "https://[::ffff:127.0.0.1]/x", "https://[::ffff:a00:1]/x",
		"https://0.0.0.0/x", "https://[::]/x", "https://10.0.0.1/x", "https://172.16.0.1/x", "https://192.168.1.1/x", "https://169.254.169.254/latest/meta-data/", "https://[fd00:ec2::254]/x",
		"https://100.100.100.200/x", "https://[fe80::1%25eth0]/x", "https://[64:ff9b::7f00:1]/x", "https://[2002:7f00:1::]/x", "https://127.1/x", "https://2130706433/x", "https://0x7f.1/x", "https://0177.0.0.1/x", "https://127.0.0.1.:443/x",
		"https://metadata.google.internal/x", "https://push.example.net@127.0.0.1/x", "https://127.0.0.1#@push.example.net/x", "https://127.0.0.1\\@push.example.net/x", "https://push.example.net:22/x", "https://push.example.net:0/x",
		"file:///etc/passwd", "gopher://127.0.0.1:25/x", "ftp://push.example.net/x", "//127.0.0.1/x", "https:127.0.0.1/x", "https:///x", "https://①②⑦.⓪.⓪.①/x", "https://push.example.net/x\r\nHost: evil", "data:,x", "", w.http.URL + "/qa/clock",
	} {
		bad := webPush
		bad.Endpoint = to
		p.fetch() // a nonce, and what that writes
		w.unchanged(to, func() {
			p.putPush(bad).refused(api.CodeBadRequest)
			one := w.phone("Pixel 10")
			reg := one.sign(api.TypeRegistration, api.Registration{
				Aud: w.http.URL, Iat: 1, Jti: api.NewCode(), LinkHash: api.Hash([]byte(code)), JWK: api.JWKOf(&one.key.PublicKey), Name: "x", OS: "x", App: "x", Push: []api.Push{bad},
			})
			w.browser().do("POST", api.PathDevices, api.RegisterRequest{Link: code, Reg: reg}).problem()
		})
	}
}
