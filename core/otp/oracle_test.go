//go:build oracle

package otp

import (
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"
	"time"

	"kauth/core"
)

// oathtool (oath-toolkit) is an independent implementation; -tags oracle needs it.
func TestRandomCodesMatchOathtool(t *testing.T) {
	r := rand.New(rand.NewPCG(6238, 4226))
	for range 150 {
		o := core.OTP{Type: core.TOTP, Digits: 6 + r.IntN(3), Period: time.Duration(1+r.IntN(120)) * time.Second}
		o.Algorithm = []string{"SHA1", "SHA256", "SHA512"}[r.IntN(3)]
		secret := make([]byte, 1+r.IntN(100))
		for i := range secret {
			secret[i] = byte(r.Uint32())
		}
		o.Secret = core.NewSecret(secret)
		unix := r.Int64N(4e9)
		args := []string{
			"--totp=" + o.Algorithm, fmt.Sprintf("--now=@%d", unix), fmt.Sprintf("--digits=%d", o.Digits),
			fmt.Sprintf("--time-step-size=%ds", o.Period/time.Second), "--window=1", hex.EncodeToString(secret),
		}
		if r.IntN(4) == 0 {
			o.Type, o.Algorithm, o.Counter, o.Period = core.HOTP, "SHA1", r.Uint64N(1<<40), 0
			args = []string{
				"--hotp", fmt.Sprintf("--counter=%d", o.Counter), fmt.Sprintf("--digits=%d", o.Digits),
				"--window=1", hex.EncodeToString(secret),
			}
		}
		out, err := exec.Command("oathtool", args...).CombinedOutput()
		if err != nil {
			t.Fatalf("oathtool %v: %v %s", args, err, out)
		}
		want := strings.Fields(string(out))
		c, err := At(o, time.Unix(unix, 0))
		if err != nil || c.Digits != want[0] || (o.Type == core.TOTP && c.Next != want[1]) {
			t.Fatalf("%v at %d: %+v %v, oathtool says %v", args, unix, c, err, want)
		}
	}
}

func TestMomentsMatchOathtool(t *testing.T) {
	for _, m := range moments {
		out, err := exec.Command("oathtool", "--totp", fmt.Sprintf("--now=@%d", m.at.Unix()), hex.EncodeToString([]byte(digits40[:20]))).CombinedOutput()
		if got := strings.TrimSpace(string(out)); err != nil || got != m.code {
			t.Errorf("%s: oathtool says %s (%v), not %s", m.name, got, err, m.code)
		}
	}
}
