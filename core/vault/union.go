package vault

import (
	"cmp"
	"slices"

	"kauth/core/seal"
)

// union is all records that were found in several files, to be asked for by what the
// seals say. Where more than one is good, the first source's is taken.
type union struct {
	k      *keys
	byName map[string][]candidate
	byRev  map[uint64][]candidate // for those whose name is damaged
	left   int                    // bytes that may still be opened: a crafted file ends the search, not the phone
}

type candidate struct {
	foundRecord
	from Source
}

// openLimit bounds all that is opened: 1,000 accounts are a megabyte.
const (
	openLimit  = 1 << 30
	namelessTo = 64 // candidates of one revision that are tried without their name
)

func newUnion(k *keys, all []source) *union {
	u := &union{k: k, byName: map[string][]candidate{}, byRev: map[uint64][]candidate{}, left: openLimit}
	for _, exact := range []bool{true, false} { // those whose end is known come first
		for _, s := range all {
			for _, r := range s.records {
				if r.open == exact {
					continue
				}
				c := candidate{r, s.from}
				u.byName[string(r.name)] = append(u.byName[string(r.name)], c)
				u.byRev[r.revision()] = append(u.byRev[r.revision()], c)
			}
		}
	}
	return u
}

// exactly gives the record as it was written at that revision.
func (u *union) exactly(bucket, id string, revision uint64) (value []byte, from Source, ok bool) {
	name := u.k.name(bucket, id)
	for _, c := range u.byName[string(name)] {
		if c.revision() == revision {
			if value, ok := u.open(c, name); ok {
				return value, c.from, true
			}
		}
	}
	for _, c := range head(u.byRev[revision], namelessTo) {
		if string(c.name) == string(name) {
			continue
		}
		if value, ok := u.open(c, name); ok {
			return value, c.from, true
		}
	}
	return nil, "", false
}

// earlier gives the newest of the record's states before that revision.
func (u *union) earlier(bucket, id string, revision uint64) (value []byte, from Source, ok bool) {
	name := u.k.name(bucket, id)
	all := slices.Clone(u.byName[string(name)])
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(b.revision(), a.revision()) })
	for _, c := range all {
		if c.revision() < revision {
			if value, ok := u.open(c, name); ok {
				return value, c.from, true
			}
		}
	}
	return nil, "", false
}

// loss names an account by the list of names, or by any of its states that is left.
func (u *union) loss(lists nameList, id string, revision uint64) Loss {
	loss := lists.loss(id)
	if loss.Issuer+loss.Label != "" {
		return loss
	}
	if value, _, ok := u.earlier(accounts, id, revision+1); ok {
		a := u.k.named(id, recordRevision(value), value)
		loss.Issuer, loss.Label = a.issuer, a.label
	}
	return loss
}

// after calls f for the newest state of every record that was written after that
// generation, by what is inside its seal.
func (u *union) after(generation uint64, f func(bucket, id string, revision uint64, value []byte, from Source)) {
	for _, name := range sortedNames(u.byName) {
		all := slices.Clone(u.byName[name])
		slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(b.revision(), a.revision()) })
		for _, c := range all {
			if c.revision() <= generation {
				break
			}
			value, ok := u.open(c, []byte(name))
			if !ok {
				continue
			}
			if bucket, id, ok := u.k.place([]byte(name), value); ok {
				f(bucket, id, c.revision(), value, c.from)
				break
			}
		}
	}
}

// open gives the candidate's own bytes where they are a record of that name.
func (u *union) open(c candidate, name []byte) ([]byte, bool) {
	if !c.open {
		return c.value, u.opens(name, c.value)
	}
	// Its length was lost: it is that of head and envelope, and a multiple of padTo.
	for size := recordHead + seal.Overhead + padTo; size <= len(c.value); size += padTo {
		if u.opens(name, c.value[:size]) {
			return c.value[:size], true
		}
	}
	return nil, false
}

func (u *union) opens(name, value []byte) bool {
	if u.left -= len(value); u.left < 0 {
		return false
	}
	plain, err := seal.Open(u.k.data, value[recordHead:], recordPurpose, name, value[:recordHead])
	clear(plain)
	return err == nil
}

// place tells bucket and id of a record by what is inside.
func (k *keys) place(name, value []byte) (bucket, id string, ok bool) {
	plain, err := seal.Open(k.data, value[recordHead:], recordPurpose, name, value[:recordHead])
	if err != nil {
		return "", "", false
	}
	defer clear(plain)
	r := reader{rest: plain}
	bucket = string(r.take(r.number(4)))
	id = string(r.take(r.number(4)))
	return bucket, id, !r.short && string(k.name(bucket, id)) == string(name)
}

func head[T any](list []T, n int) []T { return list[:min(n, len(list))] }
