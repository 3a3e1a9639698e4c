//go:build window && pictures

package e2e

import (
	"testing"

	"kauth/core/coretest/computer"
)

func TestPicturesOfLinking(t *testing.T) {
	a := openAlbum(t, "en", "light", false)
	a.keep("welcome", "welcome")
	a.press("welcome.computer")
	a.keep("steps", "steps")
	a.press("action.continue")
	a.keep("scan", "scan")

	mine, twins := a.signedIn(t, a.mine), a.signedIn(t, a.twins)
	my, their := mine.Offer(), twins.Offer()
	a.paste(mine.Picture(my))
	for _, it := range a.twin.tree().Items {
		if it.Kind == "button" && it.Text == a.words.T("scan.paste") {
			a.click(it.X+it.W/2, it.Y+it.H/2)
		}
	}
	a.twin.post("/drop", "image/png", twins.Picture(their))
	a.keep("confirm", "confirm")
	a.press("confirm.go")
	a.keep("digits", "digits")
	a.typing(mine.Registered(my).Digits)
	for _, d := range twins.Registered(their).Digits {
		a.twin.tap(string(d))
	}
	a.keep("codes", "codes")
}

func (a *album) signedIn(t *testing.T, who person) *computer.Computer {
	c := a.computer(t)
	c.Redeem(c.Login(who.User, who.Password))
	return c
}

func TestPicturesOfUse(t *testing.T) {
	a := openAlbum(t, "en", "light", true)
	a.keep("home", "home")
	a.open()
	a.keep("detail", "account")
	a.press("action.back")

	a.ask()
	a.armed("challenge.yes", "request")
	a.press("challenge.yes")
	a.keep("result", "approved")
	a.press("action.done")
	a.ask() // so soon after: it asks for the number
	a.armed("challenge.notme", "number")
	a.press("challenge.notme")
	a.keep("result", "refused")
	a.press("action.done")

	a.keep("home", "home") // codes run on: the last picture counts
	a.press("action.settings")
	a.keep("settings", "settings")
	a.reach("lost.bar")
	a.keep("lost", "newphone")
}

func TestPicturesInTheDark(t *testing.T) {
	a := openAlbum(t, "en", "dark", true)
	a.keep("home", "home-dark")
	a.open()
	a.keep("detail", "account-dark")
	a.press("action.back")
	a.ask()
	a.armed("challenge.yes", "request-dark")
}

func TestPicturesInGerman(t *testing.T) {
	a := openAlbum(t, "de", "light", true)
	a.keep("home", "home-de")
	a.ask()
	a.armed("challenge.yes", "request-de")
}
