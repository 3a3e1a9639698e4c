package vault

import (
	"strconv"

	"kauth/core"
)

// making is the bucket of keys that the hardware was asked for, by name: a process that is
// killed before it has stored their account leaves keys behind that nobody else knows of.
const making = "keys being made"

// NoteKey notes a key before the hardware makes it.
func (v *Vault) NoteKey(name string) error { return v.Put(making, name, []byte("1")) }

// UnnoteKey takes the note of a key back that was never made. It does not make the file
// anew: where there is no hardware, every account that is linked comes by here.
func (v *Vault) UnnoteKey(name string) error {
	const op = "vault.UnnoteKey"
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.ready(op); err != nil {
		return err
	}
	if _, ok := v.list.revision(making, name); !ok {
		return core.E(op, core.NotFound, nil)
	}
	if err := v.change(op, write{making, name, nil}); err != nil {
		return err
	}
	v.changed()
	return nil
}

// NotedKeys are those that were noted and not settled. At a start, before anything is
// made, they are all of processes that have ended.
func (v *Vault) NotedKeys() ([]string, error) { return v.List(making) }

// SettleKeys ends the notes of those keys. One that no account has, neither as its key nor
// as its next one, is spent (SpentKeys). With an account that cannot be read now all stay
// noted: the key may be that one's.
func (v *Vault) SettleKeys(names ...string) error {
	const op = "vault.SettleKeys"
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.ready(op); err != nil || len(names) == 0 {
		return err
	}
	inUse, sure, err := v.keysInUse(op)
	if err != nil || !sure {
		return err
	}
	var writes []write
	for _, name := range names {
		if _, ok := v.list.revision(making, name); !ok {
			continue
		}
		writes = append(writes, write{making, name, nil})
		if !inUse[name] {
			writes = append(writes, write{spent, name, strconv.AppendInt(nil, v.now().Unix(), 10)})
		}
	}
	if len(writes) == 0 {
		return nil
	}
	return v.remove(op, writes...)
}
