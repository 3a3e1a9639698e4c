package vault

import "kauth/core"

// Arrange puts accounts into an order of the person's own, in one step: all of it is
// durable when it returns, or nothing has changed. Those that are not named follow, in
// the order that they have.
func (v *Vault) Arrange(ids []core.AccountID) error {
	const op = "vault.Arrange"
	all, err := v.Accounts()
	if err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.ready(op); err != nil {
		return err
	}
	var writes []write
	defer func() {
		for _, w := range writes {
			clear(w.data)
		}
	}()
	for place, id := range arranged(all, ids) {
		data, err := v.placed(op, id, place)
		if err != nil {
			return err
		}
		if data != nil {
			writes = append(writes, write{accounts, string(id), data})
		}
	}
	if len(writes) == 0 {
		return nil
	}
	return v.change(op, writes...)
}

// arranged are all accounts, those that are named first.
func arranged(all []core.Account, named []core.AccountID) []core.AccountID {
	here := make(map[core.AccountID]bool, len(all))
	for _, a := range all {
		here[a.ID] = true
	}
	var ids []core.AccountID
	take := func(id core.AccountID) {
		if here[id] {
			here[id] = false // once
			ids = append(ids, id)
		}
	}
	for _, id := range named {
		take(id)
	}
	for _, a := range all {
		take(a.ID)
	}
	return ids
}

// placed is an account's record with another place in the list, as it is now and not
// as it was when the list was read; nil where it has that place.
func (v *Vault) placed(op string, id core.AccountID, place int) ([]byte, error) {
	old, err := v.read(op, accounts, string(id))
	switch {
	case core.KindOf(err) == core.NotFound:
		return nil, nil // it went meanwhile
	case err != nil:
		return nil, err
	}
	defer clear(old)
	a, err := decodeAccount(old, v.o.Hardware)
	if err != nil {
		return nil, core.E(op, core.VaultDamaged, err)
	}
	if a.Order == place {
		return nil, nil
	}
	a.Order = place
	data, err := encodeAccount(a)
	if err != nil {
		return nil, core.E(op, core.Malformed, err)
	}
	return data, nil
}
