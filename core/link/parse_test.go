package link

import (
	"strings"
	"testing"
	"unicode/utf8"

	"kauth/core"
)

func TestOtherTextIsNotOurs(t *testing.T) {
	for _, text := range []string{
		"", " ", "https://www.example.com/", "WIFI:S:net;P:pass;;", "kauth", "steam://JBSWY3DPEHPK3PXP",
		"apple-otpauth://totp/a?secret=JBSWY3DPEHPK3PXP", "\xff\xfe", strings.Repeat("a", 1<<20),
	} {
		p, err := Parse(text)
		if core.KindOf(err) != core.NotOurs || p.Kind != Other {
			t.Errorf("%.40q: %v %v", text, p.Kind, err)
		}
	}
}

func TestExportOfAnotherAppIsRecognized(t *testing.T) {
	p, err := Parse("otpauth-migration://offline?data=CjEKCkhlbGxvId6tvu8")
	if core.KindOf(err) != core.Unsupported || p.Kind != Migration {
		t.Errorf("%v %v", p.Kind, err)
	}
}

func TestErrorsNeverQuoteTheText(t *testing.T) {
	const secret = "JBSWY3DPEHPK3PXP"
	for _, text := range []string{
		"otpauth://totp/%zz?secret=" + secret, "otpauth://totp/a?secret=" + secret + "&issuer=%zz",
		"otpauth://totp/a?secret=" + secret + "1", "otpauth://" + secret + "/a", "kauth://" + secret,
		"kauth://link?v=" + secret, "kauth://link?v=1&u=" + secret, secret,
	} {
		if _, err := Parse(text); err == nil || strings.Contains(err.Error(), secret) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// Whatever is read can be shown, and an offer means the same when written again.
func FuzzParse(f *testing.F) {
	f.Add(sample().URL())
	f.Add("kauth://link?v=2")
	f.Add("otpauth://totp/ACME:anna?secret=JBSWY3DPEHPK3PXP&issuer=ACME&digits=8&period=60&algorithm=SHA256")
	f.Add("otpauth://hotp/%C3%89cole%3Azo%C3%AB?secret=jbsw-y3dp&counter=7")
	f.Add("otpauth://steam/Steam:a?secret=ABCDEFG")
	f.Add("otpauth-migration://offline?data=AAAA")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := Parse(text)
		if err != nil {
			if p.Offer != nil || p.Account != nil || core.KindOf(err) == core.Internal {
				t.Fatalf("%+v with %v", p, err)
			}
			return
		}
		if len(p.Text) > MaxText {
			t.Fatal("read a text over the limit")
		}
		if p.Offer != nil {
			again, err := Parse(p.Offer.URL())
			// Escapes can make a short text long: only then may it not come back.
			if len(p.Offer.URL()) <= MaxText && (err != nil || *again.Offer != *p.Offer) {
				t.Fatalf("%+v came back as %+v, %v", p.Offer, again.Offer, err)
			}
			checkName(t, p.Offer.Issuer, p.Offer.Account)
			return
		}
		o := p.Account.OTP
		totp := o.Type == core.TOTP && o.Digits >= 6 && o.Digits <= 8 && o.Period > 0
		hotp := o.Type == core.HOTP && o.Digits >= 6 && o.Digits <= 8 && o.Period == 0
		steam := o.Type == core.Steam && o.Digits == 5 && o.Period > 0
		if !(totp || hotp || steam) || o.Secret.Len() == 0 {
			t.Fatalf("%+v", o)
		}
		checkName(t, p.Account.Issuer, p.Account.Label)
	})
}

func checkName(t *testing.T, names ...string) {
	t.Helper()
	for _, s := range names {
		if len(s) > maxName || !utf8.ValidString(s) || strings.ContainsAny(s, "\n\r\u202e\u2066\u200b\x00") {
			t.Fatalf("name %q", s)
		}
	}
}
