package main

import (
	"context"

	"kauth/app/wire"
	"kauth/core"
	"kauth/core/link"
)

// runAnswer answers a request that is read from the page's QR code, without a network:
// it says what is asked, or the digits to type on the page.
func runAnswer(ctx context.Context, p *params) error {
	if p.qr == "" {
		return misuse("answer wants the page's QR code: --qr PICTURE or its text")
	}
	said, why, err := p.saidTo()
	if err != nil {
		return err
	}
	parsed, err := p.address(ctx, p.qr)
	switch {
	case err != nil:
		return err
	case parsed.Kind != link.Request:
		return core.Errorf("kauth-cli", core.NotOurs, "this is no sign-in request")
	}
	return p.with(ctx, func(phone *wire.Phone) error {
		c, err := phone.Inbox.Scanned(parsed.Text)
		if err != nil {
			return err
		}
		if said == "" {
			r := requestOf(phone, c)
			return p.result(r, "%s\t%s\t%s, %s\t%s\t%s\t%d s left", r.ID, asks(c), r.Issuer, r.Label, words.Agent(r.Device), words.Place(r.Place), r.ExpiresIn)
		}
		if err := p.checkNumber(c, said); err != nil {
			return err
		}
		digits, err := phone.Inbox.Digits(ctx, c.ID, said, p.number, why)
		if err != nil {
			return err
		}
		return p.result(digitsResult{ID: c.ID, Answer: said, Digits: digits, ExpiresIn: requestOf(phone, c).ExpiresIn}, "%s %s", digits[:4], digits[4:])
	})
}

var errIsRequest = core.Errorf("kauth-cli", core.Unsupported, "a sign-in request: use answer --qr")

// saidTo reads the answer from the command line.
func (p *params) saidTo() (core.Decision, core.Why, error) {
	word := ""
	if len(p.args) > 0 {
		word = p.args[0]
	}
	switch {
	case word == "yes" && !p.notMe:
		return core.Approve, "", nil
	case word == "no" && p.notMe:
		return core.Deny, core.NotMe, nil
	case word == "no":
		return core.Deny, "", nil
	case word == "" && !p.notMe && p.number == "":
		return "", "", nil
	}
	return "", "", misuse("answer takes yes or no; --not-me goes with no")
}
