package stub

import (
	"strings"
	"testing"
	"time"

	"kauth/core/api"
)

func TestProfileSaysLanguageCountryZoneAndName(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reader().signIn()
	save := func(field, value, done string) {
		t.Helper()
		r.get("/profile").wants("/profile", `href="/profile/`+field+`"`).get("/profile/"+field).send("/profile/"+field, "value", value).wants("/profile", done)
	}
	save("name", "Anna \u202eKeller\n", "Your name is saved")
	r.wants("/profile", "Anna Keller")
	save("country", "CH", "Your country is saved")
	r.wants("/profile", "Switzerland")
	save("zone", "Asia/Kathmandu", "Your time zone is saved")
	zone, err := time.LoadLocation("Asia/Kathmandu")
	w.ok(err)
	r.wants("/profile", "Kathmandu", "Today "+w.s.Now().In(zone).Format("15:04"))
	r.get("/activity").wants("/activity", "Today "+w.s.Now().In(zone).Format("15:04"))
	save("lang", "de", "Ihre Sprache ist gespeichert")
	r.get("/2fa").wants("/2fa", `<html lang="de">`)
	w.reader().signIn().wants("/2fa", `<html lang="de">`) // another browser, which asks for nothing
	r.get("/2fa?lang=fr").get("/activity").wants("/activity", `<html lang="fr">`)
	save("lang", "it", "La lingua è salvata") // newer than what was chosen at the foot of a page
	r.get("/activity").wants("/activity", `<html lang="it">`)
	w.linkPhone(r.browser, "Pixel 9")
	if m := w.newest(annaUser); m.Subject != "Un telefono è stato associato al Suo account" {
		t.Errorf("the mail is %q", m.Subject)
	}
	for field, value := range map[string]string{"lang": "xx", "country": "ZZ", "zone": "../../etc/passwd", "name": " \u202e "} {
		if r.get("/profile/"+field).post("/profile/"+field, "value", value); r.code != 422 {
			t.Errorf("%s %q: status %d", field, value, r.code)
		}
	}
	if r.post("/profile/role", "value", "representative"); r.code != 404 && r.code != 405 {
		t.Errorf("an unknown field: status %d", r.code)
	}
}

func TestRecoveryPhoneIsSetByACode(t *testing.T) {
	w := newWorld(t, Options{})
	w.reachable()
	r := w.reader().signIn().get("/profile/phone")
	r.send("/profile/phone", "prefix", "+49", "number", "0151 234567", "password", "wrong").wants("/profile/phone", "not your password", `value="0151 234567"`)
	r.send("/profile/phone", "prefix", "+49", "number", "hello", "password", annaPass).wants("/profile/phone", "no phone number")
	r.send("/profile/phone", "prefix", "+81", "number", "090-1234-5678", "password", annaPass).wants("/profile/code", "Type the code", "819012345678")
	code := w.codeTo("+819012345678")
	r.send("/profile/code", "code", wrongCode(code)).wants("/profile/code", "This code is wrong")
	other := w.reader().signIn()
	other.post("/profile/code", "code", code).wants("/profile/code", "Nothing is being changed")
	r.send("/profile/code", "code", code).wants("/profile", "Your recovery phone is saved", "819012345678")
	if w.newest("+41791234512").Kind != "sms" || !strings.Contains(w.newest(annaUser).Text, "•• •• 78") {
		t.Error("the old number or the owner was not told")
	}
	r.post("/profile/code", "code", code).wants("/profile/code", "Nothing is being changed")
	w.reader().get("/forgot/identifier").send("/forgot/identifier", "number", "+819012345678").via("sms")
	if !strings.Contains(w.newest("+819012345678").Text, annaUser) {
		t.Error("the new number does not lead to the account")
	}
	before := w.sentTo("+41791234512")
	w.reader().get("/forgot/identifier").send("/forgot/identifier", "number", "+41791234512").via("sms")
	if w.sentTo("+41791234512") != before {
		t.Error("the old number still leads to the account")
	}
}

func TestRecoveryAddressIsSetByACode(t *testing.T) {
	w := newWorld(t, Options{})
	w.reachable()
	r := w.reader().signIn().get("/profile/address")
	for _, bad := range []string{"nobody", "a b@c.ch", "Anna <a@b.ch>", "a@localhost", "a@b.ch\r\nBcc: x@y.ch", strings.Repeat("a", 300) + "@b.ch"} {
		r.post("/profile/address", "address", bad, "password", annaPass)
		if r.code != 422 {
			t.Errorf("%q: status %d", bad, r.code)
		}
	}
	r.get("/profile/address").send("/profile/address", "address", annaUser, "password", annaPass).wants(".*", "already")
	r.send("/profile/address", "address", "Anna@New.example.org", "password", annaPass).wants("/profile/code", "anna@new.example.org")
	for range sentTries {
		r.send("/profile/code", "code", "0000 0001")
	}
	r.send("/profile/code", "code", w.codeTo("anna@new.example.org")).wants("/profile/code", "too many wrong ones")
	r.get("/profile/address").send("/profile/address", "address", "anna@new.example.org", "password", annaPass)
	r.send("/profile/code", "code", w.codeTo("anna@new.example.org")).wants("/profile/code", "too many wrong ones") // the same try goes on
	w.pass(11 * time.Minute)
	r.get("/profile/address").send("/profile/address", "address", "anna@new.example.org", "password", annaPass)
	r.send("/profile/code", "code", w.codeTo("anna@new.example.org")).wants("/profile", "Your recovery address is saved")
	if m := w.newest("anna@home.example.net"); m.Subject != "Your recovery address was changed" {
		t.Errorf("the old address was told %q", m.Subject)
	}
}

func TestPasswordsCannotBeGuessedInASession(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reader().signIn().get("/profile/phone")
	for range proofTries - 1 {
		r.send("/profile/phone", "number", "+41791112233", "password", "guess").wants(".*", "not your password")
	}
	r.send("/profile/phone", "number", "+41791112233", "password", "guess").wants("/login")
	r.get("/profile").wants("/login")
}

func TestDeletedHostedAddressIsReplacedFirst(t *testing.T) {
	w := newWorld(t, Options{QA: true})
	w.reachable()
	b, p := w.linked()
	r := w.reader()
	w.browser().do("POST", "/qa/address-deleted", map[string]any{"user": annaUser, "hosted": true}).want(204)
	b.do("GET", api.PathMethods, nil).refused(api.CodeNoSession)
	temporary := strings.Fields(strings.Split(w.newest("+41791234512").Text, "Sign in with ")[1])[0]
	if !strings.Contains(w.newest("anna@home.example.net").Text, temporary) || len(temporary) != 7 || temporary[0] != 'a' {
		t.Fatalf("the temporary identifier is %q", temporary)
	}
	r.get("/login").send("/login", "user", annaUser, "password", annaPass).wants("/login", "is wrong")
	r.send("/login", "user", temporary, "password", annaPass).wants("/login/lgn_.*", "Answer on your phone")
	p.approve(p.only(), "").want(200)
	r.get(r.at).wants("/profile/user", "Your sign-in address is being changed", annaUser)
	for _, path := range []string{"/2fa", "/profile", "/activity", "/password", "/2fa/add", "/authorize?" + authorizeQuery(nil).Encode()} {
		r.get(path).wants("/profile/user", "Your sign-in address is being changed")
	}
	r.do("GET", api.PathMethods, nil).refused(api.CodeAddressGone)
	r.do("POST", api.PathLinks, nil).refused(api.CodeAddressGone)
	r.get("/profile/user").send("/profile/user", "address", "anna@new.example.org").wants("/profile/code", "anna@new.example.org")
	r.send("/profile/code", "code", w.codeTo("anna@new.example.org")).wants("/profile", "From now on you sign in with your new address")
	r.get("/2fa").wants("/2fa", "anna@new.example.org", "Pixel 9")
	w.reader().get("/login").send("/login", "user", temporary, "password", annaPass).wants("/login", "is wrong")
	w.reader().get("/login").send("/login", "user", "anna@new.example.org", "password", annaPass).wants("/login/lgn_.*")
	other := w.linkPhone(r.browser, "Fairphone")
	if other.reg.Account.ID != p.reg.Account.ID || other.reg.Account.Label != "anna@new.example.org" {
		t.Fatalf("%+v and %+v", p.reg.Account, other.reg.Account)
	}
}

func TestDeletedForeignAddressIsAskedFor(t *testing.T) {
	w := newWorld(t, Options{QA: true})
	w.ok(w.s.DeleteAddress(annaUser, false))
	r := w.reader().signIn().wants("/profile/user", "Please change it now", "Later")
	r.get(r.find(`href="([^"]+)">Later`)).wants("/2fa", ">Off<")
	r.get("/profile").wants("/profile", "was deleted")
	r.get("/profile/user").send("/profile/user", "address", "anna@new.example.org", "password", annaPass)
	r.send("/profile/code", "code", w.codeTo("anna@new.example.org")).wants("/profile", "anna@new.example.org")
	w.reader().signIn().wants("/login", "is wrong")
}

func TestAddressOfSomebodyElseCannotBeTaken(t *testing.T) {
	w := newWorld(t, Options{})
	w.ok(w.s.AddPerson("bob@example.ch", "bobs own horse", "external"))
	r := w.reader().signIn().get("/profile/user")
	free := r.send("/profile/user", "address", "free@example.ch", "password", annaPass).wants("/profile/code").page
	taken := r.get("/profile/user").send("/profile/user", "address", "bob@example.ch", "password", annaPass).wants("/profile/code").page
	if strings.ReplaceAll(free, "free@", "bob@") != taken {
		t.Error("the page tells whether an address has an account")
	}
	if m := w.newest("bob@example.ch"); eightDigits.MatchString(m.Text) || m.Subject != "Your address is in use already" {
		t.Fatalf("%+v", m)
	}
	r.send("/profile/code", "code", "00000001").wants("/profile/code", "This code is wrong")
	w.reader().signIn().wants("/2fa")
}

func TestDemoPeopleKeepTheirAccountWithANewAddress(t *testing.T) {
	w := newWorld(t, Options{Demo: true})
	before, err := w.s.Demo()
	w.ok(err)
	w.ok(w.s.DeleteAddress("max@example.ch", true))
	w.restart()
	after, err := w.s.Demo()
	w.ok(err)
	if len(after) != len(before) {
		t.Fatalf("%d demo people instead of %d", len(after), len(before))
	}
	for i := range after {
		if after[i].Account != before[i].Account || (before[i].User == "max@example.ch") == (after[i].User == before[i].User) {
			t.Errorf("%+v became %+v", before[i], after[i])
		}
	}
}

func TestNothingIsWrittenToADeletedAddress(t *testing.T) {
	w := newWorld(t, Options{})
	w.reachable()
	w.ok(w.s.DeleteAddress(annaUser, true))
	before := w.sentTo(annaUser)
	var temporary string
	w.ok(w.s.view(func(t *tx) error {
		everybody, err := t.everybody()
		temporary = everybody[0].User
		return err
	}))
	w.reader().get("/login").send("/login", "user", temporary, "password", "wrong")
	w.reader().get("/login").send("/login", "user", temporary, "password", annaPass).wants("/profile/user")
	if w.sentTo(annaUser) != before || w.sentTo(temporary) != 0 {
		t.Error("a mail went to the deleted address, or to the temporary identifier")
	}
	if m := w.newest("anna@home.example.net"); m.Kind != "mail" {
		t.Errorf("%+v", m)
	}
}
