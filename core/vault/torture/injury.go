//go:build linux && (amd64 || arm64)

package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"path"
	"slices"
	"strings"

	"kauth/core/vault/torture/disk"
)

// victim is a vault's folder before it is damaged, and what it has to hold.
type victim struct {
	image   disk.Image
	earlier disk.Image // the same folder some changes before
	want    state
}

const mainFile = "vault/vault.db"

// others are the files beside the vault's own, such as its copies. The lock's is not one:
// all that it says is that there is a vault.
func (v victim) others() (names []string) {
	for name, data := range v.image {
		if path.Dir(name) == "vault" && name != mainFile && len(data) > 0 && !strings.HasSuffix(name, ".mark") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// injury is a way to damage the folder.
type injury struct {
	name string
	do   func(v victim, r *rand.Rand, i disk.Image)
	// bearable: every account has to be there afterwards, since something was left whole.
	bearable bool
}

// ofMain damages the vault's file alone.
func ofMain(m mutation) injury {
	return injury{m.name, func(_ victim, r *rand.Rand, i disk.Image) { damage(r, i, mainFile, m) }, true}
}

func damage(r *rand.Rand, i disk.Image, name string, m mutation) {
	if b := bytes.Clone(i[name]); len(b) > 0 {
		i[name] = append([]byte{}, m.do(r, b)...)
	}
}

// more are injuries of other files, and of several at once.
var more = []injury{
	{"a copy", func(v victim, r *rand.Rand, i disk.Image) { damage(r, i, one(r, v.others()), any(r)) }, true},
	{"all copies", func(v victim, r *rand.Rand, i disk.Image) { v.hurt(r, i, v.others()...) }, true},
	{"no copies", func(v victim, r *rand.Rand, i disk.Image) { drop(i, v.others()...) }, true},
	{"no file", func(_ victim, _ *rand.Rand, i disk.Image) { drop(i, mainFile) }, true},
	{"an empty file", func(_ victim, _ *rand.Rand, i disk.Image) { i[mainFile] = []byte{} }, true},
	{"garbage", func(_ victim, r *rand.Rand, i disk.Image) { i[mainFile] = someBytes(r, 1+r.IntN(1<<18)) }, true},
	{"the file and a copy", func(v victim, r *rand.Rand, i disk.Image) { v.hurt(r, i, mainFile, one(r, v.others())) }, false},
	{"no file and a bad copy", func(v victim, r *rand.Rand, i disk.Image) {
		drop(i, mainFile)
		v.hurt(r, i, one(r, v.others()))
	}, false},
	{"every file", func(v victim, r *rand.Rand, i disk.Image) { v.hurt(r, i, append(v.others(), mainFile)...) }, false},
	{"many places", func(_ victim, r *rand.Rand, i disk.Image) {
		for range 2 + r.IntN(30) {
			damage(r, i, mainFile, any(r))
		}
	}, true},
	{"junk beside it", func(_ victim, r *rand.Rand, i disk.Image) {
		for _, name := range []string{".new", ".1.new", ".tmp", ".4", ".broken-"} {
			i[mainFile+name] = someBytes(r, r.IntN(9000))
		}
	}, true},
	{"a bad mark", func(_ victim, r *rand.Rand, i disk.Image) { i["vault/vault.mark"] = someBytes(r, r.IntN(100)) }, true},
	{"no mark", func(_ victim, _ *rand.Rand, i disk.Image) { drop(i, "vault/vault.mark") }, true},
	{"no mark and no file", func(_ victim, _ *rand.Rand, i disk.Image) { drop(i, "vault/vault.mark", mainFile) }, true},
	{"a copy in the file's place", func(v victim, r *rand.Rand, i disk.Image) { i[mainFile] = i[one(r, v.others())] }, false},
	{"an earlier file", func(v victim, _ *rand.Rand, i disk.Image) { i[mainFile] = v.earlier[mainFile] }, false},
	{"an earlier folder", func(v victim, _ *rand.Rand, i disk.Image) {
		drop(i, append(v.others(), mainFile)...)
		for name, data := range v.earlier {
			if path.Dir(name) == "vault" {
				i[name] = data
			}
		}
	}, false},
}

func (v victim) hurt(r *rand.Rand, i disk.Image, names ...string) {
	for _, name := range names {
		damage(r, i, name, any(r))
	}
}

func drop(i disk.Image, names ...string) {
	for _, name := range names {
		delete(i, name)
	}
}

func one(r *rand.Rand, names []string) string {
	if len(names) == 0 {
		return ""
	}
	return names[r.IntN(len(names))]
}

// newVictim is a vault with a past.
func newVictim(r *run, l lock, chance uint64) (victim, error) {
	h, gone, err := r.stage("victim")
	if err != nil {
		return victim{}, err
	}
	defer gone()
	rnd := rand.New(rand.NewPCG(r.seed, chance))
	before, err := wear(h, l, rnd, 100)
	if err != nil {
		return victim{}, err
	}
	earlier, err := disk.Read(string(h))
	if err != nil {
		return victim{}, err
	}
	v, err := h.open(l)
	if err != nil {
		return victim{}, err
	}
	now := before
	for n := range 8 {
		t := step{kind: put, account: makeAccount(rnd, now.ids()[n*5])}
		if _, err := t.do(v, h.keyring()); err != nil {
			return victim{}, fmt.Errorf("%s: %w", t.kind, err)
		}
		now = now.after(t)
	}
	if err := v.Close(); err != nil {
		return victim{}, err
	}
	image, err := disk.Read(string(h))
	return victim{image, earlier, now}, err
}
