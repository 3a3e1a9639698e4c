package stub

import (
	"strings"
	"testing"
)

// TestLostPhoneLeadsOutOfTheLoop is guide 000: the app asks to link, the second step
// cannot be passed, and each pair of answers shows one road that ends.
func TestLostPhoneLeadsOutOfTheLoop(t *testing.T) {
	w := newWorld(t, Options{QA: true})
	first := w.reader().signIn()
	p := first.enable("Pixel 9")
	codes := first.newCodes()
	begin := func() *reader {
		r := w.reader().get("/authorize?"+authorizeQuery(nil).Encode()).wants("/login", "Sign in")
		return r.send("/login", "user", annaUser, "password", annaPass).wants("/login/lgn_.*", "My phone is gone")
	}
	lost := func(r *reader) *reader {
		return r.get(r.find(`href="(/help/lost[^"]*)"`)).wants("/help/lost", "Does kAuth still show the account’s codes?", `href="/2fa/new-phone"`)
	}
	answer := func(r *reader, query string) *reader {
		return r.get(r.find(`href="(/help/lost\?[^"]*` + query + `)"`))
	}

	r := answer(lost(begin()), "app=yes").wants("/help/lost", "Use the code of the app", "Turn requests on again", "Nothing has to be removed first")
	r.get(r.find(`href="(/login/lgn_[^"]*/totp)"`)).send(strings.TrimPrefix(r.at, ""), "code", p.oathtool(w.s.Now())).wants("/authorize", "Link this device?")

	r = answer(answer(lost(begin()), "app=no").wants("/help/lost", "Do you have backup codes?", "Adding the account to the app again does not help"), "codes=yes")
	r.wants("/help/lost", "Use a backup code").get(r.find(`href="(/login/lgn_[^"]*/recovery)"`)).send(r.at, "code", codes[0]).wants("/authorize", "Link this device?")

	r = answer(answer(lost(begin()), "app=no"), "codes=no").wants("/help/lost", "Have your identity checked", "Support cannot lift two-factor by phone")
	r.get(r.find(`href="(/help\?why=second[^"]*)"`)).wants("/help", annaUser, "readonly")
	login := r.find(`name="login" value="([^"]+)"`)
	r.askHelp(append(helpParts(t), part{"login", "", []byte(login)})).wants("/help/case/.*", "Your request is here")
	list, err := w.s.helpCases()
	w.ok(err)
	if !list[0].Proved {
		t.Error("the case does not say that the password was right")
	}
}

func TestLostPageNeedsNoSignIn(t *testing.T) {
	w := newWorld(t, Options{})
	for path, word := range map[string]string{
		"/help/lost":                                     "Does kAuth still show the account’s codes?",
		"/help/lost?login=lgn_nothing&app=yes":           "Use the code of the app",
		"/help/lost?app=no":                              "Do you have backup codes?",
		"/help/lost?app=no&codes=yes":                    "Use a backup code",
		"/help/lost?app=no&codes=no":                     "Have your identity checked",
		"/help/lost?app=%3Cb%3E&codes=%00":               "Does kAuth still show the account’s codes?",
		"/help/lost?login=../../x%22%3E&app=no&codes=no": "Have your identity checked",
	} {
		r := w.reader().get(path).wants("/help/lost", word)
		if strings.Contains(r.page, "/login/lgn_") || strings.Contains(r.page, `../x">`) {
			t.Errorf("%s names a sign-in that is none", path)
		}
	}
}

func TestPhoneIsChangedWithoutGettingLost(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reader().signIn()
	old := r.enable("Pixel 9")
	r.get("/2fa/new-phone").wants("/2fa/new-phone", "Changing phone?", "Pixel 9", "/2fa/methods/"+old.reg.Device+"/remove", `href="/2fa/kauth?move=`+old.reg.Device)
	r.enable("Pixel 10")
	r.get("/2fa/new-phone").wants("/2fa/new-phone", "Pixel 9", "Pixel 10")
}
