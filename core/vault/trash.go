package vault

import (
	"cmp"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"kauth/core"
)

// The buckets of the trash.
const (
	trash        = "trash"
	trashClock   = "trash clock"
	trashClockID = "age"
)

// trashMost is how many accounts the trash holds; the oldest go first.
const trashMost = 1000

// trashed is an account in the trash, inside its seal: version 1.
type trashed struct {
	Version int             `json:"version"`
	Account json.RawMessage `json:"account"` // as in the bucket of accounts, without a device
	Deleted int64           `json:"deleted"` // Unix milliseconds, by the corrected clock
	By      core.Removal    `json:"by"`
	Since   int64           `json:"since_seconds"` // the trash's age then

	id string
}

// Discard takes an account and its counter off the list and puts its codes into the
// trash, in one step. Device keys go for good, as DeleteAccount has it, and so does an
// account that has no codes, or is in a vault that can be made again. It fails as
// DeleteAccount does.
func (v *Vault) Discard(id core.AccountID, by core.Removal) error {
	const op = "vault.Discard"
	m := v.moment()
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.ready(op); err != nil {
		return err
	}
	writes := []write{{accounts, string(id), nil}, {counters, string(id), nil}}
	a, err := v.accountNow(op, string(id))
	if err != nil {
		return err
	}
	if a.OTP.Secret.Len() > 0 && !v.o.Derived {
		more, err := v.intoTrash(op, a, by, m)
		if err != nil {
			return err
		}
		defer wipe(more)
		writes = append(writes, more...)
	}
	return v.remove(op, writes...)
}

func (v *Vault) accountNow(op, id string) (core.Account, error) {
	data, err := v.read(op, accounts, id)
	if err != nil {
		return core.Account{}, err
	}
	defer clear(data)
	a, err := decodeAccount(data, v.o.Hardware)
	if err != nil {
		return a, core.E(op, core.VaultDamaged, err)
	}
	return a, nil
}

// codesOf is what stays of an account without its server's trust in this phone.
func codesOf(a core.Account) core.Account {
	if a.Device != nil {
		a.LinkedTo, a.LinkedAs = a.Device.Origin, a.Device.Account
	}
	a.State, a.Device, a.CodesWaiting, a.Replaces = core.CodeOnly, nil, false, ""
	return a
}

func (v *Vault) intoTrash(op string, a core.Account, by core.Removal, m core.Moment) ([]write, error) {
	items, err := v.trashed(op)
	if err != nil {
		return nil, err
	}
	defer wipeTrashed(items)
	age, _ := v.trashAge(op, items, m)
	if age = age.at(m); len(items) == 0 {
		age.Age = 0
		if age.Sure != nil {
			age.Sure.Age = 0
		}
	}
	account, err := encodeAccount(codesOf(a))
	if err != nil {
		return nil, core.E(op, core.Malformed, err)
	}
	defer clear(account)
	data, err := json.Marshal(trashed{Version: 1, Account: account, Deleted: m.Corrected.UnixMilli(), By: by, Since: age.Age})
	if err != nil {
		return nil, core.E(op, core.Internal, err)
	}
	clock, err := age.write()
	if err != nil {
		return nil, core.E(op, core.Internal, err)
	}
	writes := []write{{trash, string(a.ID), data}, clock}
	for len(items) >= trashMost {
		writes = append(writes, write{trash, items[0].id, nil})
		items = items[1:]
	}
	return writes, nil
}

// trashed gives what the trash holds, the oldest first; damaged ones are left out.
func (v *Vault) trashed(op string) ([]trashed, error) {
	found, err := v.readAll(op, trash, v.list.ids(trash)...)
	if err != nil {
		return nil, err
	}
	var items []trashed
	for id, data := range found {
		t := trashed{id: id}
		err := json.Unmarshal(data, &t)
		clear(data)
		if err != nil || t.Version != 1 {
			v.damaged[place(trash, id)] = true
			continue
		}
		items = append(items, t)
	}
	slices.SortFunc(items, func(a, b trashed) int {
		return cmp.Or(cmp.Compare(a.Since, b.Since), cmp.Compare(a.Deleted, b.Deleted), cmp.Compare(a.id, b.id))
	})
	return items, nil
}

func (t trashed) discarded(age trashAge) (core.Discarded, error) {
	a, err := decodeAccount(t.Account, nil)
	if err == nil && string(a.ID) != t.id {
		err = errors.New("another account's record")
	}
	return core.Discarded{Account: a, When: time.UnixMilli(t.Deleted).UTC(), By: t.By, Left: max(age.left(t.Since), time.Second)}, err
}

func wipeTrashed(items []trashed) {
	for _, t := range items {
		clear(t.Account)
	}
}

func wipe(writes []write) {
	for _, w := range writes {
		clear(w.data)
	}
}
