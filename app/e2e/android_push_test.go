//go:build harness

package e2e

import (
	"encoding/base64"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kauth/core/api"
	"kauth/core/coretest/computer"
)

const unifiedPush = "! broadcast org.unifiedpush.android.distributor."

// postman is a distributor of UnifiedPush and its push server: what the server posts here
// is what the phone is handed.
type postman struct {
	a     *android
	http  *httptest.Server
	came  chan []byte
	token string // of the app's registration
	trust string // an environment in which a program trusts the push server
}

func newPostman(t *testing.T) *postman {
	t.Helper()
	p := &postman{came: make(chan []byte, 16)}
	p.http = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || r.Method != http.MethodPost || r.Header.Get("Content-Encoding") != "aes128gcm" || r.Header.Get("TTL") == "" ||
			!strings.HasPrefix(r.Header.Get("Authorization"), "vapid ") {
			t.Errorf("the server sends %s with %v", r.Method, r.Header)
		}
		p.came <- body
		w.Header().Set("Location", "/sent/1")
		w.WriteHeader(http.StatusCreated)
	}))
	t.Cleanup(p.http.Close)
	file := filepath.Join(t.TempDir(), "push.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.http.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	p.trust = "SSL_CERT_FILE=" + file
	return p
}

// woken is a linked phone that its server can wake, with its app in the background.
func wokenAndroid(t *testing.T) (*android, *postman, served, person) {
	t.Helper()
	t.Parallel()
	return wokenAt(t, linked, func(*android) {})
}

// wokenAt begins at a place, and opens the accounts there.
func wokenAt(t *testing.T, where *place, opens func(*android)) (*android, *postman, served, person) {
	t.Helper()
	p := newPostman(t)
	a, s, _ := where.begin(t, p.trust)
	p.a = a
	a.start()
	a.act("distributor yes") // it was installed since
	a.act("create")
	opens(a)
	a.find(where.who.User)
	p.register(0)
	s.knows(t, p.http.Listener.Addr().String())
	computer.New(t, s.URL).Must(204, "POST", "/qa/mode", map[string]string{"mode": "confirm"}, nil)
	a.act("pause")
	return a, p, s, where.who
}

// register answers the nth registration that the app asks for.
func (p *postman) register(n int) {
	p.a.t.Helper()
	token, vapid, _ := strings.Cut(p.a.until(unifiedPush+"REGISTER ", n), " ")
	if len(vapid) != 87 {
		p.a.t.Errorf("the server's key is %q", vapid)
	}
	p.token = token
	p.a.act("push NEW_ENDPOINT %s %s/1", token, p.http.URL)
}

// next is what the server sent.
func (p *postman) next() string {
	p.a.t.Helper()
	select {
	case body := <-p.came:
		return base64.StdEncoding.EncodeToString(body)
	case <-time.After(patience):
		p.a.t.Fatal("the server sends nothing")
		return ""
	}
}

// deliver hands the app what the server sent.
func (p *postman) deliver() { p.a.act("push MESSAGE %s %s", p.token, p.next()) }

// knows waits until the server wakes a phone at that host; "" is none.
func (s served) knows(t *testing.T, host string) {
	t.Helper()
	var all []byte
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		res, err := http.Get(s.URL + "/qa/state")
		if err != nil {
			t.Fatal(err)
		}
		all, _ = io.ReadAll(res.Body)
		res.Body.Close()
		if host != "" && strings.Contains(string(all), `"`+host+`"`) || host == "" && !strings.Contains(string(all), "webpush") {
			return
		}
	}
	t.Fatalf("the server never knew %q: %s", host, all)
}

// ends waits for the end of a login.
func ends(t *testing.T, c *computer.Computer, l api.LoginReply, want string) {
	t.Helper()
	if got := c.State(l); got != want {
		t.Fatalf("the login is %s, not %s", got, want)
	}
}

func TestAndroidIsWokenAndSaysNoWithoutOpening(t *testing.T) {
	a, p, s, who := wokenAndroid(t)
	c, l, _ := asked(t, s, who)
	p.deliver()
	if title := a.until("! notice shown ", 0); title != "Are you trying to sign in?" {
		t.Errorf("the notice says %q", title)
	}
	if got := a.act("notices"); !strings.Contains(got, who.User) || !strings.Contains(got, "|YES|NO") {
		t.Errorf("the notice reads %q", got)
	}
	id := a.act("notice-ids")
	for _, answer := range []string{"yes", "no"} { // another app, which does not know the word
		a.act("forge-open %s %s %s", id, strings.Repeat("0", 32), answer)
	}
	a.act("forge %s", id)
	a.act("pause")
	a.until("! notice shown ", 1) // it still waits
	before := len(a.said("! activity in front"))
	a.act("press 0 NO")
	ends(t, c, l, "denied")
	a.until("! notice gone", 1)
	if n := len(a.said("! activity in front")) - before; n != 0 {
		t.Error("NO opened the app")
	}
}

func TestAndroidIsWokenByTwoAndYesOpensTheApp(t *testing.T) {
	a, p, s, who := wokenAndroid(t)
	one, first, _ := asked(t, s, who)
	p.deliver()
	a.until("! notice shown ", 0)
	one.Must(200, "POST", "/qa/clock", map[string]int{"offset_s": 60}, nil) // a phone is woken at most every ten seconds
	two, second, _ := asked(t, s, who)
	a.until("! notice shown ", 1) // while one waits, the app hears of the next by itself
	if n := strings.Count(a.act("notices"), "|YES|NO"); n != 2 {
		t.Fatalf("%d notices: %s", n, a.act("notices"))
	}
	one.Must(204, "POST", "/v1/logins/"+first.ID+"/cancel", nil, nil) // the person at that computer gave up
	a.until("! notice gone", 0)
	if n := len(a.said("! activity in front")); n != 0 {
		t.Errorf("the app opened by itself %d times", n)
	}
	a.act("press 0 YES")
	a.until("! activity in front", 0)
	ends(t, two, second, "approved")
	a.keep("84-woken-yes")
}

// A message finds a process without the app's code: nothing is known but that it came.
func TestAndroidKnocksWhereTheAppWasKilled(t *testing.T) {
	a, p, s, who := wokenAndroid(t)
	a.kill()
	c, l, _ := asked(t, s, who)
	a.start()
	p.deliver()
	a.until("! notice shown ", 0)
	if got := a.act("notices"); strings.TrimSpace(got) != "Is that you?|Something came for you. Open kAuth to see it." {
		t.Errorf("the notice reads %q", got)
	}
	for _, junk := range []string{"AAAA", "Zm9yZ2Vk"} { // at most one a minute, whoever sends them
		a.act("push MESSAGE %s %s", p.token, junk)
	}
	if n := len(a.said("! notice shown ")); n != 1 {
		t.Errorf("%d notices", n)
	}
	a.act("press 0 open")
	a.find("Are you trying to sign in?")
	a.until("! notice gone", 0)
	a.leave("YES")
	ends(t, c, l, "approved")
}

func TestAndroidFollowsWhatItsDistributorSays(t *testing.T) {
	a, p, s, _ := wokenAndroid(t)
	elsewhere := strings.Replace(p.http.Listener.Addr().String(), "127.0.0.1", "localhost", 1)
	a.act("push NEW_ENDPOINT %s https://%s/2", p.token, elsewhere)
	s.knows(t, elsewhere)
	for _, bad := range []string{"http://127.0.0.1:1/x", "https://a@b.example/", "javascript:alert(1)"} {
		a.act("push NEW_ENDPOINT %s %s", p.token, bad)
		a.act("push NEW_ENDPOINT nobody %s", p.http.URL)
	}
	a.act("push UNREGISTERED nobody")
	a.act("push UNREGISTERED %s", p.token)
	s.knows(t, "")
	a.act("resume")
	a.checks("kAuth cannot be woken any more")
	a.keep("85-check-wake-gone")
	a.tap("Have kAuth woken again")
	p.register(1)
	s.knows(t, p.http.Listener.Addr().String())
	a.find("Everything is in order")

	// The distributor is uninstalled, and nothing tells the app: its next start finds out.
	a.kill()
	a.start()
	a.act("create")
	a.checks("kAuth cannot be woken any more")
}

func TestAndroidSaysThatNothingCanWakeIt(t *testing.T) {
	t.Parallel()
	a, _, _ := linkedTo(t, "distributor yes")
	token, _, _ := strings.Cut(a.until(unifiedPush+"REGISTER ", 0), " ")
	a.act("push REGISTRATION_FAILED %s ACTION_REQUIRED", token)
	a.checks("kAuth cannot be woken any more")
}
