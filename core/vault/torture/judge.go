//go:build linux && (amd64 || arm64)

package main

import (
	"bytes"
	"errors"
	"fmt"
)

// claim is what a folder has to hold: one of some states, in the order in which they
// came about. All before may was acknowledged.
type claim struct {
	states []state
	may    int               // states[may:] may be there
	given  map[string]uint64 // the highest number that each account was given
	loose  []state           // before a step that was never acknowledged and that nobody has seen done
	former map[string]bool   // accounts, spelled, as they were before the first of the states
	fresh  bool              // there may be no vault yet
	ruined bool              // the file was damaged before, and the vault has to say so
	unread bool              // the disk refused to give the file once, and the vault may have taken that for damage
	alone  bool              // there need be no copies of it yet
	quick  bool              // it is not changed, which takes most of the time
}

// locks are of all the states that may be there.
func (c claim) locks() (all []lock) {
	for _, s := range c.states[c.may:] {
		all = append(all, s.lock)
	}
	return all
}

// noVault is what judge gives where there is none yet.
const noVault = -1

// judge opens the vault and holds it against the claim: a state that may be there, to
// the last byte, nothing that the vault finds wrong, and fit to be changed. It gives
// which state it is. What is in the folder changes by it, so it wants a copy.
func (c claim) judge(h home) (which int, err error) {
	v, err := h.open(c.locks()...)
	if v != nil {
		defer v.Close()
	}
	switch {
	case err != nil:
		return 0, fmt.Errorf("open: %w", err)
	case v.made && !c.fresh:
		return 0, errors.New("the vault is gone, and a new one begins")
	case v.made:
		return noVault, c.change(v)
	}
	if err := c.complaint(v); err != nil {
		return 0, err
	}
	which, err = c.find(v)
	if err != nil {
		return 0, err
	}
	return which, errors.Join(c.counts(v, c.states[which]), c.change(v))
}

// find tells which of the states that may be there is.
func (c claim) find(v *opened) (int, error) {
	got, err := read(v)
	if err != nil {
		return 0, err
	}
	var wrong []error
	for i := len(c.states) - 1; i >= c.may; i-- {
		err := got.differs(c.states[i])
		if err == nil {
			return i, nil
		}
		wrong = append(wrong, err)
	}
	for i := range c.may {
		if got.differs(c.states[i]) == nil {
			return 0, fmt.Errorf("%d steps that were acknowledged are lost: %w", c.may-i, errors.Join(wrong...))
		}
	}
	return 0, errors.Join(wrong...)
}

// complaint is what the vault finds wrong by itself and should not, or what it should
// find and does not; nil: neither.
func (c claim) complaint(v *opened) error {
	d, told := v.Damage()
	switch {
	case told && !c.ruined && !c.unread:
		return fmt.Errorf("the vault says that it is damaged: %+v", d)
	case c.ruined && !told:
		return errors.New("nothing says that the file was damaged")
	}
	if b, yes := v.Behind(); yes {
		return fmt.Errorf("the vault says that it is %d changes behind", b.Changes)
	}
	if bad := v.Damaged(); len(bad) > 0 {
		return fmt.Errorf("damaged records: %v", bad)
	}
	return nil
}

func (c claim) change(v *opened) error {
	if c.quick {
		return nil
	}
	return change(v)
}

// counts wants the next number of every account to be one that was not given yet.
func (c claim) counts(v *opened, s state) error {
	for _, id := range s.ids() {
		given := c.given[string(id)]
		if given == 0 {
			continue
		}
		if n, err := v.NextCounter(id); err != nil || n <= given {
			return fmt.Errorf("the counter of %s gives %d after %d: %w", id, n, given, err)
		}
	}
	return nil
}

// change writes to a vault that says that it is well.
func change(v *opened) error {
	data := bytes.Repeat([]byte("probe"), 2000)
	if err := v.Put("probe", "i", data); err != nil {
		return fmt.Errorf("a change afterwards: %w", err)
	}
	if got, err := v.Get("probe", "i"); err != nil || !bytes.Equal(got, data) {
		return fmt.Errorf("a change afterwards is not there: %w", err)
	}
	return v.Delete("probe", "i")
}
