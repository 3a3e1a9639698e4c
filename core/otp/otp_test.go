package otp

import (
	"strings"
	"testing"
	"time"

	"kauth/core"
)

func seed(s string) core.Secret { return core.NewSecret([]byte(s)) }

const digits40 = "1234567890123456789012345678901234567890"

// RFC 6238 appendix B, whose secrets are as long as each hash (errata 2866).
func TestCodesMatchRFC6238(t *testing.T) {
	secrets := map[string]core.Secret{
		"SHA1": seed(digits40[:20]), "SHA256": seed(digits40[:32]), "SHA512": seed(digits40 + digits40[:24]),
	}
	for _, v := range []struct {
		unix                 int64
		sha1, sha256, sha512 string
	}{
		{59, "94287082", "46119246", "90693936"},
		{1111111109, "07081804", "68084774", "25091201"},
		{1111111111, "14050471", "67062674", "99943326"},
		{1234567890, "89005924", "91819424", "93441116"},
		{2000000000, "69279037", "90698825", "38618901"},
		{20000000000, "65353130", "77737706", "47863826"},
	} {
		for algorithm, want := range map[string]string{"SHA1": v.sha1, "SHA256": v.sha256, "SHA512": v.sha512} {
			o := core.OTP{Type: core.TOTP, Secret: secrets[algorithm], Algorithm: algorithm, Digits: 8, Period: 30 * time.Second}
			c, err := At(o, time.Unix(v.unix, 0))
			if err != nil || c.Digits != want {
				t.Errorf("%s at %d: %q %v, want %s", algorithm, v.unix, c.Digits, err, want)
			}
		}
	}
}

// RFC 4226 appendix D.
func TestCodesMatchRFC4226(t *testing.T) {
	want := strings.Fields("755224 287082 359152 969429 338314 254676 287922 162583 399871 520489")
	for i, w := range want {
		o := core.OTP{Type: core.HOTP, Secret: seed(digits40[:20]), Algorithm: "SHA1", Digits: 6, Counter: uint64(i)}
		c, err := At(o, time.Time{})
		if err != nil || c != (core.Code{Digits: w}) {
			t.Errorf("counter %d: %+v %v, want %s", i, c, err, w)
		}
	}
}

// RFC 4226 appendix D also gives the truncated values; Steam spells them in its
// alphabet: 1284755224 is 20, 13, 9, 3, 2, ... in base 26, lowest place first.
func TestSteamSpellsTheTruncatedValue(t *testing.T) {
	o := core.OTP{Type: core.Steam, Secret: seed(digits40[:20]), Algorithm: "SHA1", Digits: 5, Period: 30 * time.Second}
	for step, value := range []uint64{1284755224, 1094287082, 137359152} {
		want := ""
		for v, i := value, 0; i < 5; v, i = v/26, i+1 {
			want += alphabet[v%26 : v%26+1]
		}
		c, err := At(o, time.Unix(int64(step)*30, 0))
		if err != nil || c.Digits != want {
			t.Errorf("step %d: %q %v, want %s", step, c.Digits, err, want)
		}
	}
}

func TestTimeLeftEndsWithTheCode(t *testing.T) {
	o := core.OTP{Type: core.TOTP, Secret: seed("x"), Algorithm: "SHA1", Digits: 6, Period: 30 * time.Second}
	last := ""
	for unix, left := range map[int64]int{0: 30, 29: 1, 30: 30, 31: 29} {
		if c, _ := At(o, time.Unix(unix, 0)); c.Left != time.Duration(left)*time.Second || c.Period != o.Period {
			t.Errorf("at %d: %+v, want %d s left", unix, c, left)
		}
	}
	for unix := int64(0); unix < 300; unix += 30 {
		c, err := At(o, time.Unix(unix, 999))
		if err != nil || (last != "" && c.Digits != last) || c.Left != 30*time.Second-999 {
			t.Fatalf("at %d: %+v %v, want %s announced before", unix, c, err, last)
		}
		last = c.Next
	}
}

func TestImpossibleSettingsMakeNoCode(t *testing.T) {
	good := core.OTP{Type: core.TOTP, Secret: seed("x"), Algorithm: "SHA1", Digits: 6, Period: 30 * time.Second}
	for name, spoil := range map[string]func(*core.OTP){
		"no secret":         func(o *core.OTP) { o.Secret = core.Secret{} },
		"no type":           func(o *core.OTP) { o.Type = "" },
		"no algorithm":      func(o *core.OTP) { o.Algorithm = "" },
		"MD5":               func(o *core.OTP) { o.Algorithm = "MD5" },
		"no digits":         func(o *core.OTP) { o.Digits = 0 },
		"nine digits":       func(o *core.OTP) { o.Digits = 9 },
		"six for Steam":     func(o *core.OTP) { o.Type = core.Steam },
		"no period":         func(o *core.OTP) { o.Period = 0 },
		"part of a second":  func(o *core.OTP) { o.Period = 1500 * time.Millisecond },
		"hotp and 5 digits": func(o *core.OTP) { o.Type, o.Digits = core.HOTP, 5 },
	} {
		o := good
		spoil(&o)
		if c, err := At(o, time.Unix(59, 0)); core.KindOf(err) != core.Malformed || c != (core.Code{}) {
			t.Errorf("%s: %+v %v", name, c, err)
		}
	}
	if _, err := At(good, time.Unix(-1, 0)); core.KindOf(err) != core.Malformed {
		t.Errorf("before 1970: %v", err)
	}
}

func TestGroupingKeepsEveryDigit(t *testing.T) {
	for in, want := range map[string]string{
		"482913": "482 913", "4829130": "482 9130", "48291300": "4829 1300", "R3K7P": "R3K7P", "": "",
	} {
		if got := Group(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
}
