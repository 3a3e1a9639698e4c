//go:build linux && (amd64 || arm64)

package main

import (
	"errors"
	"fmt"
	"os"
	"slices"

	"kauth/core"
)

// judgeCopies takes the vault's file away too, as a phone's storage may, and holds what
// its own copies give against the claim. They may lack the last changes where the
// process was ended before it made them: then the vault must say so.
func (c claim) judgeCopies(h home) error {
	if c.may == 0 && len(c.states[0].accounts) == 0 {
		return nil // nothing was put into it yet: there may be no copy
	}
	if err := os.Remove(h.main()); err != nil {
		return err
	}
	var locks []lock // the newest first: a PIN is not tried often
	for _, s := range slices.Backward(c.states) {
		if !slices.Contains(locks, s.lock) {
			locks = append(locks, s.lock)
		}
	}
	v, err := h.open(locks...)
	if v != nil {
		defer v.Close()
	}
	if err != nil {
		return fmt.Errorf("without its file: %w", err)
	}
	var m met
	if m.ask(v); m.Damage == nil {
		return errors.New("without its file the vault says nothing of it")
	}
	got, err := readWhatIsThere(v)
	if err != nil {
		return fmt.Errorf("without its file: %w", err)
	}
	return errors.Join(c.fromCopies(got, m), change(v))
}

// fromCopies wants each account as it was at some time, and where that is not the last
// that was acknowledged, or it is missing, a word of that; and none that was deleted.
func (c claim) fromCopies(got state, m met) error {
	served := spelledAll(got)
	for id := range served {
		if !c.ever(id, served[id]) {
			return fmt.Errorf("without its file: %s is as it never was", id)
		}
		if !c.last(func(s state) bool { _, there := s.accounts[core.AccountID(id)]; return there }) {
			return fmt.Errorf("without its file: %s was deleted and is back", id)
		}
	}
	for id := range c.states[c.may].accounts {
		same := c.last(func(s state) bool {
			a, there := s.accounts[id]
			return there && served[string(id)] == spelled(a) || !there && served[string(id)] == ""
		})
		if !same && !m.names(string(id)) {
			return fmt.Errorf("without its file: nothing says that %s is not as it was: %s", id, m.says())
		}
	}
	return nil
}

// ever tells whether an account was like that at some time.
func (c claim) ever(id, text string) bool {
	return c.former[text] || slices.ContainsFunc(c.states, func(s state) bool {
		a, there := s.accounts[core.AccountID(id)]
		return there && spelled(a) == text
	})
}

// last tells whether it is so in one of the states that may be there.
func (c claim) last(is func(state) bool) bool {
	return slices.ContainsFunc(c.states[c.may:], is) || slices.ContainsFunc(c.loose, is)
}
