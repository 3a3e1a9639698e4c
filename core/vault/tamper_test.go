package vault

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"

	"kauth/core"
	"kauth/core/seal"
)

// tamper changes the file as a thief of it might, with bbolt's own means, so that
// its pages are in order, and leaves nothing in free ones.
func tamper(t *testing.T, dir string, f func(own, records *bolt.Bucket) error) {
	t.Helper()
	s, err := openBolt(dir+"/vault.db", bolt.Options{})
	must(t, err)
	must(t, s.update(func(tx *bolt.Tx) error { return f(tx.Bucket(bucketVault), tx.Bucket(bucketRecords)) }))
	c, err := s.contents()
	must(t, err)
	must(t, s.close())
	must(t, c.write(dir+"/vault.db"))
}

func TestTamperingWithARecordIsFoundOut(t *testing.T) {
	for name, c := range map[string]struct {
		change  func(records map[string][]byte, a, b string, old []byte)
		damaged string
	}{
		"swapped":                      {func(r map[string][]byte, a, b string, _ []byte) { r[a], r[b] = r[b], r[a] }, ""}, // both are there
		"copied over another":          {func(r map[string][]byte, a, b string, _ []byte) { r[b] = r[a] }, "accounts/acc_b"},
		"put back to an earlier state": {func(r map[string][]byte, a, _ string, old []byte) { r[a] = old }, "accounts/acc_a"},
		"earlier state with the new revision": {func(r map[string][]byte, a, _ string, old []byte) {
			r[a] = append(bytes.Clone(r[a][:recordHead]), old[recordHead:]...)
		}, "accounts/acc_a"},
		"taken away": {func(r map[string][]byte, a, _ string, _ []byte) { delete(r, a) }, "accounts/acc_a"},
		"emptied":    {func(r map[string][]byte, a, _ string, _ []byte) { r[a] = []byte{} }, "accounts/acc_a"},
		"added": {
			func(r map[string][]byte, a, _ string, _ []byte) { r[strings.Repeat("n", 32)] = r[a] },
			"unknown/" + strings.Repeat("6e", 32),
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, k := filled(t, codeOnly("acc_a"), codeOnly("acc_b"), linked(t, "acc_c"))
			v := opened(t, dir, k)
			nameA, nameB := string(v.keys.name(accounts, "acc_a")), string(v.keys.name(accounts, "acc_b"))
			must(t, v.Close())
			old := rawValues(t, dir)[nameA]
			v = opened(t, dir, k)
			must(t, v.PutAccount(codeOnly("acc_a")))
			must(t, v.Close())

			alone(t, dir)
			tamper(t, dir, func(_, records *bolt.Bucket) error {
				now := map[string][]byte{}
				must(t, records.ForEach(func(n, value []byte) error { now[string(n)] = bytes.Clone(value); return nil }))
				was := maps.Clone(now)
				c.change(now, nameA, nameB, old)
				for n := range was {
					must(t, records.Delete([]byte(n)))
				}
				for n, value := range now {
					must(t, records.Put([]byte(n), value))
				}
				return nil
			})
			v = opened(t, dir, k)
			if got := strings.Join(v.Damaged(), " "); got != c.damaged {
				t.Fatalf("damaged: %s", got)
			}
			all, err := v.Accounts()
			must(t, err)
			for _, a := range all {
				if slices.Contains(v.Damaged(), "accounts/"+string(a.ID)) {
					t.Errorf("%s is shown although it was changed", a.ID)
				}
			}
			if got, err := v.Account("acc_c"); err != nil || got.Label == "" {
				t.Errorf("an account that nobody touched: %v", err)
			}
			for _, place := range v.Damaged() {
				if id, ours := strings.CutPrefix(place, "accounts/"); ours {
					_, err := v.Account(core.AccountID(id))
					wantKind(t, err, core.VaultDamaged)
				}
			}
		})
	}
}

// Damage is evidence, and may be mended by a later version: it must survive all
// that happens to other records.
func TestDamagedRecordIsKeptUntilThePersonReplacesOrDeletesIt(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"), codeOnly("acc_b"), codeOnly("acc_c"))
	v := opened(t, dir, k)
	name := v.keys.name(accounts, "acc_a")
	must(t, v.Close())
	alone(t, dir)
	bad := bytes.Repeat([]byte("bad"), 50)
	tamper(t, dir, func(_, records *bolt.Bucket) error { return records.Put(name, bad) })

	v = opened(t, dir, k)
	must(t, v.PutAccount(codeOnly("acc_b")))
	must(t, v.DeleteAccount("acc_c"))
	must(t, v.Close())
	if !bytes.Equal(rawValues(t, dir)[string(name)], bad) {
		t.Fatal("the damaged bytes are gone")
	}
	v = opened(t, dir, k)
	must(t, v.PutAccount(codeOnly("acc_a")))
	if _, err := v.Account("acc_a"); err != nil || len(v.Damaged()) != 0 {
		t.Fatal(err, v.Damaged())
	}
}

func TestDamagedCounterDoesNotBeginAgain(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"))
	v := opened(t, dir, k)
	_, err := v.NextCounter("acc_a")
	must(t, err)
	name := v.keys.name(counters, "acc_a")
	must(t, v.Close())
	tamper(t, dir, func(_, records *bolt.Bucket) error { return records.Delete(name) })
	alone(t, dir)
	_, err = opened(t, dir, k).NextCounter("acc_a")
	wantKind(t, err, core.VaultDamaged)
}

func TestTamperingWithHeaderOrManifestIsFoundOut(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"))
	good := read(t, dir)
	var h header
	put := func(h header) func(own, _ *bolt.Bucket) error {
		return func(own, _ *bolt.Bucket) error { return own.Put(nameHeader, h.encode()) }
	}
	tamper(t, dir, func(own, _ *bolt.Bucket) (err error) {
		h, err = decodeHeader(bytes.Clone(own.Get(nameHeader)))
		return err
	})
	forged, err := seal.WrapPass(seal.NewKey(), h.Name, slotPassphrase, []byte("thief"), passCost)
	must(t, err)
	more := h
	more.Slots = append(slices.Clone(h.Slots), forged)
	for name, change := range map[string]func(own, records *bolt.Bucket) error{
		"a slot more":        put(more),
		"no manifest":        func(own, _ *bolt.Bucket) error { return own.Delete(nameManifest) },
		"a changed manifest": func(own, _ *bolt.Bucket) error { return own.Put(nameManifest, flip(own.Get(nameManifest), 40)) },
		"an empty manifest":  func(own, _ *bolt.Bucket) error { return own.Put(nameManifest, []byte{}) },
		"a record's envelope": func(own, r *bolt.Bucket) error {
			_, v := r.Cursor().First()
			return own.Put(nameManifest, v[recordHead:])
		},
	} {
		t.Run(name, func(t *testing.T) {
			overwrite(t, dir, good)
			tamper(t, dir, change)
			v, err := openDerived(dir)
			must(t, err)
			wantKind(t, v.UnlockKeyring(t.Context(), k), core.VaultDamaged)
			if v.State() != Sealed {
				t.Error(v.State())
			}
			must(t, v.Close())
		})
	}
	for name, change := range map[string]func(own, records *bolt.Bucket) error{
		"no header":        func(own, _ *bolt.Bucket) error { return own.Delete(nameHeader) },
		"a changed header": func(own, _ *bolt.Bucket) error { return own.Put(nameHeader, flip(own.Get(nameHeader), 60)) },
		"version 0":        put(header{Format: formatName, Name: "v"}),
		"a slot too many":  put(header{Format: formatName, Version: 1, Name: "v", Slots: make([]seal.Slot, maxSlots+1)}),
		"another format":   put(header{Format: "notes", Version: 1, Name: "v"}),
	} {
		t.Run(name, func(t *testing.T) {
			overwrite(t, dir, good)
			tamper(t, dir, change)
			_, err := openDerived(dir)
			wantKind(t, err, core.VaultDamaged)
		})
	}
}

func flip(b []byte, at int) []byte {
	b = bytes.Clone(b)
	b[at] ^= 0x10
	return b
}

func TestHostileHeaderCannotAskForMemory(t *testing.T) {
	dir := t.TempDir()
	v := mustOpen(t, dir)
	must(t, v.UnlockPassphrase([]byte("p")))
	h := v.head
	must(t, v.Close())
	h.Slots[0].Cost = &seal.Cost{MemoryKiB: 100 << 20, Passes: 1 << 30, Lanes: 255}
	tamper(t, dir, func(own, _ *bolt.Bucket) error { return own.Put(nameHeader, h.encode()) })
	wantKind(t, mustOpen(t, dir).UnlockPassphrase([]byte("p")), core.VaultDamaged)
}
