package link

import (
	"strings"
	"testing"
	"time"

	"kauth/core"
)

// hello is what JBSWY3DPEHPK3PXP spells.
var hello = core.NewSecret([]byte("Hello!\xde\xad\xbe\xef"))

// The addresses that Stratum's own tests refuse: 15 of which pquerna/otp takes.
func TestInvalidAddressesOfOthersAreRefused(t *testing.T) {
	for text, rule := range map[string]string{
		"definitely not valid":                          "",
		"motp://fail":                                   "",
		"otpauth://totp/?secret=ABCDEFG":                "neither issuer nor account",
		"otpauth://totp":                                "no secret",
		"otpauth://fail":                                "the type is not",
		"otpauth://totp/test:username?issuer=test":      "no secret",
		"otpauth://test/issuer:username?secret=ABCDEFG": "the type is not",
		"otpauth://totp/issuer:username?secret=ABCDEFG&algorithm=something":         "algorithm",
		"otpauth://totp/issuer:username?secret=ABCDEFG&digits=0":                    "digits",
		"otpauth://totp/issuer:username?secret=ABCDEFG&digits=test":                 "digits",
		"otpauth://totp/issuer:username?secret=ABCDEFG&period=0":                    "period",
		"otpauth://totp/issuer:username?secret=ABCDEFG&period=test":                 "period",
		"otpauth://hotp/issuer:username?secret=ABCDEFG&counter=test":                "counter",
		"otpauth://hotp/issuer:username?secret=ABCDEFG&counter=-1":                  "counter",
		"otpauth://yaotp/issuer:username?secret=ABCDEFG&pin_length=test":            "the type is not",
		"otpauth://hotp/issuer:username?secret=ABCDEFG":                             "needs a counter",
		"otpauth://hotp/a?secret=ABCDEFG&counter=9223372036854775808":               "counter",
		"otpauth://totp/a?secret=":                                                  "no secret",
		"otpauth://totp/a?secret=%20-%20":                                           "no secret",
		"otpauth://totp/a?secret===":                                                "no secret",
		"otpauth://totp/a?secret=A":                                                 "base32",
		"otpauth://totp/a?secret=JBSW=Y3DP":                                         "base32",
		"otpauth://totp/a?secret=JBSW1Y3D":                                          "base32",
		"otpauth://totp/a?secret=%C4%B1BSWY3DP":                                     "base32", // a dotless i is no I
		"otpauth://totp/a?secret=ABCDEFG&secret=ABCDEFG":                            "twice",
		"otpauth://totp/a?secret=ABCDEFG&issuer=A&issuer=B":                         "twice",
		"otpauth://totp/a?secret=ABCDEFG&digits=":                                   "digits",
		"otpauth://totp/a?secret=ABCDEFG&digits=5":                                  "digits",
		"otpauth://totp/a?secret=ABCDEFG&digits=9":                                  "digits",
		"otpauth://totp/a?secret=ABCDEFG&digits=100":                                "digits",
		"otpauth://totp/a?secret=ABCDEFG&digits=6.0":                                "digits",
		"otpauth://totp/a?secret=ABCDEFG&digits=%D9%A6":                             "digits", // an Arabic six
		"otpauth://totp/a?secret=ABCDEFG&digits=18446744073709551622":               "digits", // 6, were it to wrap
		"otpauth://totp/a?secret=ABCDEFG&period=-30":                                "period",
		"otpauth://totp/a?secret=ABCDEFG&period=":                                   "period",
		"otpauth://totp/a?secret=ABCDEFG&period=0.5":                                "period",
		"otpauth://totp/a?secret=ABCDEFG&period=86401":                              "period",
		"otpauth://totp/a?secret=ABCDEFG&algorithm=":                                "algorithm",
		"otpauth://totp/a?secret=ABCDEFG&algorithm=SHA-1":                           "algorithm",
		"otpauth://totp/a?secret=ABCDEFG&algorithm=MD5":                             "algorithm",
		"otpauth://totp/%ff?secret=ABCDEFG":                                         "label",
		"otpauth://totp/%zz?secret=ABCDEFG":                                         "label",
		"otpauth://totp/a?secret=ABCDEFG&issuer=%ff":                                "UTF-8",
		"otpauth://totp/a?secret=ABCDEFG&amp;issuer=A":                              "percent",
		"otpauth:totp/a?secret=ABCDEFG":                                             "no //",
		"otpauth://steam/Steam:a?secret=ABCDEFG&digits=6":                           "5 characters",
		"otpauth://totp/Steam:a?secret=ABCDEFG&issuer=Steam&encoder=steam&digits=6": "5 characters",
		"otpauth://steam/Steam:a?secret=ABCDEFG&algorithm=SHA256":                   "SHA1",
		"otpauth://hotp/Steam:a?secret=ABCDEFG&issuer=Steam&digits=5&counter=0":     "counter",
		"otpauth://totp/a?secret=ABCDEFG&encoder=yandex":                            "encoder",
		"otpauth://totp/a?secret=ABCDEFG&issuer=" + strings.Repeat("a", MaxText):    "longer",
		"otpauth://totp@host/a?secret=ABCDEFG":                                      "the type is not",
		"otpauth://totp:1/a?secret=ABCDEFG":                                         "the type is not",
		"otpauth://totp/a#b&secret=ABCDEFG":                                         "no secret",
		"otpauth://totp/%E2%80%AE?secret=ABCDEFG":                                   "neither issuer nor account",
	} {
		p, err := Parse(text)
		want := core.Malformed
		if rule == "" {
			want = core.NotOurs
		}
		if core.KindOf(err) != want || !strings.Contains(core.Reason(err), rule) {
			t.Errorf("%s: %v, want %s with %q", text, err, want, rule)
		}
		if p.Account != nil {
			t.Errorf("%s: gave an account", text)
		}
	}
}

// Addresses as real QR codes have them.
func TestAddressesOfOthersAreUnderstood(t *testing.T) {
	const s = "secret=JBSWY3DPEHPK3PXP"
	for _, c := range []struct{ text, issuer, label string }{
		{"otpauth://totp/issuer:username?" + s, "issuer", "username"},
		{"otpauth://totp/Big%20Company:username?" + s, "Big Company", "username"},
		{"otpauth://totp/Big%20Company%3Ausername@test?" + s, "Big Company", "username@test"},
		{"otpauth://totp/Big%20Company%3A%20username%40test?" + s, "Big Company", "username@test"},
		{"otpauth://totp/Big Company: user name?" + s, "Big Company", "user name"},
		{"otpauth://totp/username?" + s, "", "username"},
		{"otpauth://totp/username?issuer=ACME&" + s, "ACME", "username"},
		{"otpauth://totp/ACME:username?issuer=ACME&" + s, "ACME", "username"},
		{"otpauth://totp/Old%20name:username?issuer=New+name&" + s, "New name", "username"},
		{"otpauth://totp/?issuer=ACME&" + s, "ACME", ""},
		{"otpauth://totp?issuer=ACME&" + s, "ACME", ""},
		{"otpauth://totp/ACME:?" + s, "ACME", ""},
		{"otpauth://totp/:username?" + s, "", "username"},
		{"otpauth://totp/anna+test@example.ch?" + s, "", "anna+test@example.ch"},
		{"otpauth://totp/https%3A%2F%2Fa.example:anna?" + s, "https://a.example", "anna"},
		{"otpauth://totp/urn:a:anna?issuer=urn:a&" + s, "urn:a", "anna"},
		{"otpauth://totp/ACME:a:b?" + s, "ACME", "a:b"},
		{"otpauth://totp/ACME/Shop:anna?" + s, "ACME/Shop", "anna"},
		{"otpauth://totp/room#3?" + s, "", "room#3"},
		{"otpauth://totp/%C3%89cole:zo%C3%AB?" + s, "École", "zoë"},
		{"otpauth://totp/École:zoë?" + s, "École", "zoë"},
		{"otpauth://totp/A%E2%80%AECME%0A:an%00na?" + s, "ACME", "anna"},
		{"otpauth://totp/a?image=https%3A%2F%2Fx&icon=y&lock=true&color=z&issuer=ACME&" + s, "ACME", "a"},
		{"OTPAUTH://TOTP/ACME:anna?" + s, "ACME", "anna"},
	} {
		p, err := Parse(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		a := p.Account
		if p.Kind != OTPAuth || a.Issuer != c.issuer || a.Label != c.label || !a.OTP.Secret.Equal(hello) {
			t.Errorf("%s: %q %q", c.text, a.Issuer, a.Label)
		}
		if a.State != core.CodeOnly || a.ID != "" || !a.Added.IsZero() || a.Device != nil {
			t.Errorf("%s: %+v", c.text, a)
		}
	}
}

func TestCodeSettingsAreRead(t *testing.T) {
	const totp, s = "otpauth://totp/a?", "secret=JBSWY3DPEHPK3PXP"
	for text, want := range map[string]core.OTP{
		totp + s:                                                     {Type: core.TOTP, Algorithm: "SHA1", Digits: 6, Period: 30 * time.Second},
		totp + "secret=jbsw-y3dp+EHPK%203PXP==":                      {Type: core.TOTP, Algorithm: "SHA1", Digits: 6, Period: 30 * time.Second},
		totp + s + "&digits=7&period=1":                              {Type: core.TOTP, Algorithm: "SHA1", Digits: 7, Period: time.Second},
		totp + s + "&digits=8&period=86400":                          {Type: core.TOTP, Algorithm: "SHA1", Digits: 8, Period: 24 * time.Hour},
		totp + s + "&algorithm=sha256":                               {Type: core.TOTP, Algorithm: "SHA256", Digits: 6, Period: 30 * time.Second},
		totp + s + "&algorithm=SHA512":                               {Type: core.TOTP, Algorithm: "SHA512", Digits: 6, Period: 30 * time.Second},
		totp + s + "&counter=-1":                                     {Type: core.TOTP, Algorithm: "SHA1", Digits: 6, Period: 30 * time.Second},
		totp + s + "&issuer=Steam":                                   {Type: core.TOTP, Algorithm: "SHA1", Digits: 6, Period: 30 * time.Second},
		totp + s + "&issuer=Steam&digits=5":                          {Type: core.Steam, Algorithm: "SHA1", Digits: 5, Period: 30 * time.Second},
		totp + s + "&issuer=Steam&encoder=steam":                     {Type: core.Steam, Algorithm: "SHA1", Digits: 5, Period: 30 * time.Second},
		"otpauth://steam/Steam:a?" + s:                               {Type: core.Steam, Algorithm: "SHA1", Digits: 5, Period: 30 * time.Second},
		"otpauth://hotp/a?counter=0&" + s:                            {Type: core.HOTP, Algorithm: "SHA1", Digits: 6},
		"otpauth://hotp/a?counter=9223372036854775807&digits=8&" + s: {Type: core.HOTP, Algorithm: "SHA1", Digits: 8, Counter: 1<<63 - 1},
	} {
		p, err := Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		got := p.Account.OTP
		if !got.Secret.Equal(hello) {
			t.Errorf("%s: wrong secret", text)
		}
		got.Secret = core.Secret{}
		if got.Type != want.Type || got.Algorithm != want.Algorithm || got.Digits != want.Digits ||
			got.Period != want.Period || got.Counter != want.Counter {
			t.Errorf("%s: %+v", text, got)
		}
	}
}

// A group of three or six characters has bytes of its own, whatever is left over of it.
func TestSecretOfAnOddLengthLosesNoByte(t *testing.T) {
	for text, want := range map[string]string{"GEZDGNBVAEA": "12345\x01", "GEZDGNBVGY3TQA": "12345678", "GEZDGNBVA": "12345"} {
		p, err := Parse("otpauth://totp/a?secret=" + text)
		if err != nil || string(p.Account.OTP.Secret.Bytes()) != want {
			t.Errorf("%s: %v, %v", text, p, err)
		}
	}
	if _, err := Parse("otpauth://totp/a?secret=GEZDGNBV1"); err == nil {
		t.Error("a character that is none of base32 was dropped")
	}
}
