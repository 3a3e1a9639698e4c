package vault

import (
	"os"

	bolt "go.etcd.io/bbolt"
)

// contents is all that a vault file holds, as it stands there: sealed.
type contents struct {
	header, manifest []byte
	tries            []byte            // nil where no PIN opens it
	records          map[string][]byte // by name in the file
}

func (s *store) contents() (contents, error) {
	return view(s, func(tx *bolt.Tx) (contents, error) {
		c := contents{
			header:   get(tx, bucketVault, nameHeader),
			manifest: get(tx, bucketVault, nameManifest),
			tries:    get(tx, bucketVault, nameTries),
			records:  map[string][]byte{},
		}
		b := tx.Bucket(bucketRecords)
		if b == nil {
			return c, damagedf("no records")
		}
		return c, b.ForEach(func(name, value []byte) error {
			if value != nil { // nil: a bucket, which is not ours
				c.records[string(name)] = append([]byte(nil), value...)
			}
			return nil
		})
	})
}

// write makes a file of these contents alone, synced to the disk.
func (c contents) write(path string) (err error) {
	if err := remove(path); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(path)
		}
	}()
	s, err := openBolt(path, bolt.Options{NoSync: true})
	if err != nil {
		return err
	}
	if err = s.update(c.put); err == nil {
		_, err = guard(writeLimit, func() (struct{}, error) { return struct{}{}, s.db.Sync() })
	}
	if closed := s.close(); err == nil {
		err = closed
	}
	return err
}

func (c contents) put(tx *bolt.Tx) error {
	own, err := tx.CreateBucket(bucketVault)
	if err != nil {
		return err
	}
	records, err := tx.CreateBucket(bucketRecords)
	if err != nil {
		return err
	}
	if err := own.Put(nameHeader, c.header); err != nil {
		return err
	}
	if err := own.Put(nameManifest, c.manifest); err != nil {
		return err
	}
	if c.tries != nil {
		if err := own.Put(nameTries, c.tries); err != nil {
			return err
		}
	}
	for _, name := range sortedNames(c.records) {
		if err := records.Put([]byte(name), c.records[name]); err != nil {
			return err
		}
	}
	return nil
}

// compact moves everything that is still wanted to a new file, so that what was
// deleted is in none: bbolt only marks pages as free, and never shrinks a file.
// Damaged records come along byte for byte. A kill leaves the old file or the new.
func (v *Vault) compact() error {
	c, err := v.store.contents()
	if err != nil {
		return v.note(err)
	}
	clean := *v.list
	clean.Stale = false
	if c.manifest, err = clean.seal(v.keys, v.head.Name); err != nil {
		return err
	}
	if err := c.write(v.dir.next()); err != nil {
		return err
	}
	if err := v.purge(v.dir.next(), clean.Generation); err != nil {
		return err
	}
	if err := v.replace(); err != nil {
		return err
	}
	v.list.Stale = false
	v.renamed()
	return nil
}

// replace makes the copy the vault, durably, and opens it. The old file is closed
// first, since Windows renames over no open file; where the rename fails it is
// opened again.
func (v *Vault) replace() error {
	if v.fixed {
		return errFixed
	}
	old := v.store != nil
	if old {
		v.store.close()
		v.store = nil
	}
	failed := os.Rename(v.dir.next(), v.dir.file())
	if failed != nil && !old {
		return failed
	}
	if failed == nil {
		// Changes to a file whose new name a power cut may take back would be lost.
		if v.broken = v.dir.sync(); v.broken != nil {
			return v.broken
		}
	}
	path := v.dir.file()
	if failed != nil && v.hurt != nil {
		path = v.dir.rescue() // the file itself cannot be opened
	}
	if v.store, v.broken = openStore(path); v.broken != nil && failed == nil {
		return v.broken
	}
	return failed
}

// note remembers that the handle must not be used again, and gives err back.
func (v *Vault) note(err error) error {
	if isBroke(err) && v.broken == nil {
		v.broken = err
	}
	return err
}
