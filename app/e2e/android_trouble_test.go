//go:build harness

package e2e

import (
	"strings"
	"testing"
)

// TestAndroidSaysThatItsKeyIsGone: only where the system has invalidated it for good. The
// file stays, and there is a way on.
func TestAndroidSaysThatItsKeyIsGone(t *testing.T) {
	t.Parallel()
	a, _, _ := at(t, linked, "keystore invalid")
	a.find("The key of these accounts is not here")
	a.keep("41-keystore-gone")
	a.leave("Start again")
	a.find("Back")
	a.keep("42-start-again")
	a.act("back")
	a.find("The key of these accounts is not here")
}

// TestAndroidTakesNoHostileIntent: every app may send one, and nobody asks the person.
func TestAndroidTakesNoHostileIntent(t *testing.T) {
	a := welcomed(t)
	for _, link := range []string{
		"file:///data/data/kauth.app/no_backup/kauth/vault.db", "javascript:alert(1)", "content://kauth.app/vault",
		"kauth://link?v=1&u=http://evil.example", "kauth://link?v=1&u=https%3A%2F%2Fa.example%40evil.example&c=x&k=y",
		"kauth:", "kauth://", "KAUTH://LINK?v=9", "kauth://link?" + strings.Repeat("v=1&", 3000),
		"otpauth://", "otpauth://totp/?secret=", "otpauth://totp/a?secret=%00%ff!!", "otpauth://hotp/a?secret=JBSWY3DPEHPK3PXP&digits=900",
		"otpauth-migration://offline?data=" + strings.Repeat("%2B", 2000), "app.kauth:///", "https://evil.example/kauth/link?v=1",
		"", " ", "\u202ekauth://link",
	} {
		a.act("intent %s", link)
		for _, n := range a.nodes() {
			if n.text == "Authorize" {
				t.Errorf("%s was taken", link)
			}
		}
	}
	a.act("poison") // extras that nobody here can read, to each door that is open
	a.act("forge chl_AAAAAAAAAAAAAAAAAAAAAA")
	for range 40 {
		a.act("intent otpauth://totp/a?secret=!")
	}
	a.keep("33-hostile")
	a.again() // nothing of it was kept
	a.find("Log in from a computer")
}

// TestAndroidTellsAScreenReaderAllOfAnActivityThatIsMadeAnew: whatever the window was doing
// when the last one was destroyed, and though nothing changes on the page.
func TestAndroidTellsAScreenReaderAllOfAnActivityThatIsMadeAnew(t *testing.T) {
	t.Parallel()
	a := newAndroid(t)
	a.start()
	a.act("create")
	a.act("recreate") // Fyne may not have begun with what it tells screen readers
	a.find("Log in from a computer")
	for _, how := range []string{"torn", "", "torn", ""} {
		a.act("recreate %s", how)
		a.find("Log in from a computer")
		a.find("Settings") // the last that is told
	}
}
