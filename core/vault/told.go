package vault

import (
	"cmp"
	"encoding/json"
	"slices"

	"kauth/core"
)

// The vault keeps what it has to say about damage among its own records, so that it is
// said although the app was killed before the person saw it.
const (
	damageBucket = "damage"
	damageLast   = "last"
)

// told is what was found, and whether the person has seen it.
type told struct {
	Damage   Damage   `json:"damage"`
	Places   []string `json:"places"` // the records that were damaged then
	Accepted bool     `json:"accepted"`
	Behind   uint64   `json:"behind,omitempty"` // changes that the file lacked, until the person has seen it
}

func (t told) write() (write, error) {
	data, err := json.Marshal(t)
	return write{damageBucket, damageLast, data}, err
}

// into adds it to records that are about to be written.
func (t told) into(k *keys, list *manifest, records map[string][]byte) error {
	data, err := json.Marshal(t)
	if err != nil {
		return err
	}
	list.put(damageBucket, damageLast)
	value, err := k.seal(damageBucket, damageLast, list.Generation, data)
	records[string(k.name(damageBucket, damageLast))] = value
	return err
}

// recall reads it, with v.mu held.
func (v *Vault) recall() {
	v.told = told{Accepted: true}
	data, err := v.read("vault.recall", damageBucket, damageLast)
	if err == nil {
		v.told = readTold(data)
	}
}

func readTold(data []byte) told {
	defer clear(data)
	var t told
	if json.Unmarshal(data, &t) != nil {
		return told{Accepted: true}
	}
	return t
}

// after adds what an earlier report says that nobody has seen yet.
func (d Damage) after(earlier told) Damage {
	e := earlier.Damage
	if earlier.Accepted || e.When.IsZero() {
		return d
	}
	named := map[core.AccountID]bool{}
	for _, list := range [][]Loss{d.Lost, d.Earlier, d.Mended} {
		for _, l := range list {
			named[l.ID] = true
		}
	}
	add := func(to *[]Loss, from []Loss) {
		for _, l := range from {
			if !named[l.ID] { // else the newer report knows better
				*to = append(*to, l)
			}
		}
	}
	add(&d.Lost, e.Lost)
	add(&d.Earlier, e.Earlier)
	add(&d.Mended, e.Mended)
	d.Found = append(slices.Clone(e.Found), d.Found...)
	d.Changes, d.Unsure, d.Broken = d.Changes+e.Changes, d.Unsure || e.Unsure, cmp.Or(d.Broken, e.Broken)
	return d
}

// forgetHealed lets go of damage that is none any more, so that it is told again if it
// comes again.
func (v *Vault) forgetHealed() {
	t := v.told
	t.Places = slices.DeleteFunc(slices.Clone(t.Places), func(at string) bool { return !v.damaged[at] })
	if len(t.Places) < len(v.told.Places) {
		_ = v.tell("vault.forgetHealed", t) // else at the next unlock
	}
}

// tell keeps it. Where that fails, on a full disk, it is said in this process alone.
func (v *Vault) tell(op string, t told) error {
	w, err := t.write()
	if err != nil {
		return core.E(op, core.Internal, err)
	}
	was := v.told
	v.told = t // the change's snapshot may find the same damage: it is told by now
	if err := v.change(op, w); err != nil {
		v.told = was
		return err
	}
	return nil
}

// Damage says what was found wrong with the file; false: nothing, or the person has
// accepted it.
func (v *Vault) Damage() (Damage, bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	switch {
	case v.hurt != nil:
		return Damage{Found: []string{v.hurt.cause.Error()}, When: v.hurt.when}, true
	case v.keys == nil || v.told.Accepted || v.told.Damage.When.IsZero():
		return Damage{}, false
	}
	return v.told.Damage, true
}

// AcceptDamage forgets what Damage says, since the person has seen it. The damaged
// file stays where it is. It fails as Put does.
func (v *Vault) AcceptDamage() error {
	const op = "vault.AcceptDamage"
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.ready(op); err != nil {
		return err
	}
	if v.told.Accepted || v.told.Damage.When.IsZero() {
		return nil
	}
	return v.tell(op, told{Places: v.told.Places, Accepted: true, Behind: v.told.Behind})
}

// RemoveBroken takes away the damaged files that were kept. They hold sealed bytes
// only, but also of what was deleted since.
func (v *Vault) RemoveBroken() error {
	const op = "vault.RemoveBroken"
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.ready(op); err != nil {
		return err
	}
	for _, path := range v.dir.broken() {
		if err := remove(path); err != nil {
			return storage(op, err)
		}
	}
	return storage(op, v.dir.sync())
}
