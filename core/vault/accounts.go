package vault

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"strconv"

	"kauth/core"
)

// Accounts gives every account that is as it was written, by Order, then by when
// it was added. Damaged lists the others.
func (v *Vault) Accounts() ([]core.Account, error) {
	const op = "vault.Accounts"
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.ready(op); err != nil {
		return nil, err
	}
	return v.accountsNow(op)
}

// accountsNow is called with v.mu held.
func (v *Vault) accountsNow(op string) ([]core.Account, error) {
	found, err := v.readAll(op, accounts, v.list.ids(accounts)...)
	if err != nil {
		return nil, err
	}
	list := make([]core.Account, 0, len(found))
	for id, data := range found {
		a, err := decodeAccount(data, v.o.Hardware)
		clear(data)
		if err != nil {
			v.damaged[place(accounts, id)] = true
			continue
		}
		list = append(list, a)
	}
	slices.SortFunc(list, byPlace)
	return list, nil
}

func byPlace(a, b core.Account) int {
	return cmp.Or(cmp.Compare(a.Order, b.Order), a.Added.Compare(b.Added), cmp.Compare(a.ID, b.ID))
}

// Account gives one account: core.NotFound where there is none, core.VaultDamaged
// where it is not as it was written.
func (v *Vault) Account(id core.AccountID) (core.Account, error) {
	const op = "vault.Account"
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.ready(op); err != nil {
		return core.Account{}, err
	}
	data, err := v.read(op, accounts, string(id))
	if err != nil {
		return core.Account{}, err
	}
	defer clear(data)
	a, err := decodeAccount(data, v.o.Hardware)
	if err != nil {
		return core.Account{}, core.E(op, core.VaultDamaged, err)
	}
	return a, nil
}

// PutAccount stores an account over an earlier one of that ID, durable when it
// returns. It fails as Put does, with core.Unsupported for a device key that has
// neither bytes nor a name in this phone's hardware, and with core.Malformed for what cannot be given back
// as it is.
func (v *Vault) PutAccount(a core.Account) error {
	return v.putAccounts("vault.PutAccount", []core.Account{a}, false)
}

// AddAccounts stores new accounts in one change, with one snapshot: all of them are
// durable when it returns, or none. Each needs an ID that is not here yet
// (core.Duplicate). It fails as PutAccount does.
func (v *Vault) AddAccounts(list []core.Account) error {
	return v.putAccounts("vault.AddAccounts", list, true)
}

func (v *Vault) putAccounts(op string, list []core.Account, fresh bool) error {
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
	if err := v.ready(op); err != nil || len(writes) == 0 {
		return err
	}
	if fresh && v.anyHere(writes) {
		return core.Errorf(op, core.Duplicate, "an account of that ID is here already")
	}
	return v.change(op, writes...)
}

// anyHere tells whether one of the records is here already, or twice among them.
func (v *Vault) anyHere(writes []write) bool {
	seen := map[string]bool{}
	for _, w := range writes {
		if _, here := v.list.revision(w.bucket, w.id); here || seen[w.id] {
			return true
		}
		seen[w.id] = true
	}
	return false
}

// UpdateAccount reads an account, has change make another of it, and stores that:
// one step, so that two who change different things of it do not undo each other.
// An error of change leaves it as it was and comes back as it is. change must not
// call the vault.
func (v *Vault) UpdateAccount(id core.AccountID, change func(*core.Account) error) error {
	const op = "vault.UpdateAccount"
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.ready(op); err != nil {
		return err
	}
	old, err := v.read(op, accounts, string(id))
	if err != nil {
		return err
	}
	defer clear(old)
	a, err := decodeAccount(old, v.o.Hardware)
	if err != nil {
		return core.E(op, core.VaultDamaged, err)
	}
	if err := change(&a); err != nil {
		return err
	}
	a.ID = id
	data, err := encodeAccount(a)
	switch {
	case errors.Is(err, errHardware):
		return core.E(op, core.Unsupported, err)
	case err != nil:
		return core.E(op, core.Malformed, err)
	}
	defer clear(data)
	return v.change(op, write{accounts, string(a.ID), data})
}

// DeleteAccount takes away an account and its counter, and leaves no sealed bytes
// of them in the file: core.NotFound where there is none.
func (v *Vault) DeleteAccount(id core.AccountID) error {
	const op = "vault.DeleteAccount"
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.ready(op); err != nil {
		return err
	}
	if _, ok := v.list.revision(accounts, string(id)); !ok {
		return core.E(op, core.NotFound, nil)
	}
	return v.remove(op, write{accounts, string(id), nil}, write{counters, string(id), nil})
}

// NextCounter gives 1, 2, 3 and so on for an account, each number once: it is
// durable before it is given, so a kill leaves a gap and never a number used
// twice, which a server takes for a copied vault. A damaged counter is
// core.VaultDamaged and does not begin again.
func (v *Vault) NextCounter(id core.AccountID) (uint64, error) {
	const op = "vault.NextCounter"
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.ready(op); err != nil {
		return 0, err
	}
	if _, ok := v.list.revision(accounts, string(id)); !ok {
		return 0, core.E(op, core.NotFound, nil)
	}
	last, err := v.counter(op, string(id))
	if err != nil {
		return 0, err
	}
	next := strconv.AppendUint(nil, last+1, 10)
	if err := v.change(op, write{counters, string(id), next}); err != nil {
		return 0, err
	}
	return last + 1, nil
}

func (v *Vault) counter(op, id string) (uint64, error) {
	data, err := v.read(op, counters, id)
	if core.KindOf(err) == core.NotFound {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	last, err := strconv.ParseUint(string(data), 10, 64)
	if err != nil || last == math.MaxUint64 {
		return 0, core.E(op, core.VaultDamaged, errRecord)
	}
	return last, nil
}
