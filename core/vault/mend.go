package vault

import (
	"bytes"
	"slices"

	bolt "go.etcd.io/bbolt"

	"kauth/core"
)

// overtaken says that a snapshot is newer than the file, which then is not the one that
// was written last: somebody put an older one there, or the disk did.
func (v *Vault) overtaken(k *keys, list *manifest) error {
	for _, s := range v.snapshots() {
		if s.generation <= list.Generation {
			continue
		}
		b, _, err := readDamaged(s.path)
		if err != nil {
			continue
		}
		p := picked{head: v.head}
		p.manifest(k, []source{{finds: scan(b, SourceSnapshot)}})
		if p.list.Generation > list.Generation {
			return damagedf("the file is older than a snapshot of it")
		}
		s.generation = 0 // of another lock, or no good
	}
	return nil
}

// mend takes records that are not as they were written from a snapshot that has them at
// exactly the same revision, and says what it found. Others are left as they are.
func (v *Vault) mend() {
	if v.o.Derived || len(v.damaged) == 0 || v.told.covers(v.damaged) {
		return
	}
	found, err := guard(writeLimit, func() (*picked, error) {
		lists := v.dir.readNames(v.keys, v.head.Name)
		return v.pickDamaged(v.dir.sources(), lists), nil
	})
	if err != nil {
		return
	}
	if v.putBack(found.records) != nil {
		return
	}
	c, err := v.store.contents()
	if err != nil {
		_ = v.note(err)
		return
	}
	v.damaged = verify(v.keys, v.list, c.records)
	found.report.When, found.report.Settled = v.now(), true
	t := told{Damage: found.report.after(v.told), Places: sortedNames(v.damaged), Behind: v.told.Behind}
	if v.tell("vault.mend", t) != nil {
		v.told = t // for this process
	}
}

// pickDamaged finds the damaged records elsewhere.
func (v *Vault) pickDamaged(all []source, lists nameList) *picked {
	u := newUnion(v.keys, all)
	p := &picked{records: map[string][]byte{}, report: Damage{Serves: SourceMain}}
	p.report.Found = []string{"records are not as they were written"}
	for bucket, ids := range v.list.Records {
		for id, revision := range ids {
			bad := v.damaged[place(bucket, id)]
			value, _, ok := []byte(nil), Source(""), false
			if bad {
				value, _, ok = u.exactly(bucket, id, revision)
			}
			if ok {
				p.records[string(v.keys.name(bucket, id))] = value
			}
			if bucket != accounts {
				continue
			}
			switch {
			case bad && ok:
				a := v.keys.named(id, revision, value)
				p.report.Mended = append(p.report.Mended, Loss{core.AccountID(id), a.issuer, a.label})
				p.report.Kept++
			case bad:
				p.report.Lost = append(p.report.Lost, u.loss(lists, id, revision))
			default:
				p.report.Kept++
			}
		}
	}
	slices.SortFunc(p.report.Mended, byAccount)
	slices.SortFunc(p.report.Lost, byAccount)
	return p
}

// putBack writes records byte for byte: they are what the manifest says already. A copy
// of one that lies under a wrong name goes.
func (v *Vault) putBack(records map[string][]byte) error {
	good := map[string]string{} // by value: the right name
	for name, value := range records {
		good[string(value)] = name
	}
	return v.note(v.store.update(func(tx *bolt.Tx) error {
		b := tx.Bucket(bucketRecords)
		var wrong [][]byte
		err := b.ForEach(func(name, value []byte) error {
			if right, ok := good[string(value)]; ok && right != string(name) && len(records[string(name)]) == 0 {
				wrong = append(wrong, bytes.Clone(name))
			}
			return nil
		})
		for _, name := range wrong {
			if err == nil {
				err = b.Delete(name)
			}
		}
		for _, name := range sortedNames(records) {
			if err == nil {
				err = b.Put([]byte(name), records[name])
			}
		}
		return err
	}))
}

// covers tells whether all of that damage was told before.
func (t told) covers(damaged map[string]bool) bool {
	for at := range damaged {
		if !slices.Contains(t.Places, at) {
			return false
		}
	}
	return true
}
