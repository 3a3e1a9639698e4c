package vault

import (
	"bytes"
	"hash/fnv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"

	"kauth/core"
)

// pagesOf lists the pages in use of that type, as bbolt calls it.
func pagesOf(t *testing.T, dir, kind string) (ids []int) {
	t.Helper()
	s, err := openBolt(filepath.Join(dir, "vault.db"), bolt.Options{})
	must(t, err)
	defer s.close()
	must(t, s.db.View(func(tx *bolt.Tx) error {
		for id := 2; ; id++ {
			info, err := tx.Page(id)
			if err != nil || info == nil {
				return err
			}
			if info.Type == kind {
				ids = append(ids, id)
			}
		}
	}))
	return ids
}

// below are the pages below a branch page.
func below(b []byte) (ids []int) {
	for i := range int(order.Uint16(b[10:])) {
		ids = append(ids, int(order.Uint64(b[pageHead+i*elementSize+8:])))
	}
	return ids
}

// bbolt reads such a file without complaint and ruins it at the next change.
func TestBranchThatDisagreesWithItsLeafIsDamage(t *testing.T) {
	dir, _, _ := worn(t)
	good := read(t, dir)
	branches := pagesOf(t, dir, "branch")
	if len(branches) == 0 {
		t.Fatal("no branch: this proves nothing")
	}
	for _, leaf := range below(good[branches[0]*pageSize:]) {
		bad := bytes.Clone(good)
		first := bad[leaf*pageSize+pageHead:]
		name := first[order.Uint32(first[4:]):][:32]
		name[31]++ // still in order
		overwrite(t, dir, bad)
		_, err := openDerived(dir)
		wantKind(t, err, core.VaultDamaged)
	}
}

func TestPageCannotClaimItsBytesTwice(t *testing.T) {
	dir, _, _ := worn(t)
	good := read(t, dir)
	bad := bytes.Clone(good)
	claimed := 0
	for _, leaf := range below(good[pagesOf(t, dir, "branch")[0]*pageSize:]) {
		if order.Uint16(bad[leaf*pageSize+10:]) < 2 {
			continue
		}
		first := bad[leaf*pageSize+pageHead:]
		order.PutUint32(first[12:], order.Uint32(first[12:])+1) // one byte of the second's name
		claimed++
	}
	if claimed == 0 {
		t.Fatal("no two records on a page: this proves nothing")
	}
	overwrite(t, dir, bad)
	_, err := openDerived(dir)
	wantKind(t, err, core.VaultDamaged)
}

func TestFileThatClaimsToBeHugeIsNotReadIntoMemory(t *testing.T) {
	dir, _ := filled(t)
	path := filepath.Join(dir, "vault.db")
	bad := read(t, dir)
	for id := range 2 {
		order.PutUint64(bad[id*pageSize+56:], 1<<40/uint64(pageSize)) // 1 TiB of pages
		fixMeta(bad[id*pageSize:])
	}
	overwrite(t, dir, bad)
	must(t, os.Truncate(path, 1<<40)) // sparse
	_, err := openDerived(dir)
	wantKind(t, err, core.VaultDamaged)
}

// bbolt takes the other meta page, and with it an earlier state, without a word.
func TestEveryByteOfBothMetaPagesCounts(t *testing.T) {
	dir, _ := filled(t, codeOnly("acc_a"))
	good := read(t, dir)
	for at := range 2 * metaEnd {
		if at%metaEnd >= 10 && at%metaEnd < pageHead {
			continue // count and overflow: a meta page has neither
		}
		bad := bytes.Clone(good)
		bad[at/metaEnd*pageSize+at%metaEnd] ^= 1
		overwrite(t, dir, bad)
		if _, err := openDerived(dir); core.KindOf(err) != core.VaultDamaged {
			t.Fatalf("byte %d: %v", at, err)
		}
	}
}

func TestMetaPageOfAnEarlierStateIsDamage(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"))
	old := read(t, dir)
	v := opened(t, dir, k)
	for range 4 {
		must(t, v.PutAccount(codeOnly("acc_a")))
	}
	must(t, v.Close())
	now := read(t, dir)
	for id := range 2 {
		bad := bytes.Clone(now)
		copy(bad[id*pageSize:], old[id*pageSize:(id+1)*pageSize])
		overwrite(t, dir, bad)
		_, err := openDerived(dir)
		wantKind(t, err, core.VaultDamaged)
	}
}

// A page that bbolt has forgotten is a sign that something else is wrong.
func TestEveryPageBelongsToSomething(t *testing.T) {
	dir, _, _ := worn(t)
	bad := read(t, dir)
	list := bad[pagesOf(t, dir, "freelist")[0]*pageSize:]
	if order.Uint16(list[10:]) == 0 {
		t.Fatal("no free page: this proves nothing")
	}
	order.PutUint16(list[10:], order.Uint16(list[10:])-1)
	overwrite(t, dir, bad)
	_, err := openDerived(dir)
	wantKind(t, err, core.VaultDamaged)
}

// bbolt merges neighbors when they get small, whatever they are.
func TestLeavesLieEquallyDeep(t *testing.T) {
	dir, _, _ := worn(t)
	bad := read(t, dir)
	list := bad[pagesOf(t, dir, "freelist")[0]*pageSize:]
	count := order.Uint16(list[10:])
	spare := order.Uint64(list[pageHead+(int(count)-1)*8:])
	order.PutUint16(list[10:], count-1)

	top := bad[pagesOf(t, dir, "branch")[0]*pageSize:]
	element := top[pageHead+elementSize:]
	leaf := order.Uint64(element[8:])
	name := bytes.Clone(element[order.Uint32(element):][:32])
	order.PutUint64(element[8:], spare)
	between := bad[int(spare)*pageSize:][:pageSize]
	clear(between)
	order.PutUint64(between, spare)
	order.PutUint16(between[8:], flagBranch)
	order.PutUint16(between[10:], 1)
	order.PutUint32(between[pageHead:], elementSize)
	order.PutUint32(between[pageHead+4:], 32)
	order.PutUint64(between[pageHead+8:], leaf)
	copy(between[pageHead+elementSize:], name)

	overwrite(t, dir, bad)
	_, err := openDerived(dir)
	wantKind(t, err, core.VaultDamaged)
	if !strings.Contains(err.Error(), "too high or too low") {
		t.Fatal("found, but for another reason:", err)
	}
}

// fixMeta gives a meta page the checksum that it needs to be believed.
func fixMeta(b []byte) {
	sum := fnv.New64a()
	sum.Write(b[pageHead:metaSum])
	order.PutUint64(b[metaSum:], sum.Sum64())
}

// Whatever passes the check must be safe for bbolt to read and to write.
func FuzzPages(f *testing.F) {
	dir, _ := filled(f)
	v := mustOpen(f, dir)
	name := bytes.Repeat([]byte("n"), 32)
	must(f, v.store.update(func(tx *bolt.Tx) error {
		for i := range 30 {
			name[0] = byte(i * 3)
			if err := tx.Bucket(bucketRecords).Put(name, bytes.Repeat([]byte{byte(i)}, 600)); err != nil {
				return err
			}
		}
		return nil
	}))
	must(f, v.Close())
	good := read(f, dir)
	for at := 0; at < len(good); at += pageSize {
		f.Add(uint32(at+8), []byte{1, 0, 1, 0})
		f.Add(uint32(at+20), []byte{0, 0, 0, 0, 1})
		f.Add(uint32(at+48), good[(at+4096)%len(good):][:16])
	}
	path := filepath.Join(f.TempDir(), "fuzzed")
	f.Fuzz(func(t *testing.T, at uint32, patch []byte) {
		b := bytes.Clone(good)
		copy(b[int(at)%len(b):], patch)
		for id := range 2 { // let the patch through the checksum
			fixMeta(b[id*pageSize:])
		}
		must(t, os.WriteFile(path, b, 0o600))
		if checkFile(path) != nil {
			return
		}
		s, err := openBolt(path, bolt.Options{NoSync: true})
		if err != nil {
			t.Fatalf("the check found nothing, and yet: %v", err)
		}
		defer s.close()
		c, err := s.contents()
		if isBroke(err) {
			t.Fatalf("the check found nothing, and yet: %v", err)
		}
		if err != nil {
			return
		}
		err = s.update(func(tx *bolt.Tx) error {
			for known := range c.records {
				if err := tx.Bucket(bucketRecords).Put([]byte(known), []byte("changed")); err != nil {
					return err
				}
			}
			return nil
		})
		if isBroke(err) {
			t.Fatalf("the check found nothing, and yet: %v", err)
		}
		if err := checkFile(path); err != nil {
			t.Fatalf("ruined by a change: %v", err)
		}
	})
}
