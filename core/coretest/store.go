package coretest

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"sync"

	"kauth/core"
)

// Store is a vault in memory. Like the real one it hands out copies only, and loses
// nothing that it has acknowledged, whatever becomes of the process.
type Store struct {
	*Faults // nil for none

	mu       sync.Mutex
	accounts map[core.AccountID]core.Account
	counters map[core.AccountID]uint64
	records  map[string][]byte
	trash    []core.AccountID
}

// NewStore makes an empty one.
func NewStore(f *Faults) *Store {
	return &Store{
		Faults: f, accounts: map[core.AccountID]core.Account{},
		counters: map[core.AccountID]uint64{}, records: map[string][]byte{},
	}
}

// do runs one call between its two points.
func (s *Store) do(call string, f func() error) error {
	if err := s.start(call); err != nil {
		return err
	}
	s.mu.Lock()
	err := f()
	s.mu.Unlock()
	if err != nil {
		return err
	}
	return s.finish(call)
}

func clone(a core.Account) core.Account {
	if a.Device != nil {
		d := *a.Device
		d.ServerKeys = slices.Clone(d.ServerKeys)
		a.Device = &d
	}
	return a
}

func notFound(op string) error { return core.E(op, core.NotFound, nil) }

// Accounts implements the stores' ports.
func (s *Store) Accounts() (list []core.Account, err error) {
	err = s.do("Accounts", func() error {
		for _, a := range s.accounts {
			list = append(list, clone(a))
		}
		slices.SortFunc(list, func(a, b core.Account) int {
			return cmp.Or(cmp.Compare(a.Order, b.Order), a.Added.Compare(b.Added))
		})
		return nil
	})
	return list, err
}

// Peek lists the accounts without passing a point, for a test that looks on.
func (s *Store) Peek() (list []core.Account) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.accounts {
		list = append(list, clone(a))
	}
	return list
}

// Account implements the stores' ports.
func (s *Store) Account(id core.AccountID) (a core.Account, err error) {
	err = s.do("Account", func() error {
		held, ok := s.accounts[id]
		if !ok {
			return notFound("coretest.Store.Account")
		}
		a = clone(held)
		return nil
	})
	return a, err
}

// PutAccount implements the stores' ports.
func (s *Store) PutAccount(a core.Account) error {
	return s.do("PutAccount", func() error {
		s.accounts[a.ID] = clone(a)
		return nil
	})
}

// UpdateAccount implements the stores' ports.
func (s *Store) UpdateAccount(id core.AccountID, change func(*core.Account) error) error {
	return s.do("UpdateAccount", func() error {
		held, ok := s.accounts[id]
		if !ok {
			return notFound("coretest.Store.UpdateAccount")
		}
		a := clone(held)
		if err := change(&a); err != nil {
			return err
		}
		s.accounts[id] = clone(a)
		return nil
	})
}

// DeleteAccount implements the stores' ports.
func (s *Store) DeleteAccount(id core.AccountID) error {
	return s.do("DeleteAccount", func() error {
		if _, ok := s.accounts[id]; !ok {
			return notFound("coretest.Store.DeleteAccount")
		}
		delete(s.accounts, id)
		return nil
	})
}

// Discard implements the stores' ports. Of the trash it keeps what Trashed tells.
func (s *Store) Discard(id core.AccountID, _ core.Removal) error {
	err := s.DeleteAccount(id)
	if err == nil {
		s.mu.Lock()
		s.trash = append(s.trash, id)
		s.mu.Unlock()
	}
	return err
}

// Trashed tells whether an account was discarded, and not deleted for good.
func (s *Store) Trashed(id core.AccountID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Contains(s.trash, id)
}

// NextCounter implements the stores' ports.
func (s *Store) NextCounter(id core.AccountID) (n uint64, err error) {
	err = s.do("NextCounter", func() error {
		if _, ok := s.accounts[id]; !ok {
			return notFound("coretest.Store.NextCounter")
		}
		s.counters[id]++
		n = s.counters[id]
		return nil
	})
	return n, err
}

// Put implements the stores' ports.
func (s *Store) Put(bucket, id string, data []byte) error {
	return s.do("Put", func() error {
		s.records[bucket+"\x00"+id] = bytes.Clone(data)
		return nil
	})
}

// Get implements the stores' ports.
func (s *Store) Get(bucket, id string) (data []byte, err error) {
	err = s.do("Get", func() error {
		held, ok := s.records[bucket+"\x00"+id]
		if !ok {
			return notFound("coretest.Store.Get")
		}
		data = bytes.Clone(held)
		return nil
	})
	return data, err
}

// Delete implements the stores' ports.
func (s *Store) Delete(bucket, id string) error {
	return s.do("Delete", func() error {
		delete(s.records, bucket+"\x00"+id)
		return nil
	})
}

// DeleteAll implements the stores' ports.
func (s *Store) DeleteAll(bucket string, ids ...string) error {
	return s.do("DeleteAll", func() error {
		for _, id := range ids {
			delete(s.records, bucket+"\x00"+id)
		}
		return nil
	})
}

// List implements the stores' ports.
func (s *Store) List(bucket string) (ids []string, err error) {
	err = s.do("List", func() error {
		for name := range maps.Keys(s.records) {
			if b, id, _ := bytes.Cut([]byte(name), []byte{0}); string(b) == bucket {
				ids = append(ids, string(id))
			}
		}
		slices.Sort(ids)
		return nil
	})
	return ids, err
}
