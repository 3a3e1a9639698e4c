package vault

import (
	bolt "go.etcd.io/bbolt"

	"kauth/core"
)

// write is one record to store, or to take away where data is nil.
type write struct {
	bucket, id string
	data       []byte
}

// change makes all of the writes durable, together with the manifest that knows
// them, or none. It is called with v.mu held and the vault ready.
func (v *Vault) change(op string, writes ...write) error {
	writes = v.spend(writes)
	v.list.Generation++
	values, deletes := make([][]byte, len(writes)), false
	for i, w := range writes {
		if w.data == nil {
			deletes = true
			v.list.drop(w.bucket, w.id)
			// A note's bytes may stay: it names a key, and nobody's account.
			v.list.Stale = v.list.Stale || w.bucket != making
			continue
		}
		var err error
		if values[i], err = v.keys.seal(w.bucket, w.id, v.list.Generation, w.data); err != nil {
			return v.undo(op, err)
		}
		v.list.put(w.bucket, w.id)
	}
	list, err := v.list.seal(v.keys, v.head.Name)
	if err != nil {
		return v.undo(op, err)
	}
	if err := v.store.update(v.writer(writes, values, list)); err != nil {
		return v.undo(op, err)
	}
	for _, w := range writes {
		delete(v.damaged, place(w.bucket, w.id))
		if w.bucket == accounts && v.o.Changed != nil {
			v.o.Changed()
		}
	}
	v.rememberSoon()
	if !deletes { // else the file is about to be another
		v.changed()
	}
	return nil
}

func (v *Vault) writer(writes []write, values [][]byte, list []byte) func(tx *bolt.Tx) error {
	names := make([][]byte, len(writes))
	for i, w := range writes {
		names[i] = v.keys.name(w.bucket, w.id)
	}
	return func(tx *bolt.Tx) error {
		records := tx.Bucket(bucketRecords)
		for i, value := range values {
			err := records.Delete(names[i])
			if value != nil {
				err = records.Put(names[i], value)
			}
			if err != nil {
				return err
			}
		}
		return tx.Bucket(bucketVault).Put(nameManifest, list)
	}
}

// undo reads again what the file knows: a sync that failed may have come after the
// change was in.
func (v *Vault) undo(op string, err error) error {
	if v.note(err); v.broken == nil {
		list, lost := readManifest(v.store, v.keys, v.head)
		if lost != nil {
			v.broken = lost
		} else {
			v.list = list
		}
	}
	return storage(op, err)
}

// remove takes records away and leaves no sealed bytes of them in the file. Where
// there is no room for the copy that this needs, they are gone all the same, and
// the next unlock takes the bytes away.
func (v *Vault) remove(op string, writes ...write) error {
	if err := v.change(op, writes...); err != nil {
		return err
	}
	if err := v.compact(); err != nil {
		if v.broken != nil {
			return storage(op, err)
		}
		v.changed()
	}
	return nil
}

// read gives the data of one record: core.NotFound, or core.VaultDamaged where it
// is not as it was written. It is called with v.mu held and the vault ready.
func (v *Vault) read(op, bucket, id string) ([]byte, error) {
	if _, ok := v.list.revision(bucket, id); !ok {
		return nil, core.E(op, core.NotFound, nil)
	}
	found, err := v.readAll(op, bucket, id)
	if err != nil {
		return nil, err
	}
	data, ok := found[id]
	if !ok {
		return nil, core.E(op, core.VaultDamaged, errRecord)
	}
	return data, nil
}

// values gives records as they stand in the file: sealed, or nil.
func (v *Vault) values(bucket string, ids []string) ([][]byte, error) {
	names, nameOf := make([][]byte, len(ids)), v.keys.names()
	for i, id := range ids {
		names[i] = nameOf(bucket, id)
	}
	values, err := view(v.store, func(tx *bolt.Tx) ([][]byte, error) {
		out := make([][]byte, len(names))
		for i, name := range names {
			out[i] = get(tx, bucketRecords, name)
		}
		return out, nil
	})
	return values, v.note(err)
}

// readAll gives the data of those records that are as they were written, by id,
// and remembers the others as damaged.
func (v *Vault) readAll(op, bucket string, ids ...string) (map[string][]byte, error) {
	values, err := v.values(bucket, ids)
	if err != nil {
		return nil, storage(op, err)
	}
	found := map[string][]byte{}
	for i, id := range ids {
		revision, ok := v.list.revision(bucket, id)
		if !ok {
			continue
		}
		data, err := v.keys.open(bucket, id, revision, values[i])
		if err != nil {
			v.damaged[place(bucket, id)] = true
			continue
		}
		found[id] = data
	}
	return found, nil
}
