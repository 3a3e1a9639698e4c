package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"kauth/app/wire"
	"kauth/core"
	"kauth/core/api"
	"kauth/core/otp"
)

func runList(ctx context.Context, p *params) error {
	return p.with(ctx, func(phone *wire.Phone) error {
		all, err := phone.Vault.Accounts()
		if err != nil {
			return err
		}
		return p.table(func() error {
			for _, a := range all {
				if err := p.result(resultOf(a), "%s\t%s\t%s\t%s", a.ID, a.State, a.Title(), a.Label); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

func runCode(ctx context.Context, p *params) error {
	return p.with(ctx, func(phone *wire.Phone) error {
		a, err := pick(phone, p.args[0])
		if err != nil {
			return err
		}
		if a.State != core.Active && a.State != core.CodeOnly {
			return core.Errorf("kauth-cli", core.Denied, "the account has no codes until it is confirmed")
		}
		if a.OTP.Type == core.HOTP {
			return p.codeByCounter(phone, a)
		}
		at := moment(phone, a)
		if slices.Contains(p.given, "at") {
			at = time.Unix(p.at, 0)
		} else if err := p.tellClock(at); err != nil {
			return err
		}
		c, err := otp.At(a.OTP, at)
		if err == nil && p.next {
			left := c.Left + c.Period
			c, err = otp.At(a.OTP, at.Add(c.Left))
			c.Left = left
		}
		if err != nil {
			return err
		}
		seconds := int((c.Left + time.Second - 1) / time.Second)
		r := codeResult{a.ID, a.Issuer, a.Label, c.Digits, c.Next, seconds}
		return p.result(r, "%s  for %d s, then %s", otp.Group(c.Digits), seconds, otp.Group(c.Next))
	})
}

// moment is the time for an account's codes, by its own server where it has one.
func moment(phone *wire.Phone, a core.Account) time.Time {
	if a.Device != nil {
		return phone.Clock.At(a.Device.Origin)
	}
	return phone.Clock.Now()
}

// codeByCounter moves the counter on before it shows the code: a code shown twice
// is a code that works once.
func (p *params) codeByCounter(phone *wire.Phone, a core.Account) error {
	if p.next || slices.Contains(p.given, "at") {
		return misuse("the codes of this account follow a counter, not the time")
	}
	c, err := otp.At(a.OTP, time.Time{})
	if err != nil {
		return err
	}
	err = phone.Vault.UpdateAccount(a.ID, func(now *core.Account) error {
		now.OTP.Counter++
		return nil
	})
	if err != nil {
		return err
	}
	return p.result(codeResult{Account: a.ID, Issuer: a.Issuer, Label: a.Label, Code: c.Digits}, "%s", otp.Group(c.Digits))
}

func runAdd(ctx context.Context, p *params) error {
	parsed, err := p.address(ctx, p.args[0])
	if err != nil {
		return err
	}
	switch {
	case parsed.Export != nil:
		return core.Errorf("kauth-cli", core.Unsupported, "an export from another phone: use import")
	case parsed.Request != "":
		return errIsRequest
	case parsed.Account == nil:
		return core.Errorf("kauth-cli", core.NotOurs, "this links a phone: use link")
	}
	return p.with(ctx, func(phone *wire.Phone) error {
		a, err := phone.Enroll.AddCodeOnly(*parsed.Account)
		if err != nil {
			return err
		}
		return p.result(resultOf(a), "%s is added as %s.", fullName(a), a.ID)
	})
}

func runRename(ctx context.Context, p *params) error {
	return p.with(ctx, func(phone *wire.Phone) error {
		a, err := pick(phone, p.args[0])
		if err != nil {
			return err
		}
		a.Name = api.CleanText(p.args[1], api.MaxName)
		err = phone.Vault.UpdateAccount(a.ID, func(now *core.Account) error {
			now.Name = a.Name
			return nil
		})
		if err != nil {
			return err
		}
		return p.result(resultOf(a), "%s is now called %s.", a.ID, a.Title())
	})
}

func runRemove(ctx context.Context, p *params) error {
	return p.with(ctx, func(phone *wire.Phone) error {
		if id := core.AccountID(p.args[0]); p.yes && slices.Contains(phone.Vault.Damaged(), "accounts/"+string(id)) {
			if err := phone.Vault.DeleteAccount(id); err != nil {
				return err
			}
			return p.result(accountResult{Account: id, State: "removed"}, "What was left of %s is deleted.", id)
		}
		a, err := pick(phone, p.args[0])
		if err != nil {
			return err
		}
		if !p.yes {
			return misuse("removing %s needs --yes", fullName(a))
		}
		if err := phone.Enroll.Remove(ctx, a.ID); err != nil {
			return err
		}
		r := resultOf(a)
		r.State, r.CodesWaiting = "removed", false
		return p.result(r, "%s is removed. kauth-cli trash restore %s brings its codes back.", fullName(a), a.ID)
	})
}

func runRekey(ctx context.Context, p *params) error {
	return p.with(ctx, func(phone *wire.Phone) error {
		a, err := pick(phone, p.args[0])
		if err != nil {
			return err
		}
		if err := phone.Inbox.Rekey(ctx, a.ID); err != nil {
			return err
		}
		return p.result(resultOf(a), "%s has a new key at its server; the old one is dead.", fullName(a))
	})
}

// count says how many: "1 account", "2 accounts", "3 copies", "4 days".
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	if stem, y := strings.CutSuffix(what, "y"); y && !strings.HasSuffix(stem, "a") {
		what = stem + "ie"
	}
	return fmt.Sprintf("%d %ss", n, what)
}
