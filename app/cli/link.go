package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"kauth/app/wire"
	"kauth/core"
	"kauth/core/link"
)

func runLink(ctx context.Context, p *params) error {
	parsed, err := p.address(ctx, p.args[0])
	if err != nil {
		return err
	}
	switch {
	case parsed.Export != nil:
		return core.Errorf("kauth-cli", core.Unsupported, "an export from another phone: use import")
	case parsed.Request != "":
		return errIsRequest
	case parsed.Offer == nil:
		return core.Errorf("kauth-cli", core.NotOurs, "this adds a code-only account: use add")
	}
	return p.with(ctx, func(phone *wire.Phone) error {
		a, err := begin(ctx, phone, *parsed.Offer)
		if err != nil {
			return err
		}
		if a.Device.Moves {
			return p.moves(ctx, phone, a, 0)
		}
		r := resultOf(a)
		return p.result(r, "%s waits for the six digits that the computer shows for %q. Type them:\nkauth-cli confirm %s DIGITS",
			fullName(a), r.Device, a.ID)
	})
}

// begin takes up an offer. What an earlier try for the same account left half
// done is brought to its end first, and given up where that is not the end of it.
func begin(ctx context.Context, phone *wire.Phone, o link.Offer) (core.Account, error) {
	if len(halves(phone, o)) > 0 {
		_, _ = phone.Enroll.Resume(ctx) // what stops it stops Begin too
	}
	a, err := phone.Enroll.Begin(ctx, o)
	earlier := halves(phone, o)
	if core.KindOf(err) == core.LinkUsed && len(earlier) > 0 {
		// Used by this phone, which was killed before it could say so.
		a, err = earlier[len(earlier)-1], nil
	}
	for _, old := range earlier {
		if err == nil && old.ID != a.ID {
			err = phone.Enroll.Abandon(ctx, old.ID)
		}
	}
	return a, err
}

// halves are the accounts that wait to be finished for whom the offer is.
func halves(phone *wire.Phone, o link.Offer) []core.Account {
	all, _ := phone.Vault.Accounts() // an error comes again from Begin
	return slices.DeleteFunc(all, func(a core.Account) bool {
		unfinished := a.State == core.Registering || a.State == core.Unconfirmed
		return !unfinished || a.Device == nil || a.Device.Origin != o.Origin || a.Label != o.Account
	})
}

func runConfirm(ctx context.Context, p *params) error {
	return p.with(ctx, func(phone *wire.Phone) error {
		a, err := pick(phone, p.args[0])
		if err != nil {
			return err
		}
		if a.State == core.Registering { // killed before the server's answer was kept
			if _, err := phone.Enroll.Resume(ctx); err != nil {
				return err
			}
		}
		if a, err = phone.Enroll.Confirm(ctx, a.ID, p.args[1]); err != nil {
			return err
		}
		more := ""
		if a.CodesWaiting {
			more = fmt.Sprintf("\nBackup codes wait to be put in a safe place: kauth-cli codes %s", a.ID)
		}
		return p.result(resultOf(a), "%s is linked.%s", fullName(a), more)
	})
}

func runCodes(ctx context.Context, p *params) error {
	return p.with(ctx, func(phone *wire.Phone) error {
		a, err := pick(phone, p.args[0])
		if err != nil {
			return err
		}
		codes, err := phone.Enroll.RecoveryCodes(ctx, a.ID)
		if err != nil {
			return err
		}
		if len(codes) == 0 {
			return p.result(codesResult{a.ID, []string{}}, "No backup codes wait to be seen.")
		}
		if err := p.result(codesResult{a.ID, codes}, "%s", strings.Join(codes, "\n")); err != nil || p.keep {
			return err
		}
		if err := phone.Enroll.CodesKept(ctx, a.ID); err != nil {
			// They were shown, and can be shown again: that is no failure.
			fmt.Fprintf(p.err, "kauth-cli: the server was not told that the codes were seen (%s)\n", core.KindOf(err))
		}
		return nil
	})
}
