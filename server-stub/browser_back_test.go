//go:build browser

package main

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/chromedp/chromedp"

	"kauth/server-stub/stub"
)

func init() {
	parts["ForgottenPasswordIsChosenAnew"] = scripted(forgottenPassword)
	parts["ForgottenPasswordWithoutScript"] = unscripted(forgottenPassword)
	parts["ForgottenIdentifierIsSent"] = forgottenIdentifier
	parts["RecoveryPhoneIsSetByACode"] = recoveryPhone
	parts["DeletedAddressIsReplaced"] = deletedAddress
	parts["HelpFormTakesPapers"] = scripted(helpForm)
	parts["HelpFormWithoutScript"] = unscripted(helpForm)
	parts["LostPhoneIsNoLoop"] = lostPhone
	parts["PagesOfGettingBackFitEveryWindow"] = backWindows
}

var (
	digitsSent = regexp.MustCompile(`\b\d{4} \d{4}\b`)
	codeSent   = regexp.MustCompile(`\b[0-9a-z]{4}(-[0-9a-z]{4}){3}\b`)
)

// sent finds what the newest message to somebody says.
func (w *world) sent(to string, what *regexp.Regexp) string {
	w.Helper()
	list, err := w.s.Outbox()
	ok(w.T, err)
	for _, line := range list {
		if strings.HasPrefix(line, to+": ") {
			if found := what.FindString(strings.TrimPrefix(line, to)); found != "" {
				return found
			}
		}
	}
	w.Fatalf("nothing like that was sent to %s: %q", to, list)
	return ""
}

func forgottenPassword(w *world, b *browser) {
	b.visit("/login")
	b.press(`a[href="/forgot/password"]`)
	b.fill("user", anna)
	b.shot("forgot-password")
	b.send("/forgot/password")
	b.wait(".rows")
	b.says("a•••@e•••.net", "•• •• 12")
	b.shot("forgot-ways")
	b.press(`button[value="mail"]`)
	b.wait("#code")
	b.shot("forgot-code")
	b.fill("code", "0000 0001")
	b.press("form .button")
	b.wait("#problem")
	b.shot("forgot-code-wrong")
	b.fill("code", w.sent("anna.keller@example.net", digitsSent))
	b.press("form .button")
	b.wait("#again")
	b.fill("new", "anna-likes-coffee")
	b.fill("again", "anna-likes-coffee")
	b.shot("forgot-new")
	b.press("form .button")
	b.wait("#user")
	b.says("Your password is changed")
	b.shot("login-reset")
	b.password(anna, "anna-likes-coffee")
	b.wait(".pill.off")
}

func forgottenIdentifier(w *world) {
	b := w.open()
	b.visit("/login")
	b.press(`a[href="/forgot/identifier"]`)
	b.fill("prefix", "+41")
	b.fill("number", "079 123 45 12")
	b.shot("forgot-identifier")
	b.send("/forgot/identifier")
	b.press(`button[value="sms"]`)
	b.says("Look at your messages")
	b.shot("forgot-identifier-sent")
	w.sent("+41791234512", regexp.MustCompile(regexp.QuoteMeta(anna)))
}

func recoveryPhone(w *world) {
	b := w.open()
	b.visit("/login?next=/profile")
	b.password(anna, annaPass)
	b.press(`a[href="/profile/phone"]`)
	b.fill("prefix", "+33")
	b.fill("number", "06 12 34 56 78")
	b.fill("password", annaPass)
	b.shot("profile-phone")
	b.send("/profile/phone")
	b.wait("#code")
	b.shot("profile-phone-code")
	b.fill("code", w.sent("+33612345678", digitsSent))
	b.send("/profile/code")
	b.says("Your recovery phone is saved", "+33612345678")
	b.shot("profile")
}

func deletedAddress(w *world) {
	ok(w.T, w.s.DeleteAddress(anna, true))
	b := w.open()
	b.visit("/login")
	b.password(anna, annaPass)
	b.wait("#problem")
	b.password(w.sent("+41791234512", regexp.MustCompile(`ak\d{6}`)), annaPass)
	b.wait("#address")
	b.says("Your sign-in address is being changed")
	b.shot("moving")
	b.visit("/2fa")
	b.wait("#address")
	b.fill("address", "anna@new.example.org")
	b.send("/profile/user")
	b.fill("code", w.sent("anna@new.example.org", digitsSent))
	b.send("/profile/code")
	b.says("From now on you sign in with your new address", "anna@new.example.org")
}

// papers are pictures on the disk, as people choose them.
func (w *world) papers() (card, face, bad string) {
	w.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 856, 540))
	for y := range 540 {
		for x := range 856 {
			m.Set(x, y, color.RGBA{uint8(200 - y/8), uint8(215 - x/16), 235, 255})
		}
	}
	var p, j bytes.Buffer
	ok(w.T, png.Encode(&p, m))
	ok(w.T, jpeg.Encode(&j, m, nil))
	dir := w.TempDir()
	for name, data := range map[string][]byte{"card.png": p.Bytes(), "face.jpg": j.Bytes(), "letter.png": []byte("Dear support, please let me in.")} {
		ok(w.T, os.WriteFile(filepath.Join(dir, name), data, 0o600))
	}
	return filepath.Join(dir, "card.png"), filepath.Join(dir, "face.jpg"), filepath.Join(dir, "letter.png")
}

func (b *browser) choose(field, file string) {
	b.t.Helper()
	b.do(chromedp.SetUploadFiles(chromedp.CSS(`[name="`+field+`"]`), []string{file}))
}

func helpForm(w *world, b *browser) {
	card, face, bad := w.papers()
	b.visit("/login")
	b.password(zoe, zoePass)
	b.press(`a[href$="/methods"]`)
	b.wait(".rows")
	b.shot("methods-help")
	b.press(`a[href^="/help/lost"]`)
	b.press(`a[href$="app=no"]`)
	b.press(`a[href$="codes=no"]`)
	b.press(`a[href^="/help?why=second"]`)
	b.wait("#selfie")
	b.says("Support cannot lift two-factor by phone")
	b.fill("name", "Zoé García")
	b.fill("reach", "zoe@elsewhere.example.net")
	b.choose("front", bad)
	b.choose("selfie", face)
	b.press("form .button")
	b.wait("#files")
	b.says("Identity document, front: not a JPEG, PNG, WebP or PDF file", "choose all files once more")
	if got := ask[string](b, `document.getElementById("name").value`); got != "Zoé García" {
		w.Errorf("the name is %q after a wrong file", got)
	}
	b.shot("help-wrong-file")
	b.choose("front", card)
	b.choose("selfie", face)
	b.press("form .button")
	b.wait("dl.rows")
	b.says("Your request is here", "z•••@e•••.net")
	b.shot("help-case")
	number := b.text("dd.mono")

	qa := w.open()
	qa.visit("/desk")
	qa.wait(".papers img")
	if n := ask[int](qa, `[...document.images].filter((i) => i.naturalWidth === 856).length`); n != 2 {
		w.Errorf("the desk shows %d papers", n)
	}
	qa.look("desk")
	qa.press(`button[value="review"]`)
	qa.press(`button[value="accept"]`)
	qa.says("Accepted")

	b.visit("/help/case/" + number)
	b.says("Your request is accepted")
	b.shot("help-accepted")
	b.press(`a[href^="/help/in"]`)
	b.fill("code", w.sent("zoe@elsewhere.example.net", codeSent))
	b.shot("help-in")
	b.send("/help/in")
	b.fill("password", zoePass)
	b.shot("help-door")
	b.press("form .button")
	b.wait(".pill.off")
	b.says("You are in. The old phones and methods are removed")
	b.shot("help-anew")
}

func lostPhone(w *world) {
	w.linked()
	b := w.open()
	b.visit("/login")
	b.password(anna, annaPass)
	b.wait("progress")
	b.shot("waiting-lost")
	b.press(`a[href^="/help/lost"]`)
	b.says("Does kAuth still show the account’s codes?")
	b.press(`a[href$="app=yes"]`)
	b.says("The app shows a code even when no request comes. Do this, and requests come again.")
	b.press(`a[href$="/totp"]`)
	b.wait("#code")
	b.press(`a[href^="/help/lost"]`)
	b.press(`a[href$="app=no"]`)
	b.says("Adding the account to the app again does not help: it asks for the code that only the old phone could show. Look for the sheet with ten codes that you got when you turned two-factor on.")
	b.press(`a[href$="codes=yes"]`)
	b.press(`a[href$="/recovery"]`)
	b.wait("#code")
}

// backWindows looks at the pages of getting back in, in every language.
func backWindows(w *world) {
	w.eachLanguage(0, func(b *browser, lang string, look func(page string)) {
		b.visit("/login?lang=" + lang)
		for page, path := range map[string]string{
			"forgot": "/forgot/password", "identifier": "/forgot/identifier", "help": "/help", "find": "/help/state", "in": "/help/in",
			"lost": "/help/lost", "lostcodes": "/help/lost?app=no", "roadapp": "/help/lost?app=yes",
			"roadcodes": "/help/lost?app=no&codes=yes", "roadhelp": "/help/lost?app=no&codes=no",
		} {
			b.visit(path)
			look("back-" + page)
		}
		b.visit("/forgot/password")
		b.fill("user", "somebody-with-a-long-name@a-long-domain.example.ch")
		b.send("/forgot/password")
		look("back-ways")
		b.press(`button[value="sms"]`)
		look("back-code")
		b.visit("/login")
		b.password(anna, annaPass)
		b.wait(".pill.off")
		for _, page := range []string{"profile", "profile/lang", "profile/phone", "profile/user", "2fa/new-phone", "2fa"} {
			b.visit("/" + page)
			look("back-" + strings.ReplaceAll(page, "/", "-"))
		}
		ok(w.T, w.s.ResetLimits())
	})
	for i, state := range []string{"accepted", "refused"} {
		b := w.open()
		card, face, _ := w.papers()
		b.visit("/help?why=password&lang=de")
		b.fill("name", "Max Muster")
		b.fill("user", "nobody"+strconv.Itoa(i)+"@example.ch")
		b.fill("reach", "max@elsewhere.example.net")
		b.choose("front", card)
		b.choose("selfie", face)
		b.press("form .button")
		number := b.text("dd.mono")
		d := stub.Decision{Case: number, To: "accept", User: anna}
		if state == "refused" {
			d = stub.Decision{Case: number, To: "refuse", Reason: "incomplete"}
		}
		ok(w.T, w.s.DecideHelp(d))
		b.visit("/help/case/" + number)
		b.look("back-case-" + state)
	}
	b := w.open()
	b.visit("/desk?lang=de")
	b.look("back-desk")
}
