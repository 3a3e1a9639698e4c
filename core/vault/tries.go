package vault

import (
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
// since it has to be read before the vault is open, and it carries a number that the
// keyring holds too: an older copy of the file shows by its lower number.
type tries struct {
	Number uint64    // one more with every change
	Wrong  int       // since the last right one
	Digits int       // of the PIN
	Last   time.Time // the last wrong one, to the millisecond

	from   time.Time // where the wait is counted from, with a monotonic reading
	behind bool      // the file was put back to an earlier state
}

// errTries: no count, or one that is not this device's.
var errTries = errors.New("the count of wrong PINs is not as it was written")

// errBehind: fewer changes than the keyring knows of.
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

// readTries gives the count, held against the number in the keyring. One that was
// put back, or taken away, is spent.
func (v *Vault) readTries(device []byte, number uint64, name string) (tries, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed || v.broken != nil {
		return tries{}, v.ready("vault.Unlock")
	}
	box, err := view(v.store, func(tx *bolt.Tx) ([]byte, error) { return get(tx, bucketVault, nameTries), nil })
	if err != nil {
		return tries{}, v.note(err)
	}
	t, err := openTries(box, device, name)
	if err != nil || t.Number < number {
		t.Number, t.behind = number, true
	}
	if known := v.tries; known.Number == t.Number && !known.from.IsZero() {
		t.from = known.from // what this process counts is safer than any clock
	} else {
		t.since(v.now())
	}
	v.tries, v.pinGone = t, false
	return t, nil
}

// counts tells whether the count in the file is sealed under this secret.
func (v *Vault) counts(device []byte, name string) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed || v.broken != nil {
		return false
	}
	box, err := view(v.store, func(tx *bolt.Tx) ([]byte, error) { return get(tx, bucketVault, nameTries), nil })
	if err != nil {
		_ = v.note(err)
		return false
	}
	_, err = openTries(box, device, name)
	return err == nil
}

// writeTries makes the count durable.
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
	if err != nil {
		return v.note(err)
	}
	v.tries = t
	return nil
}
