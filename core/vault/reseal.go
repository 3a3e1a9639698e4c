package vault

import (
	"bytes"
	"slices"

	"kauth/core/seal"
)

// formerKeys is the bucket of data keys that were replaced while records could not be
// read: with one of them lost, their bytes would be kept for nothing.
const formerKeys = "former keys"

// relock is another lock.
type relock struct {
	slots  func(data []byte) ([]seal.Slot, error)
	tries  *tries // where a PIN is one of them
	secret []byte // that seals tries
}

// reseal seals every record anew under another data key, in a new file that takes the
// place of the old one: no slot of before opens what is written from here on, and a
// kill leaves all of the old file or all of the new. Where it fails the old lock holds.
// Where sure is false the new one holds, but its file's name may not be on the disk: a
// power cut brings the old lock back, so what that needs must stay in the keyring.
func (v *Vault) reseal(op string, to relock) (sure bool, err error) {
	data := seal.NewKey()
	defer clear(data)
	slots, err := to.slots(data) // slow: others may read meanwhile
	if err != nil {
		return false, storage(op, err)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.ready(op); err != nil {
		return false, err
	}
	k := newKeys(data)
	if err := v.moveTo(k, slots, to); err != nil {
		k.wipe()
		return false, storage(op, err)
	}
	return v.broken == nil, nil
}

func (v *Vault) moveTo(k *keys, slots []seal.Slot, to relock) error {
	h := header{Format: formatName, Version: schema, Name: v.head.Name, Slots: slots}
	old, err := v.store.contents()
	if err != nil {
		return v.note(err)
	}
	c := contents{header: h.encode()}
	list := newManifest(h)
	list.Generation = v.list.Generation + 1
	if c.records, err = v.reencrypt(k, list, old.records); err != nil {
		return err
	}
	if to.tries != nil {
		if c.tries, err = to.tries.seal(to.secret, h.Name); err != nil {
			return err
		}
	}
	if c.manifest, err = list.seal(k, h.Name); err != nil {
		return err
	}
	if err := c.write(v.dir.next()); err != nil {
		return err
	}
	err = v.purge(v.dir.next(), list.Generation)
	if err == nil {
		v.dir.forgetBroken(0) // they open with what opened the vault before
		err = v.replace()
	}
	if err != nil && !v.holds(h) {
		v.changed() // the snapshot that is left may have the lock that does not hold
		return err
	}
	v.keys.wipe()
	v.keys, v.list, v.head, v.tries, v.pinGone, v.fingerGone = k, list, h, tries{}, false, false
	if to.tries != nil {
		v.tries = *to.tries
		v.tries.from = v.now()
	}
	v.renamed()
	return nil
}

// holds tells after a failure whether the file with this header is in place all the
// same: it was renamed, and then the folder could not be synced. Another try may do.
func (v *Vault) holds(h header) bool {
	if v.store != nil {
		return false // the old one, opened again
	}
	s, err := openStore(v.dir.file())
	if err != nil {
		return false
	}
	now, err := readHeader(s)
	if err != nil || !bytes.Equal(now.sum, h.sum) {
		s.close()
		return false
	}
	if v.store = s; v.dir.sync() == nil {
		v.broken = nil
	}
	return true
}

// reencrypt seals the records under k and lists them. Those that cannot be read come
// along byte for byte, with the key that they were sealed under.
func (v *Vault) reencrypt(k *keys, list *manifest, old map[string][]byte) (map[string][]byte, error) {
	records := map[string][]byte{}
	put := func(bucket, id string, data []byte) (err error) {
		list.put(bucket, id)
		records[string(k.name(bucket, id))], err = k.seal(bucket, id, list.Generation, data)
		return err
	}
	unread := false
	for bucket, ids := range v.list.Records {
		for id, revision := range ids {
			name := string(v.keys.name(bucket, id))
			value, there := old[name]
			delete(old, name)
			plain, err := v.keys.open(bucket, id, revision, value)
			if err == nil {
				err = put(bucket, id, plain)
				clear(plain)
				if err != nil {
					return nil, err
				}
				continue
			}
			unread = true
			list.put(bucket, id)
			list.Records[bucket][id] = revision
			if there {
				records[string(k.name(bucket, id))] = value
			}
		}
	}
	for name, value := range old { // of no record that is known
		records[name], unread = value, true
	}
	if !unread {
		return records, nil
	}
	return records, put(formerKeys, list.former(), slices.Clone(v.keys.data))
}
