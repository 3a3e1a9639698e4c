package main

import (
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kauth/core/vault"
)

// TestNothingThatIsPrintedHasASecret runs what works and what fails, for people and
// with --json. What was asked for by name is not a leak: the recovery passphrase where a
// PIN is set, and the codes.
func TestNothingThatIsPrintedHasASecret(t *testing.T) {
	co := newCompany(t)
	p, id := co.linked(t)
	const seed, pin, wrong = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "739104", "a wrong passphrase"
	p.do(done, "add", "otpauth://totp/ACME:anna?secret="+seed+"&issuer=ACME")
	raw, err := base32.StdEncoding.DecodeString(seed)
	if err != nil {
		t.Fatal(err)
	}
	hidden := map[string]string{
		"seed": string(raw), "seed in base32": seed, "seed in hexadecimal": hex.EncodeToString(raw),
		"seed in base64": base64.StdEncoding.EncodeToString(raw[:18]), "PIN": pin, "passphrase": wrong,
	}
	for name, key := range p.keys(t) {
		hidden[name], hidden[name+" in hexadecimal"] = string(key), hex.EncodeToString(key)
		hidden[name+" in base64"] = base64.StdEncoding.EncodeToString(key[:30])
	}
	hidden["recovery passphrase"] = p.do(done, setLock(t, "pin", pin)...).text("recovery")
	said := 0
	for _, args := range [][]string{
		{"list"},
		{"doctor"},
		{"requests"},
		{"history"},
		{"history", "--verify"},
		{"lock", "status"},
		{"code", id},
		{"rename", id, "Mine"},
		{"codes", "nobody"},
		{"confirm", id, "123456"},
		{"add", "otpauth://totp/ACME:max?digits=99&secret=" + seed},
		{"add", "otpauth://totp/ACME:anna?secret=" + seed + "&issuer=ACME"},
		{"link", "otpauth://totp/ACME:max?secret=" + seed + "%zz"},
		{"lock", "pin", "--secret-file", file(t, "new", []byte(pin+"x"))},
		{"import", file(t, "x.json", []byte(`{"secret": "`+seed+`"`))},
		{"nonsense", seed[:4]},
	} {
		for _, how := range []string{"", "--json"} {
			for _, opens := range []string{pin, wrong} {
				all := with(t, opens, args...)
				if how != "" {
					all = append(all, how)
				}
				out, errs, _ := p.text(all...)
				said += len(out) + len(errs)
				for name, secret := range hidden {
					if strings.Contains(out+errs, secret) {
						t.Errorf("%q prints the %s: %s%s", args, name, out, errs)
					}
				}
			}
		}
		p.do(done, with(t, hidden["recovery passphrase"], "lock", "status")...)
	}
	if said < 1000 {
		t.Fatalf("only %d characters were printed: this proves nothing", said)
	}
}

// keys gives the private keys in the vault, read from a copy.
func (p *phone) keys(t *testing.T) map[string][]byte {
	t.Helper()
	dir := t.TempDir()
	file, err := os.ReadFile(filepath.Join(p.vault, "vault.db"))
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "vault.db"), file, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	v, err := vault.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	if err := v.UnlockKeyring(t.Context(), p.keyring); err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	all, err := v.Accounts()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		if a.Device != nil {
			key, err := a.Device.Key.PKCS8()
			if err != nil {
				t.Fatal(err)
			}
			out["device key"] = key.Bytes()[36:68]
		}
	}
	if len(out) == 0 {
		t.Fatal("no key")
	}
	return out
}
