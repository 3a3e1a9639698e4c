package stub

import (
	"testing"
	"time"

	"kauth/core/api"
)

// TestNistProfileNeverAsksForAPlainYes goes every way that leads to a request under
// the profile, whatever the switches say: SP 800-63B-4 section 3.1.3.2 wants six
// digits at least, that live ten minutes at most.
func TestNistProfileNeverAsksForAPlainYes(t *testing.T) {
	for _, mode := range []string{"", modeConfirm, modeMatch} {
		t.Run("mode "+mode, func(t *testing.T) {
			w := still(t, Options{Profile: "nist", QA: true})
			w.s.SetMode(mode)
			b := w.browser().signIn()
			offer := b.link()
			p := w.phone("Pixel 9")
			p.register(offer.Link).want(201)
			six := func(what string, match string) {
				t.Helper()
				c := p.open(p.fetch().Challenges[0])
				if c.Mode != "match" || c.Digits != 6 || len(match) != 6 || c.Exp-c.Iat > 600 {
					t.Fatalf("%s: mode %s, %d digits, %q, for %d s", what, c.Mode, c.Digits, match, c.Exp-c.Iat)
				}
			}
			digits := b.linkState(offer.ID).Digits
			six("a link", digits)
			p.approve(p.only(), digits).want(200)

			id, ask := b.ask()
			six("a sign-in", number(ask))
			again := b.askIn(id)
			six("a second request", number(again))
			w.pass(10 * time.Second)
			var resent api.AskReply
			b.login("POST", id, "/resend").want(200).into(&resent)
			six("sent again", number(resent))
			p.approve(p.only(), number(resent)).want(200)
			b.redeem(id).want(204)
			w.pass(time.Hour)
			_, ask = b.ask()
			six("from a known place, after a success", number(ask))
			p.deny(p.only()).want(200)
			six2 := w.party().asked("requested_expiry", "86400")
			six("a relying party's", six2.Match)
			w.ok(w.s.update(func(t *tx) error { // whatever will ask one day: a step-up
				d, err := t.device(p.reg.Device)
				if err != nil {
					return err
				}
				c := &challenge{Account: d.Account, Kind: "step_up", Expires: t.now + 86400}
				if err := t.newChallenge(c, []*device{d}, "Manager", 0); err != nil {
					return err
				}
				if c.Mode != modeMatch || len(c.Number) != 6 || c.Expires > t.now+600 {
					w.t.Errorf("a step-up: %+v", c)
				}
				return nil
			}))
		})
	}
}

func TestNistProfileLimits(t *testing.T) {
	w := still(t, Options{Profile: "nist"})
	_, p := w.linked()
	if secret, err := base32NoPad.DecodeString(p.reg.TOTP.Secret); err != nil || len(secret) < 14 { // N15: 112 bits
		t.Errorf("a secret of %d bytes", len(secret))
	}
	if p.reg.TOTP.Period*(2*codeWindow+2) > 120 { // N15: the nonce changes within two minutes, drift and all
		t.Error("a code lives too long")
	}
	if lastTry > 100 || byName.slow > 100 { // N10
		t.Error("more than a hundred failures")
	}
	if _, codes := newRecoverySet(0, 0); len(codes[0]) < 16+3 { // 16 letters of 5 bits: section 4.2.1.1 wants 64
		t.Errorf("a backup code %q", codes[0])
	}
	var c api.Configuration
	w.raw("GET", api.PathConfiguration, "").want(200).into(&c)
	if c.Limits["login_digits"] != 6 || c.Limits["link_digits"] != 6 {
		t.Errorf("%+v", c.Limits)
	}
}
