package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"kauth/app/viewmodel"
	"kauth/app/wire"
	"kauth/core"
	"kauth/core/api"
	"kauth/core/coretest/computer"
	"kauth/platform/browser"
	"kauth/platform/camera"
	"kauth/server-stub/stub"
)

// The journeys of the user guides, over the view-model, with the real vault, the
// real protocol and the reference server: everything but the drawing.

// patience is how long a test waits for what has to come: a loaded machine is slow.
const patience = time.Minute

// company is a running reference server with one person, without two-factor.
type company struct {
	t    *testing.T
	stub *stub.Server
	http *httptest.Server
	line *lines
}

const (
	anna     = "anna@example.ch"
	password = "correct horse battery"
)

func newCompany(t *testing.T) *company {
	t.Helper()
	s, err := stub.New(stub.Options{Data: t.TempDir(), CheapHash: true, QA: true})
	if err != nil {
		t.Fatal(err)
	}
	h := httptest.NewUnstartedServer(s.Handler())
	lines := &lines{Listener: h.Listener}
	h.Listener = lines
	h.Start()
	s.SetOrigin(h.URL)
	if err := s.AddPerson(anna, password, "collaborator"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = s.Close()
		h.Close()
	})
	return &company{t, s, h, lines}
}

// lines are the connections to a server, those of streams among them, which
// net/http no longer knows.
type lines struct {
	net.Listener
	mu   sync.Mutex
	open []net.Conn
	down bool
}

func (l *lines) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if l.keep(c) {
			return c, nil
		}
		_ = c.Close()
	}
}

func (l *lines) keep(c net.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.down {
		l.open = append(l.open, c)
	}
	return !l.down
}

// set cuts every connection, and each new one until it is up again, as for a phone
// without a network. The port stays ours meanwhile: another test would take it.
func (l *lines) set(down bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down = down
	for _, c := range l.open {
		_ = c.Close()
	}
	l.open = nil
}

func (co *company) down() { co.line.set(true) }

func (co *company) up() { co.line.set(false) }

func (co *company) computer() *computer.Computer { return computer.New(co.t, co.http.URL) }

// pocket is a phone without its screen: a view-model and what it shows.
type pocket struct {
	t      *testing.T
	app    *viewmodel.App
	dir    string
	stop   context.CancelFunc
	views  chan viewmodel.View
	last   viewmodel.View
	clip   *memoryClip
	opened chan string
}

type memoryClip struct {
	mu   sync.Mutex
	text string
}

func (c *memoryClip) SetText(s string) { c.mu.Lock(); defer c.mu.Unlock(); c.text = s }
func (c *memoryClip) Text() string     { c.mu.Lock(); defer c.mu.Unlock(); return c.text }

func (c *memoryClip) Picture(context.Context) []byte { return nil }

type memoryChoices struct{ sync.Map }

func (m *memoryChoices) String(k string) string { v, _ := m.Load(k); s, _ := v.(string); return s }
func (m *memoryChoices) SetString(k, v string)  { m.Store(k, v) }

// newPocket makes one; with cameras where the test has some.
func newPocket(t *testing.T, dir string, cams ...camera.Source) *pocket {
	t.Helper()
	return newPocketIn(t, dir, func(*viewmodel.Ports) {}, cams...)
}

// newPocketIn has other ports than most.
func newPocketIn(t *testing.T, dir string, in func(*viewmodel.Ports), cams ...camera.Source) *pocket {
	t.Helper()
	pass := filepath.Join(t.TempDir(), "passphrase")
	if err := os.WriteFile(pass, []byte("a passphrase for tests\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := &pocket{t: t, dir: dir, views: make(chan viewmodel.View, 1000), clip: &memoryClip{}, opened: make(chan string, 8)}
	web := browser.New(func(a string) error { p.opened <- a; return nil }, func() (string, string) { return "Back", "Go on in the app." })
	f := flags{vault: dir, passphraseFile: pass, phoneName: "Pixel 9 · kAuth"}
	ports := viewmodel.Ports{
		Opener: opener{f: f, base: wire.Options{Cost: cheap}}, Reader: reader{}, Clipboard: p.clip, Browser: web, Settings: &memoryChoices{},
		PhoneName: f.phoneName, Quit: func() {}, AlwaysAwake: true, Scanner: newScanner, Cameras: lendCameras(append(cams, nil)[0]),
	}
	in(&ports)
	p.app = viewmodel.New(ports)
	ctx, cancel := context.WithCancel(context.Background())
	p.stop = cancel
	p.app.Observe(func(v viewmodel.View) { p.views <- v })
	go p.app.Run(ctx)
	t.Cleanup(p.close)
	return p
}

func (p *pocket) close() {
	p.stop()
	<-p.app.Done()
}

// see waits until what is shown fits, and returns its State.
func see[S viewmodel.State](p *pocket, fits func(S) bool) S {
	p.t.Helper()
	timeout := time.After(patience)
	for {
		if s, ok := p.last.State.(S); ok && (fits == nil || fits(s)) {
			return s
		}
		select {
		case v := <-p.views:
			p.last = v
		case <-timeout:
			p.t.Fatalf("still shows %T %+v", p.last.State, p.last.State)
		}
	}
}

func on[P any](p *pocket) P {
	p.t.Helper()
	page, ok := p.last.Intents.(P)
	if !ok {
		p.t.Fatalf("the page is %T", p.last.Intents)
	}
	return page
}

// link goes the QR road from the accounts or the welcome to the backup codes, and
// returns them; nil where this is not the account's first phone.
func (p *pocket) link(co *company, c *computer.Computer) []string {
	p.t.Helper()
	o := c.Offer()
	png := c.Picture(o)
	p.app.Drop([]viewmodel.File{{Name: "code.png", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(png)), nil }}})
	see(p, func(s viewmodel.ConfirmState) bool { return s.Title == anna })
	on[*viewmodel.Add](p).Authorize()
	see[viewmodel.DigitsState](p, nil)
	shown := c.Registered(o)
	if shown.DeviceName != "Pixel 9 · kAuth" || len(shown.Digits) != 6 {
		p.t.Fatalf("the computer shows %+v", shown)
	}
	for _, d := range shown.Digits {
		on[*viewmodel.Digits](p).Digit(d)
	}
	timeout := time.After(patience)
	for {
		switch s := p.last.State.(type) {
		case viewmodel.CodesState:
			if len(s.Codes) > 0 {
				return s.Codes
			}
		case viewmodel.ResultState:
			if s.What == viewmodel.ResultLinked || s.What == viewmodel.ResultAgain {
				return nil
			}
		}
		select {
		case p.last = <-p.views:
		case <-timeout:
			p.t.Fatalf("still shows %+v", p.last.State)
		}
	}
}

// ready links a first phone and leaves it on its accounts.
func ready(t *testing.T, co *company) (*pocket, []string) {
	t.Helper()
	return linkedFirst(co, newPocket(t, t.TempDir()))
}

func linkedFirst(co *company, p *pocket) (*pocket, []string) {
	p.t.Helper()
	c := co.computer()
	c.Redeem(c.Login(anna, password))
	see[viewmodel.WelcomeState](p, nil)
	codes := p.link(co, c)
	on[*viewmodel.Codes](p).Keep(true)
	on[*viewmodel.Codes](p).Done()
	see(p, func(s viewmodel.HomeState) bool { return len(s.Rows) == 1 && s.Code(0).Digits != "" })
	return p, codes
}

func TestJourneyLinkFromAComputer(t *testing.T) {
	co := newCompany(t)
	p, codes := ready(t, co)
	if len(codes) != 10 {
		t.Fatalf("%d backup codes", len(codes))
	}
	// The codes let the person in without the phone, once each.
	c := co.computer()
	l := c.Login(anna, password)
	c.Must(200, "POST", api.Path(api.PathLogin, l.ID)+"/recovery", api.CodeRequest{Code: codes[3]}, nil)
	c.Redeem(l)
	again := co.computer()
	l = again.Login(anna, password)
	if s := again.Call("POST", api.Path(api.PathLogin, l.ID)+"/recovery", api.CodeRequest{Code: codes[3]}, nil); s/100 == 2 {
		t.Error("a backup code worked twice")
	}
	if s := see[viewmodel.HomeState](p, nil); s.Rows[0].Title != "Infomaniak" || s.Rows[0].Label != anna {
		t.Errorf("the account reads %+v", s.Rows[0])
	}
}

func TestJourneyLogInFromThisDevice(t *testing.T) {
	co := newCompany(t)
	p := newPocket(t, t.TempDir())
	see[viewmodel.WelcomeState](p, nil)
	on[*viewmodel.Welcome](p).LoginHere()
	see[viewmodel.ServerState](p, nil)
	on[*viewmodel.Server](p).Submit(co.http.URL)
	see[viewmodel.BrowserState](p, nil)

	authorize(t, co.computer(), <-p.opened)
	if s := see(p, func(s viewmodel.CodesState) bool { return len(s.Codes) > 0 }); len(s.Codes) != 10 {
		t.Errorf("%d backup codes", len(s.Codes))
	}
	on[*viewmodel.Codes](p).Keep(true)
	on[*viewmodel.Codes](p).Done()
	see(p, func(s viewmodel.HomeState) bool { return len(s.Rows) == 1 })
}

// authorize does in the browser what the person does: sign in, press Authorize,
// and be sent back to the app.
func authorize(t *testing.T, c *computer.Computer, address string) {
	t.Helper()
	c.Redeem(c.Login(anna, password))
	grant(t, c, address)
}

// grant is authorize for who is signed in.
func grant(t *testing.T, c *computer.Computer, address string) {
	t.Helper()
	grantAs(t, c, address, nil)
}

// grantAs is grant with more of the form filled in.
func grantAs(t *testing.T, c *computer.Computer, address string, more url.Values) {
	t.Helper()
	res, err := c.C.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	page, _ := io.ReadAll(res.Body)
	res.Body.Close()
	if res.StatusCode != 200 || !strings.Contains(string(page), "Pixel 9") {
		t.Fatalf("the Authorize page: %d\n%s", res.StatusCode, page)
	}
	form := url.Values{"decision": {"authorize"}}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	for k, v := range u.Query() {
		form[k] = v
	}
	maps.Copy(form, more)
	res, err = c.C.PostForm(c.Base+api.PathAuthorize, form) // follows to the app's own port
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != 200 || !strings.HasPrefix(res.Request.URL.Host, "127.0.0.1:") || !strings.HasPrefix(res.Request.URL.Path, "/callback/") {
		t.Fatalf("ended on %s with %d", res.Request.URL, res.StatusCode)
	}
}

func TestJourneyAnswerYesAndNo(t *testing.T) {
	co := newCompany(t)
	p, _ := ready(t, co)

	c := co.computer()
	l := c.Login(anna, password)
	a := c.Ask(l)
	s := see(p, func(s viewmodel.ChallengeState) bool { return s.Armed })
	if s.Account != anna || s.Match != (a.Match != nil) {
		t.Fatalf("the request reads %+v", s)
	}
	answer(p, a, true)
	see(p, func(s viewmodel.ResultState) bool { return s.What == viewmodel.ResultApproved })
	if got := c.State(l); got != "approved" {
		t.Errorf("the page says %q", got)
	}
	c.Redeem(l)
	on[*viewmodel.Result](p).Done()

	c = co.computer()
	l = c.Login(anna, password)
	a = c.Ask(l)
	if a.Match == nil {
		t.Error("the second request within ten minutes did not ask for the number")
	}
	see(p, func(s viewmodel.ChallengeState) bool { return s.Armed })
	answer(p, a, false)
	if s := see(p, func(s viewmodel.ResultState) bool { return s.What == viewmodel.ResultDenied }); !s.Advice {
		t.Error("after a NO nothing is advised")
	}
	if got := c.State(l); got != "denied" {
		t.Errorf("the page says %q", got)
	}
	if got := c.Call("POST", api.Path(api.PathLogin, l.ID)+"/redeem", nil, nil); got == 204 {
		t.Error("a refused login was redeemed")
	}
}

func answer(p *pocket, a api.AskReply, yes bool) {
	page := on[*viewmodel.Challenge](p)
	switch {
	case !yes:
		page.No()
	case a.Match == nil:
		page.Yes()
	default:
		for _, d := range *a.Match {
			page.Digit(d)
		}
	}
}

func TestAWrongNumberClosesTheRequest(t *testing.T) {
	co := newCompany(t)
	p, _ := ready(t, co)
	c := co.computer()
	first := c.Login(anna, password)
	a := c.Ask(first)
	see(p, func(s viewmodel.ChallengeState) bool { return s.Armed })
	answer(p, a, true)
	see(p, func(s viewmodel.ResultState) bool { return s.What == viewmodel.ResultApproved })
	on[*viewmodel.Result](p).Done()

	c = co.computer()
	l := c.Login(anna, password)
	a = c.Ask(l)
	see(p, func(s viewmodel.ChallengeState) bool { return s.Armed && s.Match })
	wrong := "00"
	if *a.Match == wrong {
		wrong = "11"
	}
	a.Match = &wrong
	answer(p, a, true)
	see(p, func(s viewmodel.ResultState) bool { return s.What == viewmodel.ResultMismatch })
	if got := c.State(l); got != "mismatch" {
		t.Errorf("the page says %q", got)
	}
}

func TestJourneyCopyACodeOffline(t *testing.T) {
	co := newCompany(t)
	p, _ := ready(t, co)
	co.down()
	row := see(p, func(s viewmodel.HomeState) bool { return s.Banner != nil && s.Banner.Kind == viewmodel.BannerOffline }).Rows[0]
	on[*viewmodel.Home](p).Copy(row.ID)
	see(p, func(s viewmodel.HomeState) bool { return s.Toast == viewmodel.ToastCopied })
	code := p.clip.Text()
	if len(code) != 6 {
		t.Fatalf("copied %q", code)
	}
	co.up()
	c := co.computer()
	l := c.Login(anna, password)
	c.Must(200, "POST", api.Path(api.PathLogin, l.ID)+"/totp", api.CodeRequest{Code: code}, nil)
	c.Redeem(l)
}

func TestARequestThatExpiresSaysSo(t *testing.T) {
	co := newCompany(t)
	p, _ := ready(t, co)
	c := co.computer()
	l := c.Login(anna, password)
	a := c.Ask(l)
	see(p, func(s viewmodel.ChallengeState) bool { return s.Armed })
	if err := co.stub.Expire(a.Challenge); err != nil {
		t.Fatal(err)
	}
	see(p, func(s viewmodel.ResultState) bool { return s.What == viewmodel.ResultExpired })
	if got := c.State(l); got != "expired" {
		t.Errorf("the page says %q", got)
	}
}

func TestTheSecondOfTwoPhonesIsToldThatItWasAnswered(t *testing.T) {
	co := newCompany(t)
	first, _ := ready(t, co)
	c := co.computer()
	l := c.Login(anna, password)
	a := c.Ask(l)
	see(first, func(s viewmodel.ChallengeState) bool { return s.Armed })
	answer(first, a, true)
	see(first, func(s viewmodel.ResultState) bool { return s.What == viewmodel.ResultApproved })
	on[*viewmodel.Result](first).Done()
	c.Redeem(l)
	second := newPocket(t, t.TempDir())
	see[viewmodel.WelcomeState](second, nil)
	if codes := second.link(co, c); codes != nil {
		t.Error("a second phone was given new backup codes")
	}
	on[*viewmodel.Result](second).Done()

	c = co.computer()
	l = c.Login(anna, password)
	a = c.Ask(l)
	see(first, func(s viewmodel.ChallengeState) bool { return s.Armed })
	see(second, func(s viewmodel.ChallengeState) bool { return s.Armed })
	answer(first, a, false)
	see(first, func(s viewmodel.ResultState) bool { return s.What == viewmodel.ResultDenied })
	if s := see[viewmodel.ResultState](second, nil); s.What != viewmodel.ResultAlreadyNo {
		t.Errorf("the second phone shows %q", s.What)
	}
}

func TestRemovedInTheManagerItDisappearsHere(t *testing.T) {
	co := newCompany(t)
	p, _ := ready(t, co)
	c := co.computer()
	l := c.Login(anna, password)
	a := c.Ask(l)
	see(p, func(s viewmodel.ChallengeState) bool { return s.Armed })
	answer(p, a, true)
	see(p, func(s viewmodel.ResultState) bool { return s.What == viewmodel.ResultApproved })
	on[*viewmodel.Result](p).Done()
	c.Redeem(l)
	var m api.MethodsReply
	c.Must(200, "GET", api.PathMethods, nil, &m)
	for _, way := range m.Methods {
		if way.Kind == "kauth" {
			if s := c.Call("DELETE", api.Path(api.PathMethod, way.ID), nil, nil); s/100 != 2 {
				t.Fatalf("removing: %d", s)
			}
		}
	}
	see(p, func(s viewmodel.ResultState) bool { return s.What == viewmodel.ResultRevoked && s.Label == anna })
	on[*viewmodel.Result](p).Done()
	see[viewmodel.WelcomeState](p, nil)
}

func TestAPhoneKilledBeforeTheDigitsGoesOnWithThem(t *testing.T) {
	co := newCompany(t)
	c := co.computer()
	c.Redeem(c.Login(anna, password))
	o := c.Offer()
	dir := t.TempDir()
	p := newPocket(t, dir)
	see[viewmodel.WelcomeState](p, nil)
	p.app.OpenLink(o.Link)
	see[viewmodel.ConfirmState](p, nil)
	on[*viewmodel.Add](p).Authorize()
	see[viewmodel.DigitsState](p, nil)
	p.close()

	p = newPocket(t, dir)
	see[viewmodel.DigitsState](p, nil)
	for _, d := range c.Registered(o).Digits {
		on[*viewmodel.Digits](p).Digit(d)
	}
	see(p, func(s viewmodel.CodesState) bool { return len(s.Codes) == 10 })
	p.close()

	p = newPocket(t, dir)
	if s := see(p, func(s viewmodel.CodesState) bool { return len(s.Codes) == 10 }); s.Kept {
		t.Error("codes that nobody kept count as kept")
	}
}

func TestTwoAccountsFromTwoServersLiveSideBySide(t *testing.T) {
	one, two := newCompany(t), newCompany(t)
	p, _ := ready(t, one)
	c := two.computer()
	c.Redeem(c.Login(anna, password))
	p.link(two, c)
	on[*viewmodel.Codes](p).Keep(true)
	on[*viewmodel.Codes](p).Done()
	s := see(p, func(s viewmodel.HomeState) bool { return len(s.Rows) == 2 })
	if s.Rows[0].ID == s.Rows[1].ID {
		t.Error("two accounts of one name are one")
	}
	c = two.computer()
	l := c.Login(anna, password)
	a := c.Ask(l)
	see(p, func(s viewmodel.ChallengeState) bool { return s.Armed })
	answer(p, a, true)
	see(p, func(s viewmodel.ResultState) bool { return s.What == viewmodel.ResultApproved })
}

func TestTroubleWithACodeIsToldInItsOwnWords(t *testing.T) {
	co := newCompany(t)
	c := co.computer()
	c.Redeem(c.Login(anna, password))
	good := c.Offer().Link
	for name, want := range map[string]core.Kind{
		"https://example.com/":                   core.NotOurs,
		strings.Replace(good, "v=1", "v=2", 1):   core.TooNew,
		good + "&v=1":                            core.Malformed,
		"otpauth://totp/x?secret=":               core.Malformed,
		"otpauth://totp/x?secret=AAAA&digits=9":  core.Malformed,
		"otpauth-migration://offline?data=CgoKA": core.Malformed,
	} {
		t.Run(fmt.Sprint(want), func(t *testing.T) {
			p := newPocket(t, t.TempDir())
			see[viewmodel.WelcomeState](p, nil)
			p.app.OpenLink(name)
			if s := see(p, func(s viewmodel.ScanState) bool { return s.Problem != nil }); s.Problem.Kind != want {
				t.Errorf("%s is told as %q (%s)", name, s.Problem.Kind, s.Problem.Detail)
			}
		})
	}
}

func TestAServerWhoseKeyDoesNotMatchGetsNothing(t *testing.T) {
	co, other := newCompany(t), newCompany(t)
	c := co.computer()
	c.Redeem(c.Login(anna, password))
	o := c.Offer()
	// The same offer, naming another server's key: as after a look-alike took the name over.
	var conf api.Configuration
	other.computer().Must(200, "GET", api.PathConfiguration, nil, &conf)
	u, err := url.Parse(o.Link)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("k", conf.Keys[0].Kid)
	u.RawQuery = q.Encode()
	p := newPocket(t, t.TempDir())
	see[viewmodel.WelcomeState](p, nil)
	p.app.OpenLink(u.String())
	see[viewmodel.ConfirmState](p, nil)
	on[*viewmodel.Add](p).Authorize()
	if s := see(p, func(s viewmodel.ConfirmState) bool { return s.Problem != nil }); s.Problem.Kind != core.WrongKey || !s.Final {
		t.Errorf("told as %+v", s.Problem)
	}
	on[*viewmodel.Add](p).Cancel()
	see[viewmodel.WelcomeState](p, nil)
}

func TestALinkThatFailedOfflineGoesOnWithTheSameCode(t *testing.T) {
	co := newCompany(t)
	c := co.computer()
	c.Redeem(c.Login(anna, password))
	o := c.Offer()
	p := newPocket(t, t.TempDir())
	see[viewmodel.WelcomeState](p, nil)
	p.app.OpenLink(o.Link)
	see[viewmodel.ConfirmState](p, nil)
	co.down()
	on[*viewmodel.Add](p).Authorize()
	if s := see(p, func(s viewmodel.ConfirmState) bool { return s.Problem != nil && !s.Busy }); s.Problem.Kind != core.Offline || s.Final {
		t.Fatalf("told as %+v", s)
	}
	co.up()
	on[*viewmodel.Add](p).Authorize()
	see[viewmodel.DigitsState](p, nil)
	on[*viewmodel.Digits](p).Cancel()
	see[viewmodel.WelcomeState](p, nil)
}
