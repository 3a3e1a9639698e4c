//go:build linux && (amd64 || arm64)

package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"

	"kauth/core"
)

// scene is one thing that a vault does, to be ended or failed at each of its calls.
type scene struct {
	name string
	base string
	lock lock   // the vault's before
	only string // the step; "" is just to open it
	ruin func(h home) error
}

var (
	aPIN  = lock{"pin", "135790"}
	aPass = lock{"passphrase", "before"}
)

var scenes = []scene{
	{name: "make a vault", base: "none", only: put},
	{name: "put", base: "worn", only: put},
	{name: "update", base: "worn", only: update},
	{name: "delete", base: "worn", only: remove},
	{name: "record", base: "worn", only: record},
	{name: "counter", base: "worn", only: counter},
	{name: "arrange", base: "worn", only: arrange},
	{name: "no lock to PIN", base: "worn", only: setPIN},
	{name: "PIN to PIN", base: "worn", lock: aPIN, only: setPIN},
	{name: "PIN to passphrase", base: "worn", lock: aPIN, only: setPass},
	{name: "passphrase to none", base: "worn", lock: aPass, only: clearLock},
	{name: "migrate version 1", base: "v1", only: reopen},
	{name: "migrate version 2", base: "v2", only: reopen},
	{name: "salvage without records", base: "worn", only: put, ruin: noLeaves},
	{name: "salvage without a meta page", base: "worn", only: put, ruin: badMeta},
	{name: "salvage without a file", base: "worn", only: put, ruin: func(h home) error { return os.Remove(h.main()) }},
}

// play makes the folder that a scene begins with.
func (s scene) play(h home, seed uint64) (state, error) {
	if s.base != "worn" {
		return begin(h, s.base)
	}
	now, err := wear(h, s.lock, rand.New(rand.NewPCG(seed, 11)), 12)
	if err == nil && s.ruin != nil {
		err = s.ruin(h)
	}
	return now, err
}

// wear makes a vault with a past: updates, deletions, free pages, copies of its own.
func wear(h home, l lock, r *rand.Rand, accounts int) (state, error) {
	if err := os.MkdirAll(h.vault(), 0o700); err != nil {
		return state{}, err
	}
	v, err := h.open()
	if err != nil {
		return state{}, err
	}
	now := nothing()
	steps := wearing(r, accounts)
	if l != (lock{}) {
		kind := map[string]string{"pin": setPIN, "passphrase": setPass}[l.Kind]
		steps = append(steps, step{kind: kind, lock: l}, step{kind: put, account: makeAccount(r, "acc_last")})
	}
	for _, t := range steps {
		if _, err := t.do(v, h.keyring()); err != nil {
			return now, fmt.Errorf("%s: %w", t.kind, err)
		}
		now = now.after(t)
	}
	return now, v.Close()
}

func wearing(r *rand.Rand, accounts int) (steps []step) {
	for i := range accounts {
		steps = append(steps, step{kind: put, account: makeAccount(r, core.AccountID(fmt.Sprintf("acc_%d", i)))})
	}
	for i := range accounts / 10 {
		id := core.AccountID(fmt.Sprintf("acc_%d", i*7%accounts))
		steps = append(steps, step{kind: put, account: makeAccount(r, id)})
	}
	return append(steps,
		step{kind: put, account: makeAccount(r, "acc_goes")}, step{kind: record, bucket: "b", name: "1", data: someBytes(r, 3000)},
		step{kind: remove, id: "acc_goes"}, step{kind: record, bucket: "b", name: "2", data: someBytes(r, 300)},
		step{kind: counter, id: "acc_0"}, step{kind: put, account: makeAccount(r, "acc_1")})
}

// noLeaves takes away every record of the file, and leaves its frame.
func noLeaves(h home) error {
	return h.edit(func(b []byte) []byte {
		const leaf = 2
		for at := 2 * page; at < len(b); at += page {
			if b[at+8] == leaf {
				clear(b[at:min(at+page, len(b))])
			}
		}
		return b
	})
}

// badMeta takes away one of the two pages that bbolt begins with.
func badMeta(h home) error {
	return h.edit(func(b []byte) []byte { clear(b[:page]); return b })
}

func (h home) edit(f func([]byte) []byte) error {
	b, err := os.ReadFile(h.main())
	if err != nil {
		return err
	}
	return os.WriteFile(h.main(), f(b), 0o600)
}

// stage is a folder for one run of a scene.
func (r *run) stage(name string) (home, func(), error) {
	dir, err := os.MkdirTemp(*fast, "stage-")
	return home(filepath.Join(dir, name)), func() { os.RemoveAll(dir) }, err
}
