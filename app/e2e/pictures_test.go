//go:build window && pictures

package e2e

import (
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"kauth/app/golden"
	"kauth/app/text"
	"kauth/core/coretest/computer"
)

// album takes the pictures of docs/pictures.md in the real window, against the real
// server: make screenshots.
type album struct {
	*desk
	s           served
	words       *text.Catalog
	mine, twins person
}

// openAlbum opens a window in a language and an appearance; used has accounts already.
func openAlbum(t *testing.T, lang, theme string, used bool) *album {
	a := &album{s: serve(t), words: text.New(lang)}
	a.mine, a.twins = a.s.without(t, 0), a.s.without(t, 1)
	mine, twins := t.TempDir(), t.TempDir()
	if used {
		a.fill(t, mine, a.mine)
		a.fill(t, twins, a.twins)
	}
	a.desk = openWindowOn(t, made(t, "kauth"), mine, twins, "--lang", lang, "--theme", theme, "--server", a.s.URL)
	return a
}

// others are accounts of other services, the same in both vaults.
var others = []string{
	"otpauth://totp/GitHub:annam?secret=JBSWY3DPEHPK3PXPJBSWY3DP&issuer=GitHub",
	"otpauth://totp/Nextcloud:anna@home.example?secret=GEZDGNBVGY3TQOJQGEZDGNBV&issuer=Nextcloud",
	"otpauth://totp/Z%C3%BCrcher%20Bank:anna.m?secret=MFRGGZDFMZTWQ2LKMFRGGZDF&issuer=Z%C3%BCrcher%20Bank&digits=8&period=60",
}

// fill links a person's account and adds the others, by the command line.
func (a *album) fill(t *testing.T, vault string, who person) {
	t.Helper()
	run := func(args ...string) {
		t.Helper()
		all := append([]string{"--vault", vault, "--passphrase-file", passphrase(t), "--phone-name", "Pixel 9 · kAuth"}, args...)
		if out, err := exec.Command(made(t, "kauth-cli"), all...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
	}
	c := a.computer(t)
	c.Redeem(c.Login(who.User, who.Password))
	offer := c.Offer()
	run("link", offer.Link)
	run("confirm", who.User, c.Registered(offer).Digits)
	run("codes", who.User)
	for _, address := range others {
		run("add", address)
	}
}

// firefox is what a computer's browser calls itself.
type firefox struct{}

func (firefox) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Set("User-Agent", "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0")
	return http.DefaultTransport.RoundTrip(r)
}

func (a *album) computer(t *testing.T) *computer.Computer {
	c := computer.New(t, a.s.URL)
	c.C.Transport = firefox{}
	return c
}

// ask has both people sign in on a computer.
func (a *album) ask() {
	for _, who := range []person{a.mine, a.twins} {
		c := a.computer(a.t)
		c.Ask(c.Login(who.User, who.Password))
	}
}

// keep takes the picture of a screen.
func (a *album) keep(screen, name string) {
	a.t.Helper()
	img, off := a.shows(screen)
	if off >= alike(screen) {
		a.t.Fatalf("the window does not show %q: %.1f %% of it differ", screen, off)
	}
	golden.Write(a.t, filepath.Join("..", "..", "docs", "pictures", name+".png"), img)
}

// armed waits until a request takes an answer, and takes its picture.
func (a *album) armed(answer, name string) {
	a.t.Helper()
	a.shows("challenge")
	a.twin.enabled("challenge", a.words.T(answer))
	a.keep("challenge", name)
}

// press taps what a key says.
func (a *album) press(key string) {
	a.t.Helper()
	a.tap(a.words.T(key))
}

// reach goes to the control with a key's words by the keyboard, and presses it.
func (a *album) reach(key string) {
	a.t.Helper()
	a.desk.reach(a.words.T(key))
}

// open opens the linked account by its picture: the code beside it would be copied.
func (a *album) open() {
	a.t.Helper()
	for _, it := range a.twin.tree().Items {
		if it.Kind == "button" && strings.Contains(it.Text, a.twins.User) {
			a.click(it.X+24, it.Y+it.H/2)
			a.twin.tap(it.Text)
			return
		}
	}
	a.t.Fatal("the linked account is not in the list")
}
