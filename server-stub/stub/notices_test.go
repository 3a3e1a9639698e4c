package stub

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

// mailsAbout counts the mails to anna with that subject.
func (w *world) mailsAbout(subject string) (n int) {
	w.t.Helper()
	all, err := w.s.outbox()
	w.ok(err)
	for _, m := range all {
		if m.To == annaUser && strings.HasPrefix(m.Subject, subject) {
			n++
		}
	}
	return n
}

const newPlace = "Sign-in from a new place"

func TestNewPlaceAndPrivateWindowAreTold(t *testing.T) {
	w := newWorld(t, Options{})
	b := w.browser().signIn()
	b.signIn()
	if n := w.mailsAbout(newPlace); n != 1 {
		t.Fatalf("%d mails after two sign-ins with one browser", n)
	}
	w.browser().signIn() // a private window, or a new computer
	if n := w.mailsAbout(newPlace); n != 2 {
		t.Fatalf("%d mails after one with another browser", n)
	}
	w.s.SetPlace(Place{IP: "203.0.113.24", Place: "Riga, Latvia", Agent: "Mozilla/5.0 (Windows NT 10.0; rv:142.0) Gecko/20100101 Firefox/142.0"})
	b.signIn()
	b.signIn()
	if n := w.mailsAbout(newPlace); n != 3 {
		t.Fatalf("%d mails after the browser traveled", n)
	}
	text := w.lastMail(annaUser)
	for _, want := range []string{"Riga, Latvia", "Firefox on Windows", w.s.Now().UTC().Format("15:04"), "False security mails go round", "turn two-factor on"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
}

func TestBrowserIsKnownForOneAccountAlone(t *testing.T) {
	w := newWorld(t, Options{})
	w.ok(w.s.AddPerson("other@example.ch", annaPass, roleExternal))
	b := w.browser()
	b.signInAs("other@example.ch")
	b.signIn()
	if n := w.mailsAbout(newPlace); n != 1 {
		t.Fatalf("%d mails", n)
	}
}

func TestPlantedBrowserCookieIsNoKnownBrowser(t *testing.T) {
	w := newWorld(t, Options{})
	w.browser().signIn()
	for _, value := range []string{"", "x", strings.Repeat("a", 43), strings.Repeat("a", 4000)} {
		b := w.browser()
		b.client.Jar.SetCookies(w.request(b).URL, []*http.Cookie{{Name: browserCookie, Value: value}})
		before := w.mailsAbout(newPlace)
		if b.signIn(); w.mailsAbout(newPlace) != before+1 {
			t.Errorf("%q is known", value)
		}
	}
}

func (w *world) wrongPassword(user string) {
	w.t.Helper()
	w.browser().do("POST", api.PathLogins, api.LoginRequest{User: user, Password: "wrong"}).refused(api.CodeBadCredentials)
}

func TestWrongPasswordsAreToldOnceAnHourWithACount(t *testing.T) {
	w := newWorld(t, Options{})
	w.wrongPassword(annaUser)
	if n := w.mailsAbout("Wrong password for"); n != 1 {
		t.Fatalf("%d mails after the first", n)
	}
	for range 4 {
		w.pass(time.Minute)
		w.wrongPassword(strings.ToUpper(annaUser))
	}
	if n := w.mailsAbout("Wrong password"); n != 1 {
		t.Fatalf("%d mails within the hour", n)
	}
	w.restart()
	w.pass(time.Hour)
	if n := w.mailsAbout("Wrong passwords for your account: 4"); n != 1 {
		t.Fatalf("%q", w.lastMail(annaUser))
	}
	w.pass(3 * time.Hour)
	if n := w.mailsAbout("Wrong password"); n != 2 {
		t.Fatalf("%d mails, and nobody tried", n)
	}
	w.wrongPassword(annaUser)
	if n := w.mailsAbout("Wrong password for"); n != 2 {
		t.Fatalf("%d mails after a quiet time", n)
	}
}

func TestUnknownAddressGetsNoMail(t *testing.T) {
	w := newWorld(t, Options{})
	w.wrongPassword("nobody@example.ch")
	all, err := w.s.outbox()
	w.ok(err)
	if len(all) > 0 {
		t.Fatalf("%+v", all)
	}
}

func TestNoticesAreInThePersonsWords(t *testing.T) {
	for lang, want := range map[pages.Lang]string{
		"en": "This computer", "fr": "Cet ordinateur", "de": "Dieser Computer", "it": "Questo computer", "es": "Este ordenador",
	} {
		w := newWorld(t, Options{})
		w.ok(w.s.update(func(t *tx) error {
			p, err := t.personByUser(annaUser)
			if err == nil {
				p.Lang, p.Profile.Zone = lang, "Asia/Kathmandu"
				t.putPerson(p)
			}
			return err
		}))
		w.wrongPassword(annaUser)
		text := w.lastMail(annaUser)
		if !strings.Contains(text, want) || !strings.Contains(text, "+0545") {
			t.Errorf("%s: no %q in %s", lang, want, text)
		}
	}
}

// A browser says of itself what it likes: in a mail of ours that might be a link.
func TestBrowserPutsNoWordsIntoAMail(t *testing.T) {
	w := newWorld(t, Options{})
	for _, agent := range []string{"Sign in at http://evil.example", "www.evil.example Chrome/1 on evil.example", "Edge on evil.example"} {
		w.s.SetPlace(Place{Agent: agent})
		w.pass(2 * time.Hour)
		w.wrongPassword(annaUser)
		if text := w.lastMail(annaUser); strings.Contains(text, "evil") {
			t.Errorf("%s", text)
		}
	}
}

func TestActivityShowsTheKindsThatWereChosen(t *testing.T) {
	w := newWorld(t, Options{})
	w.wrongPassword(annaUser)
	r := w.reader().signIn()
	r.get("/activity").wants("/activity", "Wrong password", "Signed in with the password", "That was not me")
	r.get("/activity?chosen=1&kind=refused&count=50").wants("/activity", "Wrong password", "<option selected>50")
	if strings.Contains(r.page, "Signed in with") {
		t.Error("more is shown than was chosen")
	}
	r.get("/activity").wants("/activity", "Signed in with")
	r.post("/activity", "kind", "signin", "count", "100", "count", "7").wants("/activity", "choice is kept", "<option selected>100")
	if r.get("/activity"); strings.Contains(r.page, "Wrong password") {
		t.Error("the choice is not kept")
	}
	for range 30 {
		w.wrongPassword(annaUser)
		w.ok(w.s.ResetLimits())
	}
	if r.get("/activity?chosen=1&kind=refused"); strings.Count(r.page, "Wrong password") != 20 {
		t.Errorf("%d lines", strings.Count(r.page, "Wrong password"))
	}
}

func TestNotMeSaysWhatToDo(t *testing.T) {
	w := newWorld(t, Options{})
	w.wrongPassword(annaUser)
	thief := w.browser().signIn()
	r := w.reader().signIn().get("/activity")
	at := r.find(`href="(/activity/not-me/[^"]+)"`)
	r.get(at).wants(at, "Signed in with the password", "Turn two-factor on", "Change password", "mailboxes and apps", "False security mails")
	w.ok(w.s.AddPerson("other@example.ch", annaPass, roleExternal))
	if other := w.as("other@example.ch"); other.get(at).code != http.StatusNotFound {
		t.Errorf("another's line is shown: %d", other.code)
	}
	r.get("/password").send("/password", "old", annaPass, "new", "better horse", "again", "better horse")
	r.get(at).wants(at, "You changed it since then")
	r.send("/2fa/sessions/end").wants("/login", "signed out")
	r.get("/2fa").wants("/login")
	thief.do("GET", api.PathMethods, nil).refused(api.CodeNoSession)
}

func TestOutboxIsFilteredAndSearched(t *testing.T) {
	w := newWorld(t, Options{QA: true})
	w.ok(w.s.AddPerson("other@example.ch", annaPass, roleExternal))
	w.wrongPassword(annaUser)
	w.wrongPassword("other@example.ch")
	w.ok(w.s.update(func(t *tx) error {
		t.post(mail{Kind: "sms", To: "+41791234567", Text: "482 913"})
		return nil
	}))
	count := func(query string) (n int) {
		t.Helper()
		r := w.reader().get("/outbox" + query).wants("/outbox")
		var list struct{ Mails []mail }
		w.browser().do("GET", "/qa/outbox"+query, nil).want(200).into(&list)
		if n = strings.Count(r.page, `class="letter"`); n != len(list.Mails) {
			t.Errorf("%s: the page has %d, the list %d", query, n, len(list.Mails))
		}
		return n
	}
	for query, want := range map[string]int{
		"": 3, "?kind=sms": 1, "?kind=mail": 2, "?to=other@example.ch": 1, "?q=WRONG+address": 2, "?q=482": 1,
		"?kind=sms&q=wrong": 0, "?to=%2B41791234567&kind=sms": 1, "?to=nobody": 0,
	} {
		if n := count(query); n != want {
			t.Errorf("%q leaves %d of 3, not %d", query, n, want)
		}
	}
	w.reader().get("/outbox?to=other@example.ch").wants("/outbox", "<option selected>other@example.ch", "Show all")
}
