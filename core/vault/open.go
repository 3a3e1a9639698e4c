package vault

import (
	"encoding/hex"

	bolt "go.etcd.io/bbolt"
)

// load opens the file if there is one, and reads its header.
func (v *Vault) load() error {
	if err := v.dir.tidy(); err != nil {
		return err
	}
	err := v.loadMain()
	if err == nil && v.store != nil {
		_ = remove(v.dir.rescue()) // somebody put a good file back
	}
	if err == nil || v.o.Derived || !rescuable(err) {
		return err
	}
	return v.rescue(err)
}

func (v *Vault) loadMain() error {
	there, err := v.dir.hasVault(v.lock)
	if err != nil || !there {
		return err
	}
	open := openStore
	if v.fixed {
		open = openToRead
	}
	s, err := open(v.dir.file())
	if err != nil {
		return err
	}
	if v.head, err = readHeader(s); err != nil {
		s.close()
		v.head = header{}
		return err
	}
	v.store = s
	v.lock.mark()
	return nil
}

// install opens the records with the data key.
func (v *Vault) install(data []byte) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.open(data)
}

// open reads the manifest and tries every record, with v.mu held. It copies the data
// key, and clears it.
func (v *Vault) open(data []byte) error {
	k := newKeys(data)
	clear(data)
	err := v.openWith(k)
	switch {
	case err == nil || v.o.Derived || !rescuable(err):
	case v.fixed:
		err = errFixed // where it can be written the copies may have all of it
	default:
		err = v.salvage(k, err)
	}
	if err != nil {
		k.wipe()
		return err
	}
	if v.fixed {
		return nil
	}
	if v.head.Version < schema {
		// A vault that cannot be written now stays at its version, and is read all the same.
		_ = v.migrate()
	}
	v.mend()
	v.forgetHealed()
	if v.list.Stale {
		// Without room for the copy the vault is still as good as before; the next
		// unlock tries again. What breaks the handle is remembered in v.broken.
		_ = v.compact()
	}
	v.catchUp()
	return nil
}

// openWith opens the file as it is.
func (v *Vault) openWith(k *keys) error {
	v.salvaged, v.ahead = 0, 0
	if v.hurt != nil {
		return v.hurt.cause
	}
	list, err := readManifest(v.store, k, v.head)
	if err != nil {
		return v.note(err)
	}
	if err := v.overtaken(k, list); err != nil {
		return err
	}
	c, err := v.store.contents()
	if err != nil {
		return v.note(err)
	}
	v.keys.wipe() // of an earlier unlock
	v.keys, v.list, v.damaged = k, list, verify(k, list, c.records)
	v.recall()
	if names := v.dir.readNames(k, v.head.Name); !v.o.Derived && names.generation > list.Generation {
		v.ahead = names.generation
	}
	return nil
}

// migrate makes the file one of this version, in one transaction. Version 2 added
// kinds of slots and the count of wrong PINs: all else is as it was in version 1.
func (v *Vault) migrate() error {
	h := v.head
	h.Version = schema
	return v.writeHeader(h)
}

// writeHeader changes what stands before the records, slots above all, and touches
// none of them: in one transaction with the manifest that vouches for it.
func (v *Vault) writeHeader(h header) error {
	list := *v.list
	text := h.encode()
	list.Header = h.sum
	list.Generation++
	box, err := list.seal(v.keys, h.Name)
	if err != nil {
		return err
	}
	err = v.store.update(func(tx *bolt.Tx) error {
		own := tx.Bucket(bucketVault)
		if err := own.Put(nameHeader, text); err != nil {
			return err
		}
		return own.Put(nameManifest, box)
	})
	if err != nil {
		if v.note(err); v.broken != nil {
			return err
		}
		// A sync that failed may have come after the change was in.
		if now, lost := readHeader(v.store); lost == nil {
			v.head = now
		}
		if now, lost := readManifest(v.store, v.keys, v.head); lost == nil {
			v.list = now
		}
		return err
	}
	v.head, v.list = h, &list
	v.rememberSoon()
	v.changed()
	return nil
}

// verify lists what is not as the manifest says. It takes the records that it
// knows out of the given map.
func verify(k *keys, list *manifest, records map[string][]byte) map[string]bool {
	damaged, nameOf := map[string]bool{}, k.names()
	for bucket, ids := range list.Records {
		for id, revision := range ids {
			name := nameOf(bucket, id)
			plain, err := k.openNamed(name, bucket, id, revision, records[string(name)])
			if err != nil {
				damaged[place(bucket, id)] = true
			}
			clear(plain)
			delete(records, string(name))
		}
	}
	for name := range records {
		damaged[place(unknown, hex.EncodeToString([]byte(name)))] = true
	}
	return damaged
}

func place(bucket, id string) string { return bucket + "/" + id }
