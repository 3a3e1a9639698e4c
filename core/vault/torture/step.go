//go:build linux && (amd64 || arm64)

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"kauth/core"
)

// step is one thing that a person has the vault do. It is acknowledged when the vault's
// method has answered.
type step struct {
	kind    string
	account core.Account
	id      core.AccountID
	bucket  string
	name    string
	data    []byte
	ids     []core.AccountID
	lock    lock
}

// The kinds of steps.
const (
	put       = "put"
	update    = "update"
	remove    = "delete"
	record    = "record"
	unrecord  = "delete a record"
	counter   = "counter"
	arrange   = "arrange"
	reopen    = "reopen"
	setPIN    = "PIN"
	setPass   = "passphrase"
	clearLock = "no lock"
)

// mix is how often which kind of step comes, in percent.
var mix = []struct {
	kind string
	part int
}{
	{put, 32},
	{update, 12},
	{remove, 12},
	{record, 14},
	{unrecord, 5},
	{counter, 8},
	{arrange, 4},
	{reopen, 5},
	{setPIN, 2},
	{setPass, 3},
	{clearLock, 3},
}

const pool = 24 // accounts at most, besides those that an older vault brought

// next is the n-th step of a script.
func (s state) next(seed uint64, n int) step {
	r := rand.New(rand.NewPCG(seed, uint64(n)))
	at := r.IntN(100)
	for _, m := range mix {
		if at -= m.part; at < 0 {
			return s.step(r, m.kind)
		}
	}
	panic("the mix is not 100")
}

// step is one of that kind, or a put where there is nothing to do it to.
func (s state) step(r *rand.Rand, kind string) step {
	ids := s.ids()
	if len(ids) < 3 && slices.Contains([]string{update, remove, counter, arrange}, kind) {
		kind = put
	}
	t := step{kind: kind}
	switch kind {
	case put:
		t.account = makeAccount(r, core.AccountID(fmt.Sprint("acc_", r.IntN(pool))))
	case update, remove, counter:
		t.id = ids[r.IntN(len(ids))]
		t.name = fmt.Sprint("called ", r.Uint32())
	case arrange:
		r.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
		t.ids = ids[:r.IntN(len(ids))]
	case record:
		t.bucket, t.name, t.data = "b", fmt.Sprint(r.IntN(12)), someBytes(r, r.IntN(4000))
		if r.IntN(8) == 0 {
			t.bucket, t.data = "history", someBytes(r, r.IntN(80_000)) // the file has to grow
		}
	case unrecord:
		names := s.listedRecords()
		if len(names) == 0 {
			return s.step(r, record)
		}
		t.bucket, t.name, _ = strings.Cut(names[r.IntN(len(names))], "/")
	case setPIN:
		t.lock = lock{"pin", fmt.Sprintf("%06d", r.IntN(1e6))}
	case setPass:
		t.lock = lock{"passphrase", fmt.Sprint("pass ", r.Uint64())}
	}
	return t
}

func (s state) listedRecords() (names []string) {
	for name := range s.records {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// after is the state that the step leads to.
func (s state) after(t step) state {
	s = s.clone()
	switch t.kind {
	case put:
		s.accounts[t.account.ID] = t.account
	case update:
		a := s.accounts[t.id]
		rename(t)(&a)
		s.accounts[t.id] = a
	case remove:
		delete(s.accounts, t.id)
	case record:
		s.records[t.bucket+"/"+t.name] = string(t.data)
	case unrecord:
		delete(s.records, t.bucket+"/"+t.name)
	case arrange:
		for place, id := range s.arranged(t.ids) {
			a := s.accounts[id]
			a.Order = place
			s.accounts[id] = a
		}
	case setPIN, setPass, clearLock:
		s.lock = t.lock
	}
	return s
}

func (s state) arranged(first []core.AccountID) []core.AccountID {
	rest := slices.DeleteFunc(s.listed(), func(id core.AccountID) bool { return slices.Contains(first, id) })
	return slices.Concat(first, rest)
}

func rename(t step) func(*core.Account) error {
	return func(a *core.Account) error { a.Name, a.Uses = t.name, a.Uses+1; return nil }
}

// do has the vault do it, and gives what the person was told.
func (t step) do(v *opened, k keyring) (told string, err error) {
	ctx := context.Background()
	switch t.kind {
	case put:
		return "", v.PutAccount(t.account)
	case update:
		return "", v.UpdateAccount(t.id, rename(t))
	case remove:
		return "", v.DeleteAccount(t.id)
	case record:
		return "", v.Put(t.bucket, t.name, t.data)
	case unrecord:
		return "", v.Delete(t.bucket, t.name)
	case counter:
		n, err := v.NextCounter(t.id)
		return fmt.Sprint(n), err
	case arrange:
		return "", v.Arrange(t.ids)
	case setPIN:
		return v.SetPIN(ctx, k, []byte(t.lock.Secret))
	case setPass:
		return "", v.SetPassphrase(ctx, k, []byte(t.lock.Secret))
	case clearLock:
		return "", v.ClearLock(ctx, k)
	}
	return "", nil
}
