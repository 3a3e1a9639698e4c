package e2e

import (
	"bytes"
	"image/png"
	"net"
	"net/http"
	"net/url"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"kauth/core/api"
	"kauth/core/coretest/computer"
)

// The headless phone as a QA script uses it: taps on what is written on the screen,
// pictures dropped on it, and the words that it shows.

// link takes a phone from its first page to the accounts, as the guide says.
func link(t *testing.T, p *phone, c *computer.Computer) []string {
	t.Helper()
	o := c.Offer()
	p.see("welcome")
	p.tap("Log in from a computer")
	p.see("steps", "Choose “kAuth app”")
	p.tap("Continue")
	p.see("scan")
	p.post("/drop", "image/png", c.Picture(o))
	p.see("confirm", "Pixel 9 · kAuth")
	p.tap("Authorize")
	p.see("digits")
	for _, d := range c.Registered(o).Digits {
		p.tap(string(d))
	}
	backup := regexp.MustCompile(`^[0-9a-z]{4}(-[0-9a-z]{4}){3}$`)
	var codes []string
	for end := time.Now().Add(patience); len(codes) == 0 && time.Now().Before(end); { // they come a moment later
		for _, text := range p.see("codes", "I keep them in a safe place").texts() {
			if backup.MatchString(text) {
				codes = append(codes, text)
			}
		}
	}
	p.tap("I keep them in a safe place")
	p.enabled("codes", "Done")
	p.tap("Done")
	p.see("home")
	return codes
}

// phoneWithPIN is a phone with an account and a PIN, on the settings of the lock.
func phoneWithPIN(t *testing.T, vault, pin string) (p *phone, recovery string) {
	t.Helper()
	var at struct {
		URL string `json:"url"`
	}
	run := start(t, &at, program(t, "kauth-phone", "kauth/app", "-tags", "ci"), "--drive", "127.0.0.1:0", "--vault", vault, "--memory-keyring")
	p = &phone{t, at.URL, run}
	p.see("welcome")
	p.post("/open", "text/plain", []byte("otpauth://totp/ACME:jo@example.com?secret="+someSeed+"&issuer=ACME"))
	p.see("confirm", "jo@example.com")
	p.tap("Add")
	p.see("home", "ACME")
	p.tap("Settings")
	p.see("settings")
	p.tap("App lock Off")
	p.see("locksettings")
	p.tap("PIN")
	p.see("newpin", "Choose a PIN")
	p.digits(pin)
	p.post("/key", "application/json", []byte(`{"key":"Return"}`))
	p.see("newpin", "The same PIN again")
	p.digits(pin)
	recovery = p.recovery()
	p.tap("I have written it down")
	p.enabled("recovery", "Done")
	p.tap("Done")
	p.see("locksettings")
	return p, recovery
}

func TestAScriptLinksAPhoneAndAnswersOnIt(t *testing.T) {
	s := serve(t)
	who := s.without(t, 0)
	c := computer.New(t, s.URL)
	c.Redeem(c.Login(who.User, who.Password))
	p := newPhone(t, t.TempDir())
	p.keepAfter("01-welcome", "welcome")
	if codes := link(t, p, c); len(codes) != 10 {
		t.Errorf("the screen shows %d backup codes", len(codes))
	}
	p.keep("02-home")

	c = computer.New(t, s.URL)
	l := c.Login(who.User, who.Password)
	a := c.Ask(l)
	p.see("challenge", "Are you trying to sign in?")
	p.keep("03-challenge")
	say(p, a, "YES")
	p.see("result", "Signed in")
	p.keep("04-approved")
	if got := c.State(l); got != "approved" {
		t.Errorf("the page says %q", got)
	}
	c.Redeem(l)
	p.tap("Done")

	c = computer.New(t, s.URL)
	l = c.Login(who.User, who.Password)
	a = c.Ask(l)
	p.see("challenge")
	p.keep("05-number")
	say(p, a, "NO")
	p.see("result", "Sign-in refused", "Change your password")
	p.keep("06-denied")
	if got := c.State(l); got != "denied" {
		t.Errorf("the page says %q", got)
	}
	p.tap("Change your password")
	if opened := string(p.get("/opened")); !strings.Contains(opened, s.URL+"/password") {
		t.Errorf("opened %s", opened)
	}
}

// say answers a request; YES to a typed-number request types the number.
func say(p *phone, a api.AskReply, answer string) {
	p.t.Helper()
	switch {
	case a.Match == nil:
		p.enabled("challenge", answer)
		p.tap(answer)
	case answer == "NO":
		p.enabled("challenge", "NO, this is not me")
		p.tap("NO, this is not me")
	default:
		p.enabled("challenge", "1")
		for _, d := range *a.Match {
			p.tap(string(d))
		}
	}
}

func (p *phone) keepAfter(name, screen string) {
	p.t.Helper()
	p.see(screen)
	p.keep(name)
}

func TestACodeOnTheScreenIsTheOneOfRFC6238(t *testing.T) {
	p := newPhone(t, t.TempDir())
	p.see("welcome")
	const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
	p.post("/open", "text/plain", []byte("otpauth://totp/ACME:jo@example.com?secret="+secret+"&issuer=ACME"))
	p.see("confirm", "jo@example.com")
	p.tap("Add")
	// A step may end between the two readings, and the screen follows within a second.
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		want := totp(t, secret)
		if p.see("home", "ACME").has(want[:3] + " " + want[3:]) {
			return
		}
	}
	t.Errorf("the screen and RFC 6238 never agreed: %q, %v", totp(t, secret), p.tree().texts())
}

func TestTheBackGestureLeadsOut(t *testing.T) {
	p := newPhone(t, t.TempDir())
	p.see("welcome")
	p.tap("Log in from a computer")
	p.see("steps")
	p.post("/key", "application/json", []byte(`{"key":"Back"}`))
	p.see("welcome")
	p.tap("Log in from this mobile device")
	p.see("server")
	p.typing("not a server")
	p.tap("Continue")
	p.see("server", "not a server")
	p.post("/key", "application/json", []byte(`{"key":"Escape"}`))
	p.see("welcome")
}

func TestInTheBackgroundNoRequestOpensUntilTheAppIsInFront(t *testing.T) {
	s := serve(t)
	who := s.without(t, 1)
	c := computer.New(t, s.URL)
	c.Redeem(c.Login(who.User, who.Password))
	p := newPhone(t, t.TempDir())
	link(t, p, c)
	p.post("/background", "", nil)
	c = computer.New(t, s.URL)
	c.Ask(c.Login(who.User, who.Password))
	if got := p.tree().Screen; got != "home" {
		t.Errorf("in the background it shows %q", got)
	}
	p.post("/foreground", "", nil)
	p.see("challenge")
}

func TestAPhoneKilledHalfwayThroughLinkingGoesOn(t *testing.T) {
	s := serve(t)
	who := s.without(t, 0)
	c := computer.New(t, s.URL)
	c.Redeem(c.Login(who.User, who.Password))
	vault := t.TempDir()
	o := c.Offer()
	p := newPhone(t, vault)
	p.see("welcome")
	p.post("/open", "text/plain", []byte(o.Link))
	p.see("confirm")
	p.tap("Authorize")
	p.see("digits")
	p.run.stop(syscall.SIGKILL)

	p = newPhone(t, vault)
	p.see("digits")
	for _, d := range c.Registered(o).Digits {
		p.tap(string(d))
	}
	p.see("codes", "I keep them in a safe place")
	p.run.stop(syscall.SIGKILL)

	p = newPhone(t, vault)
	p.see("codes", "I keep them in a safe place")
}

func TestASecondProcessOnOneVaultSaysSo(t *testing.T) {
	vault := t.TempDir()
	newPhone(t, vault).see("welcome")
	newPhone(t, vault).see("trouble", "kAuth is open already")
}

func TestEveryTroubleHasItsOwnWords(t *testing.T) {
	p := newPhone(t, t.TempDir())
	p.see("welcome")
	for link, words := range map[string]string{
		"https://example.com": "Not a code for kAuth",
		"kauth://link?v=9":    "This code needs a newer kAuth",
		"otpauth://totp/x":    "This code is not complete",
	} {
		p.post("/open", "text/plain", []byte(link))
		p.see("scan", words)
		p.post("/key", "application/json", []byte(`{"key":"Back"}`))
		p.see("welcome")
	}
	p.post("/drop", "image/png", []byte("this is no picture"))
	p.see("scan", "This file cannot be read")
	p.post("/drop", "image/png", blank(t))
	p.see("scan", "No QR code found")
}

func TestOnlyThisMachineDrivesThePhone(t *testing.T) {
	out, err := exec.Command(program(t, "kauth-phone", "kauth/app", "-tags", "ci"), "--drive", "0.0.0.0:0", "--vault", t.TempDir()).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "not a loopback address") {
		t.Errorf("listened to the world: %s", out)
	}
	p := newPhone(t, t.TempDir())
	p.see("welcome")
	u, err := url.Parse(p.url)
	if err != nil {
		t.Fatal(err)
	}
	req, _ := http.NewRequest("GET", p.url+"/tree", nil)
	req.Host = net.JoinHostPort("evil.example", u.Port())
	if res, err := http.DefaultClient.Do(req); err != nil || res.StatusCode != http.StatusForbidden {
		t.Errorf("a name of the web reaches the phone: %v %v", res, err)
	}
}

func TestPicturesComeAtTheScaleThatWasAsked(t *testing.T) {
	p := newPhone(t, t.TempDir(), "--size", "390x844", "--theme", "dark", "--lang", "fr")
	p.see("welcome", "Se connecter depuis un ordinateur")
	for scale, width := range map[string]int{"1": 390, "2": 780} {
		img, err := png.Decode(bytes.NewReader(p.get("/screen.png?scale=" + scale)))
		if err != nil || img.Bounds().Dx() != width {
			t.Errorf("scale %s: %v %v", scale, img.Bounds(), err)
		}
	}
}
