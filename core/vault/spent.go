package vault

import (
	"bytes"
	"slices"
	"strconv"
	"time"

	"kauth/core"
)

// spent is the bucket of keys in hardware that no account has any more, by name, with the
// Unix time since when. They are noted in the change that lets go of them, so that a kill
// leaves none behind, and taken out of the hardware later: who just left a server may
// still have to tell it so.
const spent = "spent keys"

// SpentKeys names the keys in hardware that no account has had for that long. A clock
// that was set back keeps none. With an account that cannot be read now there are none: it
// may be mended, and a key is never made again.
func (v *Vault) SpentKeys(since time.Duration) ([]string, error) {
	const op = "vault.SpentKeys"
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.ready(op); err != nil {
		return nil, err
	}
	ids := v.list.ids(spent)
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := v.readAll(op, spent, ids...)
	if err != nil {
		return nil, err
	}
	inUse, sure, err := v.keysInUse(op)
	if err != nil || !sure {
		return nil, err
	}
	now := v.now()
	return slices.DeleteFunc(ids, func(name string) bool {
		then, _ := strconv.ParseInt(string(found[name]), 10, 64)
		age := now.Sub(time.Unix(then, 0))
		return inUse[name] || 0 <= age && age < since
	}), nil
}

// ForgetSpent notes that keys are out of the hardware.
func (v *Vault) ForgetSpent(names ...string) error {
	const op = "vault.ForgetSpent"
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.ready(op); err != nil {
		return err
	}
	var writes []write
	for _, name := range names {
		if _, ok := v.list.revision(spent, name); ok {
			writes = append(writes, write{spent, name, nil})
		}
	}
	if len(writes) == 0 {
		return nil
	}
	return v.remove(op, writes...)
}

// spend adds to writes of accounts what notes the keys that go with them. An account
// that cannot be read takes none along: nobody knows its keys.
func (v *Vault) spend(writes []write) []write {
	gone := map[string]bool{}
	for _, w := range writes {
		if w.bucket == accounts {
			for _, name := range v.keysOf(w.id) {
				gone[name] = true
			}
		}
	}
	if len(gone) == 0 {
		return writes
	}
	for _, w := range writes {
		if w.bucket == accounts {
			kept, _ := keysIn(w.data)
			for _, name := range kept {
				delete(gone, name)
			}
		}
	}
	since := strconv.AppendInt(nil, v.now().Unix(), 10)
	for name := range gone {
		writes = append(writes[:len(writes):len(writes)], write{spent, name, bytes.Clone(since)})
	}
	return writes
}

// keysOf names the keys in hardware of an account as it is stored.
func (v *Vault) keysOf(id string) []string {
	if _, ok := v.list.revision(accounts, id); !ok {
		return nil
	}
	found, err := v.readAll("vault.spend", accounts, id)
	if err != nil {
		return nil
	}
	defer clear(found[id])
	names, _ := keysIn(found[id])
	return names
}

// keysInUse is sure where every account could be read.
func (v *Vault) keysInUse(op string) (used map[string]bool, sure bool, err error) {
	ids := v.list.ids(accounts)
	found, err := v.readAll(op, accounts, ids...)
	if err != nil {
		return nil, false, err
	}
	used, sure = map[string]bool{}, len(found) == len(ids)
	for _, data := range found {
		names, read := keysIn(data)
		for _, name := range names {
			used[name] = true
		}
		sure = sure && read
		clear(data)
	}
	return used, sure, nil
}

// keysIn names the keys in hardware of an account's record; false where it cannot be read.
func keysIn(data []byte) (names []string, read bool) {
	if !bytes.Contains(data, []byte(`"`+keyHardware+`"`)) {
		return nil, true // most have none: no account is read for it
	}
	a, err := decodeAccount(data, nil)
	if err != nil || a.Device == nil {
		return nil, err == nil
	}
	for _, k := range []core.DeviceKey{a.Device.Key, a.Device.NextKey, a.Device.Listen, a.Device.NextListen} {
		if h, ok := k.Hardware(); ok {
			names = append(names, h.Name)
		}
	}
	return names, true
}
