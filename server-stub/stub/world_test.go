package stub

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"kauth/core/api"
)

// world is a server that can be stopped and started again at the same address.
type world struct {
	t      testing.TB
	o      Options
	s      *Server
	http   *httptest.Server
	serves atomic.Pointer[http.Handler]
}

// within is how long a test waits for what has to come: a loaded machine is slow.
const within = time.Minute

const (
	annaUser = "anna@example.ch"
	annaPass = "correct horse"
)

func newWorld(t testing.TB, o Options) *world {
	t.Helper()
	if o.Now == nil { // stands still: a busy machine must not let anything expire
		at := time.Now()
		o.Now = func() time.Time { return at }
	}
	w := &world{t: t, o: o}
	w.http = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		(*w.serves.Load()).ServeHTTP(rw, r)
	}))
	w.o.Data, w.o.Origin, w.o.CheapHash = t.TempDir(), w.http.URL, true
	w.start()
	t.Cleanup(func() {
		w.s.Close()
		w.http.Close()
	})
	if !o.Demo {
		w.ok(w.s.AddPerson(annaUser, annaPass, "representative"))
	}
	return w
}

func (w *world) start() {
	w.t.Helper()
	s, err := New(w.o)
	w.ok(err)
	w.s = s
	h := s.Handler()
	w.serves.Store(&h)
}

// restart stops the server and starts it from what is on disk.
func (w *world) restart() {
	w.t.Helper()
	skew := w.s.skew.Load()
	w.ok(w.s.Close())
	w.start()
	w.ok(w.s.SetClock(time.Duration(skew)))
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// pass moves the server's clock on.
func (w *world) pass(d time.Duration) {
	w.t.Helper()
	w.ok(w.s.SetClock(time.Duration(w.s.skew.Load()) + d))
}

// result is an answer as a test looks at it.
type result struct {
	t      testing.TB
	status int
	header http.Header
	body   []byte
}

func (r result) want(status int) result {
	r.t.Helper()
	if r.status != status {
		r.t.Fatalf("status %d instead of %d: %s", r.status, status, r.body)
	}
	return r
}

// refused checks the status and the code, which the contract ties together.
func (r result) refused(code api.Code) api.Problem {
	r.t.Helper()
	var p api.Problem
	if err := json.Unmarshal(r.body, &p); err != nil || p.Code != code || r.status != statusOf[code] || p.Status != r.status {
		r.t.Fatalf("status %d, body %s, instead of %d %s", r.status, r.body, statusOf[code], code)
	}
	if got := r.header.Get("Content-Type"); got != api.TypeProblem {
		r.t.Fatalf("a problem of type %q", got)
	}
	return p
}

func (r result) into(v any) {
	r.t.Helper()
	if err := json.Unmarshal(r.body, v); err != nil {
		r.t.Fatalf("%v: %s", err, r.body)
	}
}

func read(t testing.TB, resp *http.Response, err error) result {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return result{t: t, status: resp.StatusCode, header: resp.Header, body: body}
}

// browser is a computer with a cookie jar.
type browser struct {
	w      *world
	client *http.Client
}

func (w *world) browser() *browser {
	jar, _ := cookiejar.New(nil)
	return &browser{w: w, client: &http.Client{Jar: jar}}
}

func (b *browser) do(method, path string, body any) result {
	b.w.t.Helper()
	var r io.Reader
	if body != nil {
		data, err := json.Marshal(body)
		b.w.ok(err)
		r = bytes.NewReader(data)
	}
	req, err := http.NewRequest(method, b.w.http.URL+path, r)
	b.w.ok(err)
	if body != nil {
		req.Header.Set("Content-Type", api.TypeJSON)
	}
	resp, err := b.client.Do(req)
	return read(b.w.t, resp, err)
}

// begin gives the password.
func (b *browser) begin() api.LoginReply {
	b.w.t.Helper()
	var l api.LoginReply
	b.do("POST", api.PathLogins, api.LoginRequest{User: annaUser, Password: annaPass}).want(201).into(&l)
	return l
}

// ask gives the password and asks the phones.
func (b *browser) ask() (id string, ask api.AskReply) {
	b.w.t.Helper()
	l := b.begin()
	return l.ID, b.askIn(l.ID)
}

func (b *browser) askIn(id string) (ask api.AskReply) {
	b.w.t.Helper()
	b.login("POST", id, "/kauth").want(200).into(&ask)
	return ask
}

func (b *browser) login(method, id, rest string) result {
	b.w.t.Helper()
	return b.do(method, api.Path(api.PathLogin, id)+rest, nil)
}

func (b *browser) code(id, way, code string) result {
	b.w.t.Helper()
	return b.do("POST", api.Path(api.PathLogin, id)+"/"+way, api.CodeRequest{Code: code})
}

func (b *browser) state(id string) string {
	b.w.t.Helper()
	var s api.LoginState
	b.login("GET", id, "").want(200).into(&s)
	return s.State
}

func (b *browser) redeem(id string) result {
	b.w.t.Helper()
	return b.login("POST", id, "/redeem")
}

// signIn gives the password of somebody whose two-factor is off.
func (b *browser) signIn() *browser {
	b.w.t.Helper()
	b.redeem(b.begin().ID).want(204)
	return b
}

// link shows an offer.
func (b *browser) link() api.LinkReply {
	b.w.t.Helper()
	var l api.LinkReply
	b.do("POST", api.PathLinks, nil).want(201).into(&l)
	return l
}

func (b *browser) linkState(id string) (s api.LinkState) {
	b.w.t.Helper()
	b.do("GET", api.Path(api.PathLink, id), nil).want(200).into(&s)
	return s
}

// linked gives a signed-in browser and a phone that answers for it.
func (w *world) linked() (*browser, *phone) {
	w.t.Helper()
	b := w.browser().signIn()
	return b, w.linkPhone(b, "Pixel 9 · kAuth")
}

// linkPhone links one more phone.
func (w *world) linkPhone(b *browser, name string) *phone {
	w.t.Helper()
	offer := b.link()
	p := w.phone(name)
	p.register(offer.Link).want(201)
	p.approve(p.only(), b.linkState(offer.ID).Digits).want(200)
	return p
}

// query takes one parameter out of a link, without the parser of the app.
func query(link, name string) string {
	_, q, _ := strings.Cut(link, "?")
	for _, pair := range strings.Split(q, "&") {
		if k, v, _ := strings.Cut(pair, "="); k == name {
			return v
		}
	}
	return ""
}

// request is an empty request with the browser's cookies.
func (w *world) request(b *browser) *http.Request {
	w.t.Helper()
	req, err := http.NewRequest("GET", w.http.URL, nil)
	w.ok(err)
	for _, c := range b.client.Jar.Cookies(req.URL) {
		req.AddCookie(c)
	}
	return req
}

func TestFolderOfAnotherVersionIsLeftAsItIs(t *testing.T) {
	w := newWorld(t, Options{})
	w.ok(w.s.Close())
	file := filepath.Join(w.o.Data, "server.db")
	db, err := bolt.Open(file, 0o600, nil)
	w.ok(err)
	w.ok(db.Update(func(b *bolt.Tx) error {
		return b.Bucket([]byte(inMeta)).Delete([]byte(nameFormat))
	}))
	w.ok(db.Close())
	before, err := os.ReadFile(file)
	w.ok(err)
	if _, err := New(w.o); err == nil || !strings.Contains(err.Error(), "another version") {
		t.Fatalf("%v", err)
	}
	after, err := os.ReadFile(file)
	w.ok(err)
	if !bytes.Equal(before, after) {
		t.Error("the file was changed")
	}
	w.ok(os.Remove(file))
	w.start()
}
