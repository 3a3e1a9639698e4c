package wake

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"kauth/core/api"
)

// openJWT takes a JWT apart with the standard library alone, and gives what is in it.
func openJWT(t *testing.T, s string, signed func(digest, sig []byte) bool) (header, claims map[string]any) {
	t.Helper()
	parts := strings.Split(s, ".")
	if len(parts) != 3 {
		t.Fatalf("%q is no JWT", s)
	}
	digest := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if !signed(digest[:], raw(t, parts[2])) {
		t.Error("a wrong signature")
	}
	for part, into := range map[string]*map[string]any{parts[0]: &header, parts[1]: &claims} {
		if err := json.Unmarshal(raw(t, part), into); err != nil {
			t.Fatal(err)
		}
	}
	return header, claims
}

// fakeGoogle gives access and takes messages, and fails the test for anything that is
// missing, wrong, or not asked for.
type fakeGoogle struct {
	t   *testing.T
	key *rsa.PrivateKey
	url string

	mu      sync.Mutex
	now     time.Time
	given   int // how often access was given
	says    int // status of the next messages; 0 is 200
	body    string
	after   string
	oauth   int // status for who asks for access; 0 is 200
	expired map[string]bool
	sent    int
}

var googleKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

// accountFile is a service account's file as the console gives it.
func accountFile(tokenURI string) map[string]string {
	der, _ := x509.MarshalPKCS8PrivateKey(googleKey())
	return map[string]string{
		"type": "service_account", "project_id": "kauth-1234", "private_key_id": "0a1b2c", "client_id": "1",
		"private_key":  string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})),
		"client_email": "firebase-adminsdk@kauth-1234.iam.gserviceaccount.com", "token_uri": tokenURI,
		"auth_uri": "https://accounts.google.com/o/oauth2/auth", "universe_domain": "googleapis.com",
	}
}

func newGoogle(t *testing.T) (*fakeGoogle, *FCM) {
	t.Helper()
	g := &fakeGoogle{t: t, key: googleKey(), now: someTime, expired: map[string]bool{}}
	s := fakeTLS(t, http.HandlerFunc(g.serve))
	g.url = s.URL
	file, err := json.Marshal(accountFile(s.URL + "/token"))
	if err != nil {
		t.Fatal(err)
	}
	f, err := newFCM(file, s.URL, serviceClient(rootsOf(s)), g.time)
	if err != nil {
		t.Fatal(err)
	}
	return g, f
}

// fakeTLS is a service with a certificate that rootsOf vouches for.
func fakeTLS(t *testing.T, h http.Handler) *httptest.Server {
	t.Helper()
	s, _ := fakeService(t, h.ServeHTTP)
	return s
}

func rootsOf(s *httptest.Server) *x509.CertPool {
	return s.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
}

func (g *fakeGoogle) time() time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.now
}

func (g *fakeGoogle) set(f func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	f()
}

func (g *fakeGoogle) serve(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if r.Method != "POST" || r.ProtoMajor != 2 || r.TLS == nil {
		g.t.Errorf("%s %s by %s", r.Method, r.URL, r.Proto)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		g.t.Error(err)
	}
	switch r.RequestURI {
	case "/token":
		g.access(w, r, string(body))
	case "/v1/projects/kauth-1234/messages:send":
		g.message(w, r, body)
	default:
		g.t.Errorf("nobody is at %s", r.RequestURI)
	}
}

func (g *fakeGoogle) access(w http.ResponseWriter, r *http.Request, body string) {
	onlyHeaders(g.t, r, map[string]string{"Content-Type": "application/x-www-form-urlencoded", "Content-Length": "*", "User-Agent": "kAuth-server"})
	form, err := url.ParseQuery(body)
	if err != nil || len(form) != 2 || form.Get("grant_type") != "urn:ietf:params:oauth:grant-type:jwt-bearer" {
		g.t.Errorf("the form is %s", body)
	}
	header, claims := openJWT(g.t, form.Get("assertion"), func(digest, sig []byte) bool {
		return rsa.VerifyPKCS1v15(&g.key.PublicKey, crypto.SHA256, digest, sig) == nil
	})
	if !maps.Equal(header, map[string]any{"alg": "RS256", "typ": "JWT", "kid": "0a1b2c"}) {
		g.t.Errorf("header %v", header)
	}
	if !maps.Equal(claims, map[string]any{
		"iss": "firebase-adminsdk@kauth-1234.iam.gserviceaccount.com", "aud": g.url + "/token",
		"scope": "https://www.googleapis.com/auth/firebase.messaging", "iat": float64(g.now.Unix()), "exp": float64(g.now.Unix() + 3600),
	}) {
		g.t.Errorf("claims %v", claims)
	}
	w.Header().Set("Content-Type", "application/json")
	if g.oauth != 0 {
		w.WriteHeader(g.oauth)
		fmt.Fprint(w, `{"error":"invalid_grant","error_description":"Invalid JWT Signature."}`)
		return
	}
	g.given++
	fmt.Fprintf(w, `{"access_token":"ya29.%d","expires_in":3599,"token_type":"Bearer"}`, g.given)
}

const registrationOfFCM = "dUm:APA91b-my_phone"

func (g *fakeGoogle) message(w http.ResponseWriter, r *http.Request, body []byte) {
	with := fmt.Sprintf("ya29.%d", g.given)
	onlyHeaders(g.t, r, map[string]string{"Authorization": "Bearer " + with, "Content-Type": "application/json", "Content-Length": "*", "User-Agent": "kAuth-server"})
	var got any
	if err := json.Unmarshal(body, &got); err != nil {
		g.t.Error(err)
	}
	if !reflect.DeepEqual(got, map[string]any{"message": map[string]any{
		"token":   registrationOfFCM,
		"data":    map[string]any{"v": "1", "k": "wake", "h": "AbCdEfGhIjk"},
		"android": map[string]any{"priority": "HIGH", "ttl": "93s", "collapse_key": "AbCdEfGhIjk"},
	}}) {
		g.t.Errorf("the message is %s", body)
	}
	g.sent++
	if g.after != "" {
		w.Header().Set("Retry-After", g.after)
	}
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	switch {
	case g.expired[with]:
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprint(w, `{"error":{"code":401,"message":"Request had invalid authentication credentials.","status":"UNAUTHENTICATED"}}`)
	case g.says != 0:
		w.WriteHeader(g.says)
		fmt.Fprint(w, g.body)
	default:
		fmt.Fprint(w, `{"name":"projects/kauth-1234/messages/0:1500415314455276%31bd1c9631bd1c96"}`)
	}
}

func TestFCMMessagesAndAccessAreAsGoogleSays(t *testing.T) {
	g, f := newGoogle(t)
	send := func(want Answer, given int) {
		t.Helper()
		if a := f.Send(t.Context(), api.Push{Kind: "fcm", Token: registrationOfFCM}, message); a != want {
			t.Errorf("%+v instead of %+v", a, want)
		}
		if g.given != given {
			t.Errorf("access was given %d times instead of %d", g.given, given)
		}
	}
	fine := Answer{Outcome: Delivered, Status: 200}
	send(fine, 1)
	send(fine, 1)
	g.set(func() { g.now = g.now.Add(3599*time.Second - accessEarly - time.Second) })
	send(fine, 1)
	g.set(func() { g.now = g.now.Add(time.Second) })
	send(fine, 2)
	g.set(func() { g.expired["ya29.2"] = true }) // before its time: a new one, and the message again
	send(fine, 3)
	before := g.sent
	g.set(func() { g.expired["ya29.3"], g.expired["ya29.4"] = true, true })
	send(Answer{Outcome: Refused, Status: 401, Why: "FCM says UNAUTHENTICATED"}, 4) // once, not for ever
	if g.sent != before+2 {
		t.Errorf("%d messages", g.sent-before)
	}
}

func TestOneAskingForAccessServesAll(t *testing.T) {
	g, f := newGoogle(t)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if a := f.Send(t.Context(), api.Push{Kind: "fcm", Token: registrationOfFCM}, message); a.Outcome != Delivered {
				t.Errorf("%+v", a)
			}
		})
	}
	all.Wait()
	if g.given != 1 || g.sent != 20 {
		t.Errorf("access %d times, %d messages", g.given, g.sent)
	}
}

// fcmSays is an error as FCM writes it, with its own code and the field that is wrong.
func fcmSays(status int, name, message, code, field string) string {
	details := []any{}
	if code != "" {
		details = append(details, map[string]string{"@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode": code})
	}
	if field != "" {
		details = append(details, map[string]any{
			"@type":           "type.googleapis.com/google.rpc.BadRequest",
			"fieldViolations": []any{map[string]string{"field": field, "description": "Invalid registration token"}},
		})
	}
	data, _ := json.Marshal(map[string]any{"error": map[string]any{"code": status, "message": message, "status": name, "details": details}})
	return string(data)
}

func TestWhatFCMAnswers(t *testing.T) {
	g, f := newGoogle(t)
	for name, v := range map[string]struct {
		status int
		body   string
		after  string
		want   Outcome
		wait   time.Duration
	}{
		"gone":                       {404, fcmSays(404, "NOT_FOUND", "Requested entity was not found.", "UNREGISTERED", ""), "", Gone, 0},
		"no such project":            {404, fcmSays(404, "NOT_FOUND", "Requested entity was not found.", "", ""), "", Refused, 0},
		"something else in between":  {404, "<html>not here</html>", "", Refused, 0},
		"no registration, by field":  {400, fcmSays(400, "INVALID_ARGUMENT", "Request contains an invalid argument.", "INVALID_ARGUMENT", "message.token"), "", Gone, 0},
		"no registration, by words":  {400, fcmSays(400, "INVALID_ARGUMENT", "The registration token is not a valid FCM registration token", "INVALID_ARGUMENT", ""), "", Gone, 0},
		"a message that is wrong":    {400, fcmSays(400, "INVALID_ARGUMENT", "Invalid value at 'message.android.ttl'", "INVALID_ARGUMENT", "message.android.ttl"), "", Refused, 0},
		"wrong, and not said what":   {400, fcmSays(400, "INVALID_ARGUMENT", "Request contains an invalid argument.", "INVALID_ARGUMENT", ""), "", Refused, 0},
		"of another project":         {403, fcmSays(403, "PERMISSION_DENIED", "SenderId mismatch", "SENDER_ID_MISMATCH", ""), "", Refused, 0},
		"too many, with a time":      {429, fcmSays(429, "RESOURCE_EXHAUSTED", "Quota exceeded", "QUOTA_EXCEEDED", ""), "75", Retry, 75 * time.Second},
		"too many, without":          {429, fcmSays(429, "RESOURCE_EXHAUSTED", "Quota exceeded", "QUOTA_EXCEEDED", ""), "", Retry, time.Minute},
		"not there, until a date":    {503, fcmSays(503, "UNAVAILABLE", "The service is unavailable.", "UNAVAILABLE", ""), someTime.Add(30 * time.Second).UTC().Format(http.TimeFormat), Retry, 30 * time.Second},
		"not there":                  {503, fcmSays(503, "UNAVAILABLE", "The service is unavailable.", "UNAVAILABLE", ""), "", Retry, 0},
		"broken":                     {500, fcmSays(500, "INTERNAL", "Internal error", "INTERNAL", ""), "", Retry, 0},
		"redirected":                 {302, "", "", Refused, 0},
		"a word that is not a word":  {403, fcmSays(403, "x\nlevel=ERROR", "", "", ""), "", Refused, 0},
		"a reply without end":        {404, strings.Repeat(" ", 10*maxReply) + fcmSays(404, "NOT_FOUND", "", "UNREGISTERED", ""), "", Refused, 0},
		"gone, but not by its words": {500, fcmSays(500, "NOT_FOUND", "", "UNREGISTERED", ""), "", Retry, 0},
	} {
		g.set(func() { g.says, g.body, g.after = v.status, v.body, v.after })
		a := f.Send(t.Context(), api.Push{Kind: "fcm", Token: registrationOfFCM}, message)
		if a.Outcome != v.want || a.After != v.wait || a.Status != v.status || strings.Contains(a.Why, "\n") {
			t.Errorf("%s: %+v", name, a)
		}
	}
	if g.given != 1 {
		t.Errorf("access was given %d times", g.given)
	}
}

func TestRefusalOfAccessIsAskedForOnceForAllPhones(t *testing.T) {
	g, f := newGoogle(t)
	for status, want := range map[int]Outcome{400: Refused, 401: Refused, 503: Retry} {
		g.set(func() { g.now, g.oauth = g.now.Add(accessPause), status })
		for range 3 {
			a := f.Send(t.Context(), api.Push{Kind: "fcm", Token: registrationOfFCM}, message)
			if a.Outcome != want || a.Status != status || !strings.Contains(a.Why, "invalid_grant") {
				t.Errorf("%d: %+v", status, a)
			}
			g.set(func() { g.oauth = 418 }) // would be seen, if it was asked again
		}
	}
	if g.sent != 0 {
		t.Error("messages went out without access")
	}
	g.set(func() { g.now, g.oauth = g.now.Add(accessPause), 0 })
	if a := f.Send(t.Context(), api.Push{Kind: "fcm", Token: registrationOfFCM}, message); a.Outcome != Delivered {
		t.Errorf("%+v", a)
	}
}
