package main

import (
	"context"
	"time"

	"kauth/app/wire"
	"kauth/core"
)

// runTrash lists what was removed, puts one back, or removes all of it for ever.
func runTrash(ctx context.Context, p *params) error {
	does := map[string]func(*wire.Phone, []core.Discarded) error{"": p.listTrash, "restore": p.restoreTrash, "empty": p.emptyTrash}
	word, takes := "", 0
	if len(p.args) > 0 {
		word = p.args[0]
	}
	if word == "restore" {
		takes = 1
	}
	do, known := does[word]
	if !known || len(p.args) > 0 && len(p.args)-1 != takes {
		return misuse("trash takes nothing, restore ACCOUNT, or empty")
	}
	return p.with(ctx, func(phone *wire.Phone) error {
		all, err := phone.Trash.List()
		if err != nil {
			return err
		}
		return do(phone, all)
	})
}

const inTrash, restored, removed = "trash", "restored", "removed"

func trashOf(d core.Discarded, state string) trashResult {
	return trashResult{
		Account: d.Account.ID, Issuer: d.Account.Issuer, Label: d.Account.Label, Name: d.Account.Name, State: state,
		Server: d.Account.LinkedTo, By: d.By, Removed: d.When.Format(time.RFC3339), Days: daysLeft(d.Left),
	}
}

// daysLeft counts a day that has begun.
func daysLeft(d time.Duration) int { return int((d + 24*time.Hour - 1) / (24 * time.Hour)) }

func (p *params) listTrash(_ *wire.Phone, all []core.Discarded) error {
	if len(all) == 0 && !p.asJSON {
		return p.result(nil, "The trash is empty.")
	}
	return p.table(func() error {
		for _, d := range all {
			if err := p.result(trashOf(d, inTrash), "%s\t%s\t%s", d.Account.ID, fullName(d.Account), count(daysLeft(d.Left), "day")); err != nil {
				return err
			}
		}
		return nil
	})
}

func (p *params) restoreTrash(phone *wire.Phone, all []core.Discarded) error {
	accounts := make([]core.Account, 0, len(all))
	for _, d := range all {
		accounts = append(accounts, d.Account)
	}
	a, err := meant(accounts, p.args[1])
	if err != nil {
		return err
	}
	if a, err = phone.Trash.PutBack(a.ID); err != nil {
		return err
	}
	for _, d := range all {
		if d.Account.ID != a.ID {
			continue
		}
		more := ""
		if a.LinkedTo != "" {
			more = " It shows codes; requests have to be turned on again: link it at " + a.LinkedTo + "."
		}
		return p.result(trashOf(d, restored), "%s is back.%s", fullName(a), more)
	}
	return nil
}

func (p *params) emptyTrash(phone *wire.Phone, all []core.Discarded) error {
	ids := make([]core.AccountID, 0, len(all))
	for _, d := range all {
		ids = append(ids, d.Account.ID)
	}
	if err := phone.Trash.Remove(ids...); err != nil {
		return err
	}
	if !p.asJSON {
		return p.result(nil, "Removed for ever: %s.", count(len(all), "account"))
	}
	for _, d := range all {
		if err := p.result(trashOf(d, removed), ""); err != nil {
			return err
		}
	}
	return nil
}
