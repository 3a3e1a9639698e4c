//go:build browser

package main

import (
	"net/url"
	"os/exec"
	"strings"

	"kauth/server-stub/stub"
)

// person gives a demo person with all secrets.
func (w *world) person(user string) stub.DemoPerson {
	w.Helper()
	people, err := w.s.Demo()
	ok(w.T, err)
	for _, one := range people {
		if one.User == user {
			return one
		}
	}
	w.Fatalf("no %s", user)
	return stub.DemoPerson{}
}

// oathtool makes a one-time code: a foreign program's, so that it is no echo.
func (w *world) oathtool() string {
	w.Helper()
	u, err := url.Parse(w.person(zoe).OTPAuth)
	ok(w.T, err)
	out, err := exec.Command("oathtool", "--totp", "-b", u.Query().Get("secret")).Output()
	ok(w.T, err)
	return strings.TrimSpace(string(out))
}

func oneTimeCode(w *world, b *browser) {
	b.visit("/login")
	b.password(zoe, zoePass)
	b.wait("#code")
	b.shot("code-totp")
	code := w.oathtool()
	wrong := "000000"
	if code == wrong {
		wrong = "000001"
	}
	b.fill("code", wrong)
	b.press("form .button")
	b.wait("#problem")
	b.says("This code is wrong or was used already")
	b.shot("code-totp-wrong")
	b.fill("code", code[:3]+" "+code[3:])
	b.press("form .button")
	b.wait(".pill.ok")
	b.says("Signed in with a one-time code")
	b.send("/logout")
	b.visit("/login")
	b.password(zoe, zoePass)
	b.fill("code", code)
	b.press("form .button")
	b.wait("#problem") // it was used
	for range 12 {     // the more wrong ones, the longer the wait
		if strings.Contains(b.text("#problem"), "Too many wrong codes. Wait") {
			b.shot("code-totp-wait")
			return
		}
		b.fill("code", wrong)
		b.press("form .button")
	}
	w.Fatal("wrong codes may be tried without end")
}

func backupCode(w *world, b *browser) {
	code := w.person(zoe).Codes[3]
	b.visit("/login")
	b.password(zoe, zoePass)
	b.press(`a[href$="/methods"]`)
	b.wait(".rows")
	b.shot("methods")
	b.press(`a[href$="/recovery"]`)
	b.fill("code", strings.ToUpper(strings.ReplaceAll(code, "-", " ")))
	b.shot("code-backup")
	b.press("form .button")
	b.wait(".pill.ok")
	b.says("Backup codes · 9 left", "Signed in with a backup code")
	b.shot("manager-backup-used")
	b.send("/logout")
	b.visit("/login")
	b.password(zoe, zoePass)
	b.press(`a[href$="/methods"]`)
	b.press(`a[href$="/recovery"]`)
	b.fill("code", code)
	b.press("form .button")
	b.wait("#problem")
	b.says("This backup code is wrong or was used already")
}
