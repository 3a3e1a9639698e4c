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

func TestErrorsNeverQuoteTheText(t *testing.T) {
	const secret = "JBSWY3DPEHPK3PXP"
	for _, text := range []string{
		"otpauth://totp/%zz?secret=" + secret, "otpauth://totp/a?secret=" + secret + "&issuer=%zz",
		"otpauth://totp/a?secret=" + secret + "1", "otpauth://" + secret + "/a", "kauth://" + secret,
		"kauth://link?v=" + secret, "kauth://link?v=1&u=" + secret, secret,
		"otpauth-migration://offline?data=" + secret, "otpauth-migration://" + secret,
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
	f.Add(RequestURL(signedRequest))
	f.Add("KAUTH://REQUEST/1/MFRGG.MFRGG.MFRGG")
	f.Add(migration(recorded))
	f.Add(part("a", 1, 3, 1<<64-5))
	f.Fuzz(func(t *testing.T, text string) {
		p, err := Parse(text)
		if err != nil {
			if p.Offer != nil || p.Account != nil || p.Export != nil || p.Request != "" || core.KindOf(err) == core.Internal {
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
		if p.Export != nil {
			checkExport(t, p.Export)
			return
		}
		if p.Request != "" {
			checkRequest(t, p)
			return
		}
		checkAccount(t, *p.Account)
	})
}

func checkAccount(t *testing.T, a core.Account) {
	t.Helper()
	o := a.OTP
	totp := o.Type == core.TOTP && o.Digits >= 6 && o.Digits <= 8 && o.Period > 0
	hotp := o.Type == core.HOTP && o.Digits >= 6 && o.Digits <= 8 && o.Period == 0
	steam := o.Type == core.Steam && o.Digits == 5 && o.Period > 0
	if !(totp || hotp || steam) || o.Secret.Len() == 0 || o.Counter > 1<<63-1 {
		t.Fatalf("%+v", o)
	}
	checkName(t, a.Issuer, a.Label)
}

func checkExport(t *testing.T, e *Export) {
	t.Helper()
	if e.Size < 1 || e.Size > maxParts || e.Index < 0 || e.Index >= e.Size || len(e.Accounts)+len(e.Refused) == 0 {
		t.Fatalf("%+v", e)
	}
	for _, a := range e.Accounts {
		checkAccount(t, a)
	}
	for _, r := range e.Refused {
		checkName(t, r.Issuer, r.Label, r.Why)
	}
}

func checkName(t *testing.T, names ...string) {
	t.Helper()
	for _, s := range names {
		if len(s) > maxName || !utf8.ValidString(s) || strings.ContainsAny(s, "\n\r\u202e\u2066\u200b\x00") {
			t.Fatalf("name %q", s)
		}
	}
}
