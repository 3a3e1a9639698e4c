package e2e

import "testing"

func TestAScriptHasAVaultOpenedByAFinger(t *testing.T) {
	const pin = "739104"
	p, _ := phoneWithPIN(t, t.TempDir(), pin)

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
