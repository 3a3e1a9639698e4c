//go:build linux && (amd64 || arm64)

package main

import (
	"bytes"
	"math/rand/v2"
	"slices"

	"kauth/core/vault/torture/disk"
)

// page is the size of bbolt's pages here.
const page = 4096

// mutations are the ways of a disk, a cable or a careless program.
var mutations = []mutation{
	{"a byte", func(r *rand.Rand, b []byte) []byte { b[r.IntN(len(b))] = byte(r.Int()); return b }},
	{"a bit", func(r *rand.Rand, b []byte) []byte { b[r.IntN(len(b))] ^= 1 << r.IntN(8); return b }},
	{"a page's head", func(r *rand.Rand, b []byte) []byte {
		b[min(somePage(r, b)+r.IntN(112), len(b)-1)] = byte(r.Int())
		return b
	}},
	{"cut off", func(r *rand.Rand, b []byte) []byte { return b[:r.IntN(len(b))] }},
	{"a page of zeros", func(r *rand.Rand, b []byte) []byte {
		at := somePage(r, b)
		clear(b[at:min(at+page, len(b))])
		return b
	}},
	{"16 bytes", func(r *rand.Rand, b []byte) []byte { copy(b[r.IntN(len(b)):], someBytes(r, 16)); return b }},
	{"swapped pages", func(r *rand.Rand, b []byte) []byte {
		i, j := somePage(r, b), somePage(r, b)
		n := min(page, len(b)-max(i, j))
		one := bytes.Clone(b[i:][:n])
		copy(b[i:][:n], b[j:][:n])
		copy(b[j:], one)
		return b
	}},
}

// rarer are those of which there are fewer.
var rarer = []mutation{
	{"a sector of zeros", func(r *rand.Rand, b []byte) []byte {
		at := r.IntN(len(b)/disk.Sector) * disk.Sector
		clear(b[at : at+disk.Sector])
		return b
	}},
	{"a page of ones", func(r *rand.Rand, b []byte) []byte {
		at := somePage(r, b)
		copy(b[at:], bytes.Repeat([]byte{0xFF}, page))
		return b
	}},
	{"a page over another", func(r *rand.Rand, b []byte) []byte {
		at := somePage(r, b)
		copy(b[somePage(r, b):], bytes.Clone(b[at:min(at+page, len(b))]))
		return b
	}},
	{"bytes put in", func(r *rand.Rand, b []byte) []byte {
		at := r.IntN(len(b))
		return slices.Concat(b[:at], someBytes(r, 1+r.IntN(5000)), b[at:])
	}},
	{"bytes taken out", func(r *rand.Rand, b []byte) []byte {
		at := r.IntN(len(b))
		return slices.Delete(b, at, min(at+1+r.IntN(5000), len(b)))
	}},
	{"more behind", func(r *rand.Rand, b []byte) []byte { return append(b, someBytes(r, 1+r.IntN(1<<16))...) }},
	{"half zeros", func(_ *rand.Rand, b []byte) []byte { clear(b[len(b)/2:]); return b }},
	{"line ends", func(_ *rand.Rand, b []byte) []byte { return bytes.ReplaceAll(b, []byte{'\n'}, []byte{'\r', '\n'}) }},
}

type mutation struct {
	name string
	do   func(r *rand.Rand, b []byte) []byte
}

func somePage(r *rand.Rand, b []byte) int { return r.IntN((len(b)+page-1)/page) * page }

func any(r *rand.Rand) mutation { return mutations[r.IntN(len(mutations))] }
