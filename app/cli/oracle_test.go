//go:build oracle

package main

import (
	"crypto/rand"
	"encoding/base32"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// oathtool (oath-toolkit) is an independent implementation; -tags oracle needs it.
func TestCodesAreThoseOfOathtool(t *testing.T) {
	secret := base32.StdEncoding.EncodeToString([]byte(rand.Text()))
	p := newPhone(t)
	p.do(done, "add", "otpauth://totp/ACME:anna?algorithm=SHA256&digits=8&period=20&secret="+secret)
	for unix := 1; unix < 2_000_000_000; unix = unix*7 + 3 {
		at := strconv.Itoa(unix)
		out, err := exec.Command("oathtool", "--totp=SHA256", "-b", "-d8", "-s20s", "-w1", "-N@"+at, secret).Output()
		if err != nil {
			t.Fatal(err)
		}
		want := strings.Fields(string(out))
		if c := p.do(done, "code", "anna", "--at", at); c["code"] != want[0] || c["next"] != want[1] {
			t.Errorf("at %s: %v, oathtool says %v", at, c, want)
		}
	}
}
