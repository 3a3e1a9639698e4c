//go:build browser

package main

import (
	"net/http"
	"regexp"
	"strings"

	"kauth/server-stub/stub"
)

func init() {
	parts["PhoneIsAddedToAnotherMethod"] = addedToAnother
	parts["RemovingAllNeedsThePassword"] = unscripted(removeAll)
	parts["RequiredTwoFactorCannotBeRemoved"] = cannotRemoveAll
	parts["ApplicationPasswordOpensPrograms"] = scripted(applicationPassword)
	parts["ForgottenPasswordWithoutAnyWay"] = unscripted(noWayAtAll)
	parts["SharedNumberNeedsTheAddress"] = unscripted(sharedNumber)
	parts["AddressElsewhereKeepsWorking"] = unscripted(addressElsewhere)
	parts["ProfileIsKept"] = unscripted(profileIsKept)
	parts["InvitedMemberSwitches"] = unscripted(invitedMember)
	parts["BlockedUserIsAskedNothing"] = blockedWhileAsked
}

// zoeIn signs zoe in with a code of her app.
func (w *world) zoeIn(b *browser) {
	w.Helper()
	b.visit("/login")
	b.password(zoe, zoePass)
	b.fill("code", w.oathtool())
	b.press("form .button")
	b.wait(".pill.ok")
}

// addedToAnother has two-factor on already: the button is another one, and the
// backup codes stay.
func addedToAnother(w *world) {
	b := w.open()
	w.zoeIn(b)
	b.press(`a[href="/2fa/add"]`)
	b.says("Add an option")
	b.press(`a[href="/2fa/kauth"]`)
	b.send("/2fa/kauth")
	b.wait(".qr img")
	p := register(w.T, w.s.Origin(), zbarimg(b), pixel)
	b.wait("[data-state=registered]")
	p.answer("approve", digits(b))
	b.wait(".badge.ok")
	b.says("10 are left", "Make new codes")
	b.press(`a[href="/2fa"].button`)
	b.says("kAuth app", "One-time code", "Add an option")
}

func removeAll(w *world, b *browser) {
	w.zoeIn(b)
	b.press(`a[href="/2fa/off"]`)
	b.says("Remove two-factor", "10 left, void from then on")
	b.shot("off")
	b.fill("password", "not-her-password")
	b.send("/2fa/off")
	b.says("That is not your password. Nothing was changed.")
	b.fill("password", zoePass)
	b.send("/2fa/off")
	b.wait(".pill.off")
	b.says("Two-factor is off")
	b.send("/logout")
	b.password(zoe, zoePass)
	b.wait(".pill.off")
}

func cannotRemoveAll(w *world) {
	boss := w.open()
	boss.signIn(anna, annaPass)
	boss.visit("/organisation/two-factor")
	boss.press("main form button")
	b := w.open()
	w.zoeIn(b)
	b.press(`a[href="/2fa/off"]`)
	b.says("Assoziation requires two-factor of everybody in it")
	b.shot("off-policy")
	b.press("main .button")
	b.press("td a.danger")
	b.press("main form .button.danger")
	b.wait(".banner.ok")
	b.press("td a.danger") // the last one
	b.says("so your last method has to stay")
	b.press("main .button")
	b.wait(".pill.ok")
}

func applicationPassword(w *world, b *browser) {
	if got := w.program(zoe, zoePass); got != http.StatusUnauthorized {
		w.Fatalf("the ordinary password gives %d where two-factor is on", got)
	}
	w.zoeIn(b)
	b.press(`a[href="/2fa/apps"]`)
	b.fill("name", "Calendar on my laptop")
	b.send("/2fa/apps")
	b.says("The password for Calendar on my laptop", "shown here only now")
	b.shot("apps-fresh")
	password := b.text("[data-address]")
	if got := w.program(zoe, password); got != http.StatusOK {
		w.Fatalf("the application password gives %d", got)
	}
	b.press(`a[href="/2fa/apps"].button`)
	b.says("Calendar on my laptop", "Last used")
	if strings.Contains(b.words(), password) {
		w.Fatal("the password is shown twice")
	}
	b.shot("apps")
	b.press("a.danger")
	b.press("form .button.danger")
	b.wait(".banner.ok")
	if got := w.program(zoe, password); got != http.StatusUnauthorized {
		w.Fatalf("the revoked password gives %d", got)
	}
}

// noWayAtAll has its identity checked, is refused once, and then let choose a password.
func noWayAtAll(w *world, b *browser) {
	card, face, _ := w.papers()
	b.visit("/forgot/password")
	b.fill("user", anna)
	b.send("/forgot/password")
	for _, decision := range []string{"refuse", "accept"} {
		if decision == "refuse" {
			b.press(`a[href="/help?why=password"]`)
		} else {
			b.press(`a[href="/help"]`)
			b.pick("why", "password")
		}
		b.fill("name", "Anna Keller")
		b.fill("user", anna)
		b.fill("reach", "anna@elsewhere.example.net")
		b.choose("front", card)
		b.choose("selfie", face)
		b.press("form .button")
		number := b.text("dd.mono")
		b.says("calling does not make it faster")
		ok(w.T, w.s.DecideHelp(stub.Decision{Case: number, To: decision, Reason: map[string]string{"refuse": "unreadable"}[decision]}))
		b.visit("/help/case/" + number)
	}
	b.says("Your request is accepted")
	b.press(`a[href^="/help/in"]`)
	b.fill("code", w.sent("anna@elsewhere.example.net", codeSent))
	b.send("/help/in")
	b.fill("new", "anna-likes-coffee")
	b.fill("again", "anna-likes-coffee")
	b.press("form .button")
	b.wait("#user")
	b.password(anna, "anna-likes-coffee")
	b.wait(".pill.off")
}

// sharedNumber asks for the identifier of one of two people with the same number.
func sharedNumber(w *world, b *browser) {
	ask := func(address string) {
		b.visit("/forgot/identifier")
		b.fill("prefix", "+41")
		b.fill("number", "076 555 01 88")
		b.fill("address", address)
		b.send("/forgot/identifier")
		b.press(`button[value="sms"]`)
		b.says("Look at your messages")
	}
	ask("")
	w.sent("+41765550188", regexp.MustCompile("Several accounts|Plusieurs|Mehrere|[Mm]ehrere Konten"))
	ask("toto.martin@example.net")
	w.sent("+41765550188", regexp.MustCompile(regexp.QuoteMeta(toto)))
	b.press(`a[href="/help?why=identifier"]`)
	b.says("I forgot my sign-in address")
}

// addressElsewhere is an address of another company that is gone: it still signs in.
func addressElsewhere(w *world, b *browser) {
	ok(w.T, w.s.DeleteAddress(anna, false))
	b.visit("/login")
	b.password(anna, annaPass)
	b.says("You can still sign in with it", "Later")
	b.shot("moving-later")
	b.press("main .button.plain")
	b.wait(".pill.off")
	b.visit("/profile")
	b.says("Your sign-in address was deleted. It still works")
	b.press(`.banner a[href="/profile/user"]`)
	b.fill("address", "anna@new.example.org")
	b.fill("password", annaPass)
	b.send("/profile/user")
	b.fill("code", w.sent("anna@new.example.org", digitsSent))
	b.send("/profile/code")
	b.says("From now on you sign in with your new address")
	b.send("/logout")
	b.password("anna@new.example.org", annaPass)
	b.wait(".pill.off")
}

func profileIsKept(w *world, b *browser) {
	b.signIn(anna, annaPass)
	b.visit("/profile")
	for _, one := range []struct{ field, value, shows string }{
		{"name", "Anna Keller-Rossi", "Anna Keller-Rossi"},
		{"country", "BE", "Belgium"},
		{"zone", "America/New_York", "New York"},
		{"lang", "it", "Italiano"},
	} {
		b.press(`a[href="/profile/` + one.field + `"]`)
		if one.field == "name" {
			b.fill("value", one.value)
		} else {
			b.pick("value", one.value)
		}
		b.send("/profile/" + one.field)
		b.says(one.shows)
	}
	b.wait("html[lang=it]")
	b.shot("profile-it")
	n := w.open()
	n.visit("/login")
	n.password(anna, annaPass)
	n.wait("html[lang=it] .pill.off")
}

// invitedMember has an account, and may go back and forth between organizations.
func invitedMember(w *world, b *browser) {
	b.signIn(lea, leaPass)
	b.visit("/organisation")
	b.press(`form[action="/organisation/switch"] button`)
	b.says("Lea Rochat", "Legal representative")
	b.visit("/organisation/invite")
	b.fill("user", anna)
	b.press("main form button")
	b.wait(".banner.ok")
	b.says("An invitation was sent to " + anna)
	w.sent(anna, regexp.MustCompile("open Organi[sz]ation, and accept or decline there"))

	n := w.open(withoutScript())
	n.signIn(anna, annaPass)
	n.visit("/organisation")
	n.says("You are invited to Lea Rochat")
	n.shot("invited")
	n.press(`form[action$="/accept"] button`)
	n.says("You belong to this organi", "Your organi")
	n.press(`form[action="/organisation/switch"] button`)
	n.wait(".banner.ok")
	n.shot("switched")
}

// blockedWhileAsked is signed in once and being asked elsewhere when the account
// is blocked: both end, and the phone is asked no more.
func blockedWhileAsked(w *world) {
	inside := w.open()
	inside.signIn(toto, totoPass)
	device := w.answeringPhone(toto)
	b := w.open()
	b.visit("/login")
	b.password(toto, totoPass)
	b.wait("progress")
	ok(w.T, w.s.Block(toto, true))
	b.wait("#problem, .badge.warn, .badge.danger-soft")
	if _, err := w.s.AnswerAs(device, "", "yes", ""); err == nil {
		w.Fatal("the phone of a blocked account is still asked")
	}
	b.shot("waiting-blocked")
	inside.visit("/2fa")
	inside.wait("#user")
	inside.password(toto, totoPass)
	inside.wait("#problem")
}
