package vault

import (
	"errors"
	"strconv"

	"kauth/core"
)

// AddAccounts stores new accounts, all of them in one step or none: a process that is
// killed in between leaves the vault as it was. Each needs an ID that is not here yet
// (core.Duplicate). It fails as PutAccount does.
func (v *Vault) AddAccounts(list []core.Account) error {
	const op = "vault.AddAccounts"
	writes := make([]write, 0, len(list))
	defer func() {
		for _, w := range writes {
			clear(w.data)
		}
	}()
	for _, a := range list {
		data, err := encodeAccount(a)
		switch {
		case errors.Is(err, errHardware):
			return core.E(op, core.Unsupported, err)
		case err != nil:
			return core.E(op, core.Malformed, err)
		}
		writes = append(writes, write{accounts, string(a.ID), data})
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.ready(op); err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, w := range writes {
		if _, here := v.list.revision(accounts, w.id); here || seen[w.id] {
			return core.E(op, core.Duplicate, errors.New("account "+strconv.Quote(w.id)+" is here already"))
		}
		seen[w.id] = true
	}
	if len(writes) == 0 {
		return nil
	}
	return v.change(op, writes...)
}
