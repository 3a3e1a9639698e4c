package e2e

import "testing"

func TestAScriptHasAVaultOpenedByAFinger(t *testing.T) {
	var at struct {
		URL string `json:"url"`
	}
	run := start(t, &at, program(t, "kauth-phone", "kauth/app", "-tags", "ci"), "--drive", "127.0.0.1:0", "--vault", t.TempDir(), "--memory-keyring")
	p := &phone{t, at.URL, run}
	p.see("welcome")
	p.post("/open", "text/plain", []byte("otpauth://totp/ACME:jo@example.com?secret="+someSeed+"&issuer=ACME"))
	p.see("confirm", "jo@example.com")
	p.tap("Add")
	p.see("home", "ACME")
	p.tap("Settings")
	p.see("settings")
	p.tap("App lock Off")
	p.see("locksettings")
	p.tap("PIN")
	const pin = "739104"
	p.see("newpin", "Choose a PIN")
	p.digits(pin)
	p.post("/key", "application/json", []byte(`{"key":"Return"}`))
	p.see("newpin", "The same PIN again")
	p.digits(pin)
	p.recovery()
	p.tap("I have written it down")
	p.enabled("recovery", "Done")
	p.tap("Done")
	p.see("locksettings")

	finger := func(word string) { p.post("/finger", "text/plain", []byte(word)) }
	p.tap("Unlock with fingerprint or face The PIN stays the way back.   Off")
	p.see("lock")
	p.digits(pin)
	finger("finger")
	p.see("locksettings", "Unlock with fingerprint or face The PIN stays the way back.   On")
	p.tap("Lock now")
	p.see("lock")
	finger("cancel")
	p.enabled("lock", "Unlock with fingerprint or face")
	p.tap("Unlock with fingerprint or face")
	finger("finger")
	p.see("home", "ACME")
}
