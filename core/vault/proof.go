package vault

import (
	"bytes"

	"kauth/core/seal"
)

// rotten says that a page holds a record that does not open. Disks change bytes while a
// program runs too, and bbolt moves what it finds to another page.
type rotten struct{ error }

func (r rotten) Unwrap() error { return r.error }

func anyPage([]byte, int) error { return nil }

// proof looks at pages before they are copied over a snapshot: else what went bad since
// the unlock would have spoiled all three after three changes. What lies in a free page
// may be of no key of ours, so afterRot has the last word.
func (v *Vault) proof(pages []byte, size int) (err error) {
	for at := 0; at < len(pages); at += size {
		elements(pages, at, at+size, func(name, value []byte) {
			if err == nil && !v.sound(name, value) {
				err = rotten{damagedf("a record is not as it was at the unlock")}
			}
		})
	}
	return err
}

func (v *Vault) sound(name, value []byte) bool {
	switch {
	case bytes.Equal(name, nameHeader):
		return bytes.Equal(value, v.head.raw)
	case len(name) != nameSize || !isRecord(value):
		return true
	}
	plain, err := seal.Open(v.keys.data, value[recordHead:], recordPurpose, name, value[:recordHead])
	clear(plain)
	return err == nil
}

// afterRot reads the whole vault once more, through bbolt. A record that is bad comes
// back from a snapshot, all of which are from before, and only then is the next made.
func (v *Vault) afterRot() error {
	c, err := v.store.contents()
	if err != nil {
		return v.note(err)
	}
	if !bytes.Equal(c.header, v.head.raw) {
		if err := v.writeHeader(v.head); err != nil {
			return err
		}
	}
	v.damaged = verify(v.keys, v.list, c.records)
	if len(v.damaged) > 0 && !v.told.covers(v.damaged) {
		v.copies.missed = nil
		v.mend() // whose change has a snapshot of its own
		return v.copies.missed
	}
	return v.copy(anyPage)
}
