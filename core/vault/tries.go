package vault

import (
	"context"
	"encoding/binary"
	"errors"
	"time"

	bolt "go.etcd.io/bbolt"

	"kauth/core/seal"
)

const triesPurpose = "kauth lock tries"

var nameTries = []byte("tries")

// The waits after the fifth wrong PIN and those that follow: four are free. The tenth
// leaves the recovery passphrase alone.
var waits = []time.Duration{30 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute, 15 * time.Minute}

const freeTries = 4

// tries counts wrong PINs. It is sealed under the keyring's secret of this device,
// since it has to be read before the vault is open, and stands in the keyring and in
// the file. The one with the higher number counts: whoever has only the files cannot
// take the keyring's back, and a file that was put back, by a thief or from a copy, is
// behind in its count and no more.
type tries struct {
	Number uint64    // one more with every change
	Wrong  int       // since the last right one
	Digits int       // of the PIN
	Last   time.Time // the last wrong one, to the millisecond

	from   time.Time // where the wait is counted from, with a monotonic reading
	bare   bool      // an older version of this program had the keyring hold Number alone
	behind bool      // the keyring holds no more than a number, and the file a lower one
}

// errTries: no count, or one that is not this device's.
var errTries = errors.New("the count of wrong PINs is not as it was written")

// errBehind: fewer changes than the keyring knows of, and how many were wrong it does not.
var errBehind = errors.New("the vault's file was put back to an earlier state")

func (t tries) spent() bool { return t.behind || t.Wrong >= freeTries+len(waits)+1 }

// next is when the next PIN may be tried; zero: now.
func (t tries) next(now time.Time) time.Time {
	if t.Wrong <= freeTries || t.spent() {
		return time.Time{}
	}
	next := t.from.Add(waits[t.Wrong-freeTries-1])
	if !next.After(now) {
		return time.Time{}
	}
	return next
}

// left is how long that is.
func (t tries) left(now time.Time) time.Duration {
	next := t.next(now)
	if next.IsZero() {
		return 0
	}
	return next.Sub(now)
}

// since finds out where the wait is counted from after a start. Where the clock was
// put back the wait begins anew, so that it is never shorter and never endless.
func (t *tries) since(now time.Time) {
	t.from = now
	if gone := now.Sub(t.Last); gone > 0 {
		t.from = now.Add(-gone)
	}
}

// encode writes number (8), wrong (1), digits (1) and last (8, milliseconds of Unix).
func (t tries) encode() []byte {
	b := binary.BigEndian.AppendUint64(nil, t.Number)
	b = append(b, byte(t.Wrong), byte(t.Digits))
	return binary.BigEndian.AppendUint64(b, uint64(t.Last.UnixMilli()))
}

func (t tries) seal(device []byte, name string) ([]byte, error) {
	key := seal.Derive(device, triesPurpose)
	defer clear(key)
	return seal.Seal(key, t.encode(), triesPurpose, []byte(name))
}

func openTries(box, device []byte, name string) (tries, error) {
	key := seal.Derive(device, triesPurpose)
	defer clear(key)
	b, err := seal.Open(key, box, triesPurpose, []byte(name))
	if err != nil || len(b) != 18 {
		return tries{}, errTries
	}
	r := reader{rest: b}
	return tries{
		Number: r.number(8), Wrong: int(r.number(1)), Digits: int(r.number(1)),
		Last: time.UnixMilli(int64(r.number(8))),
	}, nil
}

// keptTries reads what the keyring holds: the count, or its number alone (8 bytes).
func keptTries(kept, device []byte, name string) (tries, error) {
	if len(kept) == 8 {
		return tries{Number: binary.BigEndian.Uint64(kept), bare: true}, nil
	}
	return openTries(kept, device, name)
}

// over tells which of two counts it is that counts. Programs that work on copies of the
// folder may come to the same number: then the one that is worse for a thief.
func (t tries) over(o tries) bool {
	return t.Number > o.Number || t.Number == o.Number && t.Wrong >= o.Wrong
}

// latest gives the count that counts, of what the keyring and the file have.
func latest(keyring, file tries, inFile bool) tries {
	switch {
	case keyring.bare && (!inFile || file.Number < keyring.Number):
		return tries{Number: keyring.Number, behind: true}
	case keyring.bare || inFile && file.over(keyring):
		return file
	}
	return keyring
}

// readTries gives the count that counts, and remembers it for Facts.
func (v *Vault) readTries(d device, name string) (tries, error) {
	file, inFile, err := v.fileTries(d.secret, name)
	if err != nil {
		return tries{}, err
	}
	t := latest(d.tries, file, inFile)
	v.mu.Lock()
	defer v.mu.Unlock()
	if known := v.tries; known.Number == t.Number && !known.from.IsZero() {
		t.from = known.from // what this process counts is safer than any clock
	} else {
		t.since(v.now())
	}
	v.tries, v.pinGone = t, false
	return t, nil
}

// fileTries gives the count in the file; false where none is sealed under this secret.
func (v *Vault) fileTries(device []byte, name string) (t tries, found bool, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed || v.broken != nil {
		return tries{}, false, v.ready("vault.Unlock")
	}
	box, err := view(v.store, func(tx *bolt.Tx) ([]byte, error) { return get(tx, bucketVault, nameTries), nil })
	if err != nil {
		return tries{}, false, v.note(err)
	}
	t, err = openTries(box, device, name)
	return t, err == nil, nil
}

// writeTries makes the count durable in the file.
func (v *Vault) writeTries(t tries, device []byte, name string) error {
	box, err := t.seal(device, name)
	if err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed || v.broken != nil {
		return v.ready("vault.Unlock")
	}
	err = v.store.update(func(tx *bolt.Tx) error { return tx.Bucket(bucketVault).Put(nameTries, box) })
	return v.note(err)
}

// count has the keyring hold another count, and then the file. The keyring's is enough:
// a thief who fills the disk of the file, or keeps it from being written, wins nothing,
// since the file's is then behind. The file's alone is not: it can be put back, and so
// every try would be the first one. So the keyring comes first, and where it takes
// nothing, nothing has changed and no try is made.
func (v *Vault) count(ctx context.Context, op string, k Keyring, h header, d *device, t tries) error {
	t.Number++
	d.tries = t
	if err := d.keepTries(ctx, op, k, h.Name); err != nil {
		return err
	}
	v.mu.Lock()
	v.tries = t
	v.mu.Unlock()
	_ = v.writeTries(t, d.secret, h.Name)
	return nil
}
