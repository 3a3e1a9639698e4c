package wake

import (
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"maps"
	"math/big"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"kauth/core/api"
)

// fakeApple takes messages and fails the test for anything that is missing, wrong, or
// not asked for.
type fakeApple struct {
	t   *testing.T
	key *ecdsa.PrivateKey

	mu      sync.Mutex
	now     time.Time
	says    int // 0 is 200
	body    string
	after   string
	expired map[string]bool
	used    []string // signatures, in the order of their first use
	sent    int
}

const registrationOfAPNs = "0123456789abcdef0123456789ABCDEF0123456789abcdef0123456789abcdef"

func writeP8(t *testing.T, dir string, key any) {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	data := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	if err := os.WriteFile(filepath.Join(dir, "AuthKey_FGHIJ67890.p8"), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

const appleFile = `{"team_id":"ABCDE12345","key_id":"FGHIJ67890","key_file":"AuthKey_FGHIJ67890.p8","topics":["ch.example.kauth"]}`

func newApple(t *testing.T) (*fakeApple, *APNs) {
	t.Helper()
	f := &fakeApple{t: t, key: newKey(t), now: someTime, expired: map[string]bool{}}
	s := fakeTLS(t, http.HandlerFunc(f.serve))
	dir := t.TempDir()
	writeP8(t, dir, f.key)
	n, err := newAPNs([]byte(appleFile), dir, s.URL, serviceClient(rootsOf(s)), f.time)
	if err != nil {
		t.Fatal(err)
	}
	return f, n
}

func (f *fakeApple) time() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

func (f *fakeApple) set(do func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	do()
}

func (f *fakeApple) serve(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if r.Method != "POST" || r.RequestURI != "/3/device/"+registrationOfAPNs || r.ProtoMajor != 2 || r.TLS == nil {
		f.t.Errorf("%s %s by %s", r.Method, r.RequestURI, r.Proto)
	}
	onlyHeaders(f.t, r, map[string]string{
		"Authorization": "*", "Apns-Topic": "ch.example.kauth", "Apns-Push-Type": "alert", "Apns-Priority": "10",
		"Apns-Expiration": fmt.Sprint(f.now.Unix() + 93), "Apns-Collapse-Id": "AbCdEfGhIjk",
		"Content-Type": "application/json", "Content-Length": "*", "User-Agent": "kAuth-server",
	})
	with := f.provider(r.Header.Get("Authorization"))
	body, err := io.ReadAll(r.Body)
	if err != nil {
		f.t.Error(err)
	}
	var got any
	if err := json.Unmarshal(body, &got); err != nil {
		f.t.Error(err)
	}
	if !reflect.DeepEqual(got, map[string]any{
		"aps": map[string]any{
			"alert": map[string]any{"title-loc-key": "WAKE_TITLE", "loc-key": "WAKE_TEXT"},
			"sound": "default", "mutable-content": 1.0,
		},
		"v": 1.0, "k": "wake", "h": "AbCdEfGhIjk",
	}) {
		f.t.Errorf("the message is %s", body)
	}
	f.sent++
	if f.after != "" {
		w.Header().Set("Retry-After", f.after)
	}
	switch {
	case f.expired[with]:
		w.WriteHeader(http.StatusForbidden)
		fmt.Fprint(w, `{"reason":"ExpiredProviderToken"}`)
	case f.says != 0:
		w.WriteHeader(f.says)
		fmt.Fprint(w, f.body)
	}
}

// provider checks a provider's signature, which may not be older than an hour.
func (f *fakeApple) provider(header string) string {
	with, ok := strings.CutPrefix(header, "bearer ")
	if !ok {
		f.t.Errorf("Authorization is %q", header)
	}
	head, claims := openJWT(f.t, with, func(digest, sig []byte) bool {
		return len(sig) == 64 && ecdsa.Verify(&f.key.PublicKey, digest, new(big.Int).SetBytes(sig[:32]), new(big.Int).SetBytes(sig[32:]))
	})
	if !maps.Equal(head, map[string]any{"alg": "ES256", "typ": "JWT", "kid": "FGHIJ67890"}) {
		f.t.Errorf("header %v", head)
	}
	iat, _ := claims["iat"].(float64)
	if age := f.now.Unix() - int64(iat); len(claims) != 2 || claims["iss"] != "ABCDE12345" || age < 0 || age > 3600 {
		f.t.Errorf("claims %v at %d", claims, f.now.Unix())
	}
	if len(f.used) == 0 || f.used[len(f.used)-1] != with {
		f.used = append(f.used, with)
	}
	return with
}

var applePhone = api.Push{Kind: "apns", Token: registrationOfAPNs, Topic: "ch.example.kauth", Env: "production"}

func TestAPNsMessagesAndSignaturesAreAsAppleSays(t *testing.T) {
	f, n := newApple(t)
	send := func(want Answer, signatures int) {
		t.Helper()
		if a := n.Send(t.Context(), applePhone, message); a != want {
			t.Errorf("%+v instead of %+v", a, want)
		}
		if len(f.used) != signatures {
			t.Errorf("%d signatures instead of %d", len(f.used), signatures)
		}
	}
	fine := Answer{Outcome: Delivered, Status: 200}
	send(fine, 1)
	f.set(func() { f.now = f.now.Add(providerLife - time.Second) })
	send(fine, 1) // not within 20 minutes, and not an hour old
	f.set(func() { f.now = f.now.Add(time.Second) })
	send(fine, 2)
	f.set(func() { f.expired[f.used[1]] = true })
	f.set(func() { f.now = f.now.Add(time.Second) })
	send(fine, 3)
	f.set(func() { f.now, f.expired[f.used[2]] = f.now.Add(providerForced-time.Second), true })
	send(Answer{Outcome: Refused, Status: 403, Why: "APNs says ExpiredProviderToken"}, 3)
	f.set(func() { f.now = f.now.Add(time.Second) })
	send(fine, 4)
	if n.Host(applePhone) == "" || providerLife < 20*time.Minute || providerLife > 55*time.Minute {
		t.Error("signatures live outside of Apple's 20 to 60 minutes")
	}
}

func TestWhatAPNsAnswers(t *testing.T) {
	f, n := newApple(t)
	for name, v := range map[string]struct {
		status int
		body   string
		after  string
		want   Outcome
		wait   time.Duration
	}{
		"gone":              {410, `{"reason":"Unregistered","timestamp":1799999000123}`, "", Gone, 0},
		"gone, silently":    {410, ``, "", Gone, 0},
		"expired":           {410, `{"reason":"ExpiredToken"}`, "", Gone, 0},
		"none":              {400, `{"reason":"BadDeviceToken"}`, "", Gone, 0},
		"of another app":    {400, `{"reason":"DeviceTokenNotForTopic"}`, "", Gone, 0},
		"defect of ours":    {400, `{"reason":"BadExpirationDate"}`, "", Refused, 0},
		"wrong key":         {403, `{"reason":"InvalidProviderToken"}`, "", Refused, 0},
		"wrong path":        {404, `{"reason":"BadPath"}`, "", Refused, 0},
		"too large":         {413, `{"reason":"PayloadTooLarge"}`, "", Refused, 0},
		"too many":          {429, `{"reason":"TooManyRequests"}`, "40", Retry, 40 * time.Second},
		"too many of ours":  {429, `{"reason":"TooManyProviderTokenUpdates"}`, "", Retry, 0},
		"broken":            {500, `{"reason":"InternalServerError"}`, "", Retry, 0},
		"going down":        {503, `{"reason":"Shutdown"}`, "", Retry, 0},
		"redirected":        {307, ``, "", Refused, 0},
		"no word":           {403, `{"reason":"a\nlevel=ERROR"}`, "", Refused, 0},
		"a reply that ends": {400, `{"reason":"BadDeviceTo`, "", Refused, 0},
	} {
		f.set(func() { f.says, f.body, f.after = v.status, v.body, v.after })
		a := n.Send(t.Context(), applePhone, message)
		if a.Outcome != v.want || a.After != v.wait || a.Status != v.status || strings.Contains(a.Why, "\n") {
			t.Errorf("%s: %+v", name, a)
		}
		if name == "gone" && a.Since.UnixMilli() != 1799999000123 {
			t.Errorf("since %v", a.Since)
		}
	}
}

func TestNobodyHasUsWriteToAnotherApp(t *testing.T) {
	f, n := newApple(t)
	for _, change := range []func(*api.Push){
		func(p *api.Push) { p.Topic = "ch.example.other" },
		func(p *api.Push) { p.Env = "" },
	} {
		to := applePhone
		change(&to)
		if a := n.Send(t.Context(), to, message); a.Outcome != Refused || f.sent != 0 {
			t.Errorf("%+v, %d messages", a, f.sent)
		}
	}
}

func TestProductionAndSandboxHaveHostsOfTheirOwn(t *testing.T) {
	dir := t.TempDir()
	writeP8(t, dir, newKey(t))
	n, err := newAPNs([]byte(appleFile), dir, "", nil, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	for env, host := range map[string]string{"production": "api.push.apple.com", "sandbox": "api.sandbox.push.apple.com"} {
		if got := n.Host(api.Push{Env: env}); got != host {
			t.Errorf("%s is at %q", env, got)
		}
	}
}
