//go:build browser

package main

import (
	"net/http"
	"regexp"
	"strings"

	"github.com/chromedp/chromedp"
)

func init() {
	parts["OrganizationIsLookedAfter"] = scripted(lookAfter)
	parts["OrganizationIsLookedAfterWithoutScript"] = unscripted(lookAfter)
	parts["RequiredTwoFactorComesFirst"] = unscripted(setUpFirst)
	parts["BlockedUserIsTold"] = blockedIsTold
	parts["InvitedPersonJoins"] = unscripted(joins)
	parts["ActivityAndOutboxAreChosen"] = unscripted(choosesActivity)
	parts["OrganizationFitsEveryWindow"] = organizationFits
}

const (
	toto, totoPass = "toto123@example.ch", "toto-rides-bikes" // administrator
	lea, leaPass   = "lea@example.ch", "lea-bakes-bread"      // external
	ben, benPass   = "ben@example.ch", "ben-sails-boats"      // blocked
)

// signIn signs in with the password alone.
func (b *browser) signIn(user, password string) {
	b.t.Helper()
	b.visit("/login?lang=en")
	b.password(user, password)
	b.wait(".top")
}

// menu opens the actions of a user.
func (b *browser) menu(user string) string {
	b.t.Helper()
	row := `tr:has(form[action*="/users/"]):has(summary[aria-label="Actions for ` + user + `"])`
	b.do(chromedp.Click(chromedp.CSS(row + " summary")))
	b.wait(row + " details[open]")
	return row
}

func lookAfter(w *world, b *browser) {
	b.signIn(anna, annaPass)
	b.visit("/organisation")
	b.says("Assoziation", "Legal representative", "Two-factor off", "Two-factor on", "Only without two-factor (4)", "Blocked")
	b.shot("organization")
	row := b.menu(lea)
	b.shot("organization-menu")
	b.press(row + " form button")
	b.wait(".banner.ok")
	b.says("A security alert was sent to " + lea)
	w.sent(lea, regexp.MustCompile("La doppia autenticazione non è attiva")) // in her language
	row = b.menu(lea)
	b.press(row + ` a[href$="/role"]`)
	b.says("Change the role", lea)
	b.shot("role")
	b.do(chromedp.Click(chromedp.CSS("#rolecollaborator")))
	b.press("main form button")
	b.wait(".banner.ok")
	b.says(lea + " has a new role")
	row = b.menu(toto)
	b.press(row + ` a[href$="/block"]`)
	b.says("Block this user?", toto)
	b.shot("block")
	b.press("main form button")
	b.wait(".banner.ok")
	b.says(toto + " is blocked")
	b.do(chromedp.Click(chromedp.CSS("#without")))
	b.press(".search button")
	b.says("Two-factor off")
	if strings.Contains(b.words(), "Two-factor on") {
		w.Fatal("the filter keeps those who have two-factor")
	}
	b.fill("q", "LEA")
	b.press(".search button")
	if got := ask[int](b, `document.querySelectorAll(".users tr").length`); got != 1 {
		w.Fatalf("the search leaves %d users", got)
	}
}

func setUpFirst(w *world, b *browser) {
	external := w.open(withoutScript())
	external.signIn(lea, leaPass)
	b.signIn(toto, totoPass)
	b.visit("/organisation")
	b.press(b.menu(lea) + ` a[href$="/role"]`)
	if n := ask[int](b, `document.querySelectorAll("#rolerepresentative").length`); n != 0 {
		w.Fatal("an administrator may name a legal representative")
	}
	b.visit("/organisation")
	b.press(".switch")
	b.says("Require two-factor of everybody?", "You have two-factor off yourself")
	b.shot("require")
	b.press("main form button")
	b.says("Set up two-factor first", "Assoziation")
	b.shot("required")
	b.press(`a[href="/2fa/add"]`)
	b.says("kAuth app")
	external.visit("/activity")
	external.says("Set up two-factor first")
	if got := w.program(lea, leaPass); got != http.StatusOK { // the web waits, programs do not
		w.Fatalf("a program gets %d", got)
	}
	external.press(`a[href^="/organisation/leave"]`)
	external.says("Leave this organization?", "Assoziation")
	external.shot("leave")
	external.press("main form button")
	external.wait(".banner.ok")
	external.says("You have left", "Lea Rochat")
	external.visit("/activity")
	external.says("Left an organization")
}

func blockedIsTold(w *world) {
	b := w.open()
	b.visit("/login")
	b.password(ben, "wrong")
	b.wait("#problem")
	b.says("The address or the password is wrong")
	b.password(ben, benPass)
	b.wait("#problem")
	b.says("This account is blocked by Assoziation", "Ask "+anna)
	b.shot("blocked")
}

func joins(w *world, b *browser) {
	b.signIn(anna, annaPass)
	b.visit("/organisation/invite")
	b.shot("invite")
	b.fill("user", "new@example.ch")
	b.press("main form button")
	b.wait(".banner.ok")
	b.says("An invitation was sent to new@example.ch", "Open invitations")
	b.visit("/outbox?to=new@example.ch")
	code := ask[string](b, `document.querySelector(".letter").textContent.match(/[a-z0-9]{4}(-[a-z0-9]{4}){3}/)[0]`)
	n := w.open(withoutScript())
	n.visit("/login")
	n.press(`a[href="/join"]`)
	n.shot("join")
	n.fill("user", "new@example.ch")
	n.fill("code", code)
	n.fill("password", "a new horse")
	n.fill("again", "a new horse")
	n.press("main form button")
	n.says("Your account is ready")
	n.password("new@example.ch", "a new horse")
	n.wait(".top")
}

func choosesActivity(w *world, b *browser) {
	b.visit("/login")
	b.password(anna, "wrong")
	b.wait("#problem")
	b.password(anna, annaPass)
	b.wait(".top")
	b.visit("/activity")
	b.says("Wrong password", "Signed in with the password", "Signed in from a new place", "That was not me")
	b.shot("activity")
	b.do(chromedp.Click(chromedp.CSS("#kindsignin")))
	b.press(`button[formmethod="post"]`)
	b.says("Your choice is kept", "Wrong password")
	b.press(".activity tr:first-child a")
	b.says("This was not you?", "Wrong password", "Turn two-factor on", "Sign out everywhere")
	b.shot("notme")
	b.visit("/outbox")
	b.says("Wrong password for your account", "Sign-in from a new place", "False security mails")
	b.shot("outbox")
	b.fill("q", "private window")
	b.press(".search button")
	if got := ask[int](b, `document.querySelectorAll(".letter").length`); got != 1 {
		w.Fatalf("the search leaves %d mails", got)
	}
}

// organizationFits looks at the pages in every language.
func organizationFits(w *world) {
	admin := w.open()
	admin.signIn(anna, annaPass)
	admin.visit("/organisation/invite")
	admin.fill("user", "somebody.with.a.long.name@a-long-host.example.ch")
	admin.press("main form button")
	id := ask[string](admin, `document.querySelector('.users a[href$="/role"]').getAttribute("href").replace(/\/role$/, "")`)
	w.eachLanguage(1, func(b *browser, lang string, look func(page string)) {
		b.signIn(anna, annaPass)
		b.visit("/2fa?lang=" + lang)
		for page, path := range map[string]string{
			"organization": "/organisation?done=alerted&who=" + lea, "require": "/organisation/two-factor", "role": id + "/role",
			"block": id + "/block", "invite": "/organisation/invite", "join": "/join",
		} {
			b.visit(path)
			look(page)
		}
		b.visit("/activity")
		b.press(".activity tr:first-child a")
		look("notme")
	})
}
