package vault

import (
	"context"
	"encoding/binary"
	"math"
	"strconv"
	"time"

	"kauth/core"
)

// itemGeneration is what the keyring keeps of the generation: 8 bytes.
const itemGeneration = ".generation"

// rememberEvery is how long a change may wait until the keyring has its generation: a
// keyring takes milliseconds, and what it lacks is only found out later.
const rememberEvery = 30 * time.Second

// memory is the keyring's part in what is known of the vault's past.
type memory struct {
	k     Keyring // nil: none answered
	known uint64  // what it holds
	later *time.Timer
}

// Behind says that the vault's file is older than what the keyring remembers, or than
// the list of names beside it: it was put back to an earlier state, by a person or by a
// program that copies folders. All in it is as it was then. What came out of damage is
// told by Damage alone.
type Behind struct {
	Changes uint64 // that the file lacks
}

// Behind is known from the first unlock, with a keyring that answers or by the list of
// names, and stays until AcceptBehind; false: the file is as new as anybody remembers.
func (v *Vault) Behind() (Behind, bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return Behind{v.told.Behind}, v.keys != nil && v.told.Behind > 0
}

// AcceptBehind forgets what Behind says, since the person has seen it. It fails as Put
// does; the keyring is asked for nothing.
func (v *Vault) AcceptBehind(context.Context, Keyring) error {
	const op = "vault.AcceptBehind"
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.ready(op); err != nil {
		return err
	}
	t := v.told
	t.Behind = 0
	return v.tell(op, t)
}

// compare holds the file against what the keyring remembers, after an unlock. A keyring
// that is silent, or was reset, remembers nothing; a file that is newer is one whose
// process was killed.
func (v *Vault) compare(ctx context.Context, op string, k Keyring) {
	defer v.compareNames(op) // a keyring that answers knows more
	if v.o.Derived || v.Facts().Kind == slotPassphrase && !v.answered.Load() {
		return // no keyring is waited for that nothing else needs
	}
	name := v.Name() + itemGeneration
	kept, err := ask(ctx, op, func(ctx context.Context) ([]byte, error) { return k.Get(ctx, name) })
	if err != nil && core.KindOf(err) != core.KeyGone {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.ready(op) != nil {
		return
	}
	v.memory.k, v.memory.known = k, 0
	if len(kept) == 8 {
		v.memory.known = binary.BigEndian.Uint64(kept)
	}
	known := v.memory.known
	switch {
	case v.salvaged > 0 && known > v.salvaged:
		t := v.told
		t.Damage.Changes = max(t.Damage.Changes, known-v.salvaged)
		_ = v.goOnAfter(op, known, t)
	case v.salvaged == 0 && known > v.list.Generation:
		t := v.told
		t.Behind += known - v.list.Generation
		_ = v.goOnAfter(op, known, t)
	}
	v.salvaged = 0
	v.rememberSoon()
}

// compareNames holds the file against the list of names beside it, which no keyring is
// needed for. A list of another past would take what is made from now on for deleted, so
// none is left.
func (v *Vault) compareNames(op string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	ahead := v.ahead
	v.ahead = 0
	if ahead == 0 || v.ready(op) != nil {
		return
	}
	if ahead > v.list.Generation {
		t := v.told
		t.Behind += ahead - v.list.Generation
		if v.goOnAfter(op, ahead, t) != nil {
			return // the next unlock finds the same
		}
	}
	n, _, err := v.currentNames()
	if err != nil {
		return
	}
	for range 2 {
		v.putNames(n)
	}
}

// goOnAfter has generation and counters go on behind all that was ever given, and keeps
// what is to be told: in one change, or not at all, and then the next unlock finds the
// same.
func (v *Vault) goOnAfter(op string, known uint64, t told) error {
	v.told = t
	if known > math.MaxUint64-2*generationLeap {
		return nil // no generation of ours
	}
	note, err := t.write()
	if err != nil {
		return err
	}
	writes := []write{note}
	for id := range v.list.Records[counters] {
		last, err := v.counter(op, id)
		if err == nil {
			writes = append(writes, write{counters, id, strconv.AppendUint(nil, last+counterLeap, 10)})
		}
	}
	before := *v.list
	v.list.Generation = max(v.list.Generation, (known/generationLeap+1)*generationLeap)
	if err := v.change(op, writes...); err != nil {
		v.list.Generation = before.Generation
		return err
	}
	return nil
}

// rememberSoon has the keyring told of the generation before long.
func (v *Vault) rememberSoon() {
	if v.memory.k == nil || v.memory.later != nil || v.list.Generation == v.memory.known {
		return
	}
	v.memory.later = time.AfterFunc(rememberEvery, v.remember)
}

// remember tells the keyring now.
func (v *Vault) remember() {
	v.mu.Lock()
	tell := v.memorize()
	v.mu.Unlock()
	tell()
}

// memorize gives what tells the keyring, to be called without v.mu: a keyring may think
// for 2 s. Where it fails the keyring remembers less, and no harm is done.
func (v *Vault) memorize() (tell func()) {
	m := v.memory
	if m.later != nil {
		m.later.Stop()
		v.memory.later = nil
	}
	if m.k == nil || v.list == nil || v.closed || v.list.Generation <= m.known {
		return func() {}
	}
	name, now := v.head.Name+itemGeneration, v.list.Generation
	return func() {
		_, err := ask(context.Background(), "vault.remember", func(ctx context.Context) (none struct{}, err error) {
			return none, m.k.Set(ctx, name, binary.BigEndian.AppendUint64(nil, now))
		})
		v.mu.Lock()
		defer v.mu.Unlock()
		if err == nil {
			v.memory.known = max(v.memory.known, now)
		}
	}
}
