//go:build linux && (amd64 || arm64)

package main

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"kauth/core"
)

// state is what a vault has to hold after some steps: the model that it is held
// against.
type state struct {
	accounts map[core.AccountID]core.Account
	records  map[string]string // by "bucket/id"
	lock     lock
}

// lock is what opens the vault.
type lock struct {
	Kind   string // "", "pin" or "passphrase", as vault.LockFacts has it
	Secret string
}

func nothing() state {
	return state{accounts: map[core.AccountID]core.Account{}, records: map[string]string{}}
}

func (s state) clone() state {
	return state{maps.Clone(s.accounts), maps.Clone(s.records), s.lock}
}

// ids are sorted.
func (s state) ids() []core.AccountID { return slices.Sorted(maps.Keys(s.accounts)) }

// listed is the order in which the vault lists them.
func (s state) listed() []core.AccountID {
	return slices.SortedFunc(maps.Keys(s.accounts), func(x, y core.AccountID) int {
		a, b := s.accounts[x], s.accounts[y]
		return cmp.Or(cmp.Compare(a.Order, b.Order), a.Added.Compare(b.Added), cmp.Compare(x, y))
	})
}

// buckets are those that steps use, and what the committed vaults of older versions have.
var buckets = []string{"b", "history", "settings", "n"}

func readAccounts(v *opened) (state, error) {
	s := nothing()
	s.lock = v.by
	all, err := v.Accounts()
	for _, a := range all {
		s.accounts[a.ID] = a
	}
	return s, err
}

// read is all that an open vault serves.
func read(v *opened) (state, error) {
	s, err := readAccounts(v)
	if err != nil {
		return s, err
	}
	for _, bucket := range buckets {
		ids, err := v.List(bucket)
		if err != nil {
			return s, err
		}
		for _, id := range ids {
			data, err := v.Get(bucket, id)
			if err != nil {
				return s, fmt.Errorf("%s/%s: %w", bucket, id, err)
			}
			s.records[bucket+"/"+id] = string(data)
		}
	}
	return s, nil
}

// differs says what is not as wanted; nil: all is, to the last byte.
func (s state) differs(want state) error {
	var other error
	if s.lock != want.lock {
		other = fmt.Errorf("the lock is %q and not %q", s.lock.Kind, want.lock.Kind)
	}
	return errors.Join(other, s.accountsDiffer(want), mapsDiffer("record", s.records, want.records))
}

func (s state) accountsDiffer(want state) error {
	return mapsDiffer("account", spelledAll(s), spelledAll(want))
}

func spelledAll(s state) map[string]string {
	out := make(map[string]string, len(s.accounts))
	for id, a := range s.accounts {
		out[string(id)] = spelled(a)
	}
	return out
}

func mapsDiffer(what string, got, want map[string]string) error {
	var wrong []string
	for id, w := range want {
		switch g, ok := got[id]; {
		case !ok:
			wrong = append(wrong, id+" is missing")
		case g != w:
			wrong = append(wrong, id+" is another")
		}
	}
	for id := range got {
		if _, ok := want[id]; !ok {
			wrong = append(wrong, id+" should not be there")
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	slices.Sort(wrong)
	return fmt.Errorf("%s %s", what, strings.Join(wrong, ", "))
}
