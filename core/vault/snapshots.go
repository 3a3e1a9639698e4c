package vault

import (
	"cmp"
	"errors"
	"slices"
	"time"
)

// A person's change gets its snapshot before it is acknowledged. Many in a row, such
// as 10,000 accounts that are imported, would write the file as often: after a few
// the rest share one a second.
const (
	copyBurst = 8
	copyEvery = time.Second
)

// copies are the snapshots of a vault and when they are made.
type copies struct {
	list   []*snapshot // nil before the first look
	spare  float64     // how many may be made at once
	last   time.Time   // when spare was counted
	later  *time.Timer // of changes that wait for theirs
	missed error       // why the last change has none
}

// SnapshotFacts is how the copies beside the file stand.
type SnapshotFacts struct {
	Kept   int       // copies that lie there
	Newest time.Time // when the last was made; zero: there is none
	// Missed is why the last change is in none of them, such as core.StorageFull; nil
	// where it is, or will be within a second.
	Missed error
}

// Snapshots says how the copies stand. The change itself is durable all the same.
func (v *Vault) Snapshots() SnapshotFacts {
	v.mu.Lock()
	defer v.mu.Unlock()
	f := SnapshotFacts{Missed: storage("vault.Snapshots", v.copies.missed)}
	for _, s := range v.snapshots() {
		if s.generation > 0 {
			f.Kept++
		}
		if s.when.After(f.Newest) {
			f.Newest = s.when
		}
	}
	return f
}

// snapshots are the copies in the folder, as far as is known without reading them.
func (v *Vault) snapshots() []*snapshot {
	if v.copies.list == nil && !v.o.Derived {
		v.copies.list = v.dir.copies()
	}
	return v.copies.list
}

// changed has a snapshot made of what was just made durable: now, or soon where there
// were many.
func (v *Vault) changed() {
	switch {
	case v.o.Derived || v.broken != nil || v.copies.later != nil:
	case v.copies.allow(time.Now()):
		v.snapshot()
	default:
		v.copies.later = time.AfterFunc(copyEvery, func() {
			v.mu.Lock()
			defer v.mu.Unlock()
			v.flush()
		})
	}
}

// allow counts: one more a second, and never more than a few at once.
func (c *copies) allow(now time.Time) bool {
	if c.last.IsZero() {
		c.spare = copyBurst
	} else {
		c.spare = min(copyBurst, c.spare+now.Sub(c.last).Seconds()/copyEvery.Seconds())
	}
	c.last = now
	if c.spare < 1 {
		return false
	}
	c.spare--
	return true
}

// flush makes the snapshot that changes wait for.
func (v *Vault) flush() {
	if v.copies.later == nil {
		return
	}
	v.copies.later.Stop()
	v.copies.later = nil
	if !v.closed && v.broken == nil && v.list != nil {
		v.snapshot()
	}
}

// snapshot writes over the copy that is worth least. It needs v.mu, so nothing changes
// the file meanwhile.
func (v *Vault) snapshot() {
	v.writeNames()
	v.copies.missed = v.copy(v.proof)
	var rot rotten
	if errors.As(v.copies.missed, &rot) {
		v.copies.missed = v.afterRot()
	}
}

func (v *Vault) copy(proof pageProof) (err error) {
	for _, s := range v.byWorth() {
		err = s.make(v.dir.file(), v.list.Generation, v.now(), proof)
		var shut unopened
		if !errors.As(err, &shut) {
			return err // made; or half made, and then no other is spoiled
		}
	}
	return err
}

// byWorth lists the copies in the order in which they may be written over: first those
// of no use, then free places, then the oldest.
func (v *Vault) byWorth() []*snapshot {
	class := func(s *snapshot) int {
		switch {
		case s.there && (s.generation == 0 || s.generation > v.list.Generation):
			return 0
		case !s.there:
			return 1
		}
		return 2
	}
	all := slices.Clone(v.snapshots())
	slices.SortStableFunc(all, func(a, b *snapshot) int {
		return cmp.Or(cmp.Compare(class(a), class(b)), cmp.Compare(a.generation, b.generation))
	})
	return all
}

// catchUp makes the snapshot that a process was killed before.
func (v *Vault) catchUp() {
	for _, s := range v.snapshots() {
		if s.generation == v.list.Generation {
			return
		}
	}
	v.changed()
}

// purge leaves one snapshot alone, of the file that is about to become the vault's, so
// that what was deleted, or an older lock, is in none. The vault's file is good all the
// while, and so is one snapshot once it is made.
func (v *Vault) purge(next string, generation uint64) error {
	if v.o.Derived {
		return nil
	}
	kept := v.byWorth()[0]
	if err := kept.make(next, generation, v.now(), anyPage); err != nil {
		v.copies.missed = err
		return err
	}
	if err := v.dir.sync(); err != nil {
		return err
	}
	for i := range 2 {
		if err := remove(v.dir.names(i)); err != nil {
			return err
		}
	}
	for _, s := range v.snapshots() {
		if s == kept {
			continue
		}
		if err := remove(s.path); err != nil {
			return err
		}
		*s = snapshot{path: s.path}
	}
	v.copies.missed = nil
	return v.dir.sync()
}
