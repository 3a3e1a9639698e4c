package vault

import (
	"slices"

	"kauth/core"
)

// Trash lists what was removed and can be put back, the newest first.
func (v *Vault) Trash() ([]core.Discarded, error) {
	const op = "vault.Trash"
	m := v.moment()
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.ready(op); err != nil {
		return nil, err
	}
	items, err := v.trashed(op)
	if err != nil {
		return nil, err
	}
	defer wipeTrashed(items)
	age, _ := v.trashAge(op, items, m)
	age = age.at(m)
	list := make([]core.Discarded, 0, len(items))
	for _, t := range slices.Backward(items) {
		d, err := t.discarded(age)
		if err != nil {
			v.damaged[place(trash, t.id)] = true
			continue
		}
		list = append(list, d)
	}
	return list, nil
}

// PutBack moves an account from the trash to where it was in the list, in one step, and
// gives it: core.NotFound, core.VaultDamaged, or core.Duplicate where the same codes are
// there again under that issuer and label, and then it stays in the trash.
func (v *Vault) PutBack(id core.AccountID) (core.Account, error) {
	const op = "vault.PutBack"
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.ready(op); err != nil {
		return core.Account{}, err
	}
	if _, ok := v.list.revision(trash, string(id)); !ok {
		return core.Account{}, core.E(op, core.NotFound, nil)
	}
	items, err := v.trashed(op)
	if err != nil {
		return core.Account{}, err
	}
	defer wipeTrashed(items)
	i := slices.IndexFunc(items, func(t trashed) bool { return t.id == string(id) })
	if i < 0 {
		return core.Account{}, core.E(op, core.VaultDamaged, errRecord)
	}
	d, err := items[i].discarded(trashAge{})
	if err != nil {
		return core.Account{}, core.E(op, core.VaultDamaged, err)
	}
	here, err := v.accountsNow(op) // under the lock: the same codes may be added at this moment
	if err != nil {
		return core.Account{}, err
	}
	_, again := v.list.revision(accounts, string(id))
	if again || slices.ContainsFunc(here, d.Account.SameCodes) {
		return d.Account, core.E(op, core.Duplicate, nil)
	}
	return d.Account, v.remove(op, write{accounts, string(id), items[i].Account}, write{trash, string(id), nil})
}

// RemoveForEver takes accounts out of the trash, and leaves no sealed bytes of them in
// the file: core.NotFound where one is not there, and then all stay.
func (v *Vault) RemoveForEver(ids ...core.AccountID) error {
	const op = "vault.RemoveForEver"
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.ready(op); err != nil || len(ids) == 0 {
		return err
	}
	var writes []write
	for _, id := range ids {
		if _, ok := v.list.revision(trash, string(id)); !ok {
			return core.E(op, core.NotFound, nil)
		}
		writes = append(writes, write{trash, string(id), nil})
	}
	return v.remove(op, writes...)
}

// AgeTrash counts the time that has gone by since the last look, and removes for ever
// what has been there for 30 days. It gives how many that were, and writes nothing for
// less than an hour.
func (v *Vault) AgeTrash() (removed int, err error) {
	const op = "vault.AgeTrash"
	m := v.moment()
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.ready(op); err != nil || len(v.list.ids(trash)) == 0 {
		return 0, err
	}
	items, err := v.trashed(op)
	if err != nil {
		return 0, err
	}
	wipeTrashed(items)
	was, known := v.trashAge(op, items, m)
	age := was.at(m)
	var writes []write
	for _, t := range items {
		if age.left(t.Since) <= 0 {
			writes = append(writes, write{trash, t.id, nil})
		}
	}
	if removed = len(writes); removed == 0 && known && !was.stale(age) {
		return 0, nil
	}
	clock, err := age.write()
	if err != nil {
		return 0, core.E(op, core.Internal, err)
	}
	if removed == 0 {
		return 0, v.change(op, clock)
	}
	return removed, v.remove(op, append(writes, clock)...)
}

// stale tells whether the look is worth a write: an hour was counted, the clock was set,
// or the servers agree for the first time.
func (a trashAge) stale(now trashAge) bool {
	const hour = 3600
	return now.Age-a.Age >= hour || now.Phone-a.Phone >= hour || now.Phone < a.Phone || a.Sure == nil && now.Sure != nil
}
