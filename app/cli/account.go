package main

import (
	"fmt"
	"strings"

	"kauth/app/wire"
	"kauth/core"
)

// minPrefix keeps "acc_" alone from meaning whichever account there is.
const minPrefix = len("acc_") + 1

// pick finds the account that a person means: by id, by the name that they gave
// it, by label, by issuer, by the beginning of its id; the first that fits any.
func pick(phone *wire.Phone, said string) (core.Account, error) {
	all, err := phone.Vault.Accounts()
	if err != nil {
		return core.Account{}, err
	}
	return meant(all, said)
}

func meant(all []core.Account, said string) (core.Account, error) {
	for _, fits := range []func(core.Account) bool{
		func(a core.Account) bool { return string(a.ID) == said },
		func(a core.Account) bool { return a.Name != "" && strings.EqualFold(a.Name, said) },
		func(a core.Account) bool { return a.Label != "" && strings.EqualFold(a.Label, said) },
		func(a core.Account) bool { return a.Issuer != "" && strings.EqualFold(a.Issuer, said) },
		func(a core.Account) bool { return len(said) >= minPrefix && strings.HasPrefix(string(a.ID), said) },
	} {
		var found []core.Account
		for _, a := range all {
			if fits(a) {
				found = append(found, a)
			}
		}
		switch len(found) {
		case 0:
		case 1:
			return found[0], nil
		default:
			return core.Account{}, ambiguous(said, found)
		}
	}
	return core.Account{}, core.Errorf("kauth-cli", core.NotFound, "no account %q", said)
}

func ambiguous(said string, found []core.Account) error {
	var list []string
	for _, a := range found {
		list = append(list, fmt.Sprintf("%s (%s)", a.ID, fullName(a)))
	}
	return misuse("%q may be any of %s", said, strings.Join(list, ", "))
}

// fullName is an account in a line: what it is called, and whose it is.
func fullName(a core.Account) string {
	if title := a.Title(); title != a.Label && a.Label != "" {
		return title + ", " + a.Label
	}
	return a.Title()
}
