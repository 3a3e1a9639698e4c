package vault

import (
	"encoding/binary"
	"encoding/json"
	"maps"
	"os"
	"slices"

	"kauth/core"
	"kauth/core/seal"
)

const namesPurpose = "kauth vault names"

// namesMark begins a list of accounts outside the file, and ends with its version. The
// length of the envelope (4) and the envelope follow.
var namesMark = []byte{'k', 'A', 'N', 1}

const namesHead = 4 + 4

// nameList is what accounts there are, sealed beside the file: where that is lost, with
// its snapshots, a person learns what was in it.
type nameList struct {
	generation uint64
	accounts   map[string]named
}

type named struct {
	revision      uint64
	issuer, label string
}

// encode writes the generation (8) and for each account its id, its revision (8), its
// issuer and its label; texts stand after their length.
func (n nameList) encode() []byte {
	size := 8
	for id, a := range n.accounts {
		size += 4 + len(id) + 8 + 4 + len(a.issuer) + 4 + len(a.label)
	}
	b := binary.BigEndian.AppendUint64(make([]byte, 0, size), n.generation)
	for id, a := range n.accounts {
		b = binary.BigEndian.AppendUint64(appendText(b, id), a.revision)
		b = appendText(appendText(b, a.issuer), a.label)
	}
	return b
}

func decodeNames(b []byte) (nameList, error) {
	r := reader{rest: b}
	n := nameList{generation: r.number(8), accounts: map[string]named{}}
	text := func() string { return string(r.take(r.number(4))) }
	for len(r.rest) > 0 && !r.short {
		id := text()
		n.accounts[id] = named{revision: r.number(8), issuer: text(), label: text()}
	}
	if r.short {
		return nameList{}, damagedf("the list of names is cut off")
	}
	return n, nil
}

func openNames(b []byte, k *keys, vault string) (nameList, error) {
	if len(b) < namesHead || string(b[:4]) != string(namesMark) {
		return nameList{}, damagedf("no list of names")
	}
	size := uint64(binary.BigEndian.Uint32(b[4:]))
	if size > uint64(len(b)-namesHead) {
		return nameList{}, damagedf("the list of names is cut off")
	}
	text, err := seal.Open(k.data, b[namesHead:namesHead+size], namesPurpose, []byte(vault))
	if err != nil {
		return nameList{}, err
	}
	defer clear(text)
	return decodeNames(text)
}

// readNames gives the newest list that opens.
func (f folder) readNames(k *keys, vault string) nameList {
	newest, _ := f.newestNames(k, vault)
	return newest
}

// newestNames tells also which of the two files has it.
func (f folder) newestNames(k *keys, vault string) (newest nameList, at int) {
	for i := range 2 {
		b, err := os.ReadFile(f.names(i))
		if err != nil {
			continue
		}
		if n, err := openNames(b, k, vault); err == nil && n.generation >= newest.generation {
			newest, at = n, i
		}
	}
	return newest, at
}

// writeNames brings the list outside the file up to date. Two files take turns and are
// written over in place, so that a kill leaves one of them and a full disk is no
// hindrance. Nothing is synced: a snapshot is, and this is for when all of those fail.
func (v *Vault) writeNames() {
	n, changed, err := v.currentNames()
	if err == nil && changed {
		v.putNames(n)
	}
}

// putNames writes over the file whose turn it is.
func (v *Vault) putNames(n nameList) {
	text := n.encode()
	defer clear(text)
	box, err := seal.Seal(v.keys.data, text, namesPurpose, []byte(v.head.Name))
	if err != nil {
		return
	}
	b := binary.BigEndian.AppendUint32(slices.Clone(namesMark), uint32(len(box)))
	v.namesTurn = 1 - v.namesTurn
	f, err := os.OpenFile(v.dir.names(v.namesTurn), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return
	}
	defer f.Close()
	_, _ = f.WriteAt(append(b, box...), 0) // for what comes of a part see openNames
}

// renamed makes the list anew after purge took it away.
func (v *Vault) renamed() {
	if !v.o.Derived {
		v.known = nameList{}
		v.writeNames()
	}
}

// currentNames reads no account again whose name is known. Most changes are of something
// else, and leave the list as it is.
func (v *Vault) currentNames() (n nameList, changed bool, err error) {
	if v.known.accounts == nil {
		v.known, v.namesTurn = v.dir.newestNames(v.keys, v.head.Name)
	}
	if v.known.accounts == nil {
		v.known.accounts, changed = map[string]named{}, true
	}
	known, now := v.known.accounts, v.list.Records[accounts]
	var read []string
	for id, revision := range now {
		if a, ok := known[id]; !ok || a.revision != revision {
			read = append(read, id)
		}
	}
	values, err := v.values(accounts, read)
	if err != nil {
		return nameList{}, false, err
	}
	for i, id := range read {
		was, a := known[id], v.keys.named(id, now[id], values[i])
		changed = changed || was.revision == 0 || was.issuer != a.issuer || was.label != a.label
		known[id] = a
	}
	gone := len(known) > len(now)
	if gone {
		maps.DeleteFunc(known, func(id string, _ named) bool { _, there := now[id]; return !there })
	}
	changed = changed || gone
	v.known.generation = v.list.Generation
	return v.known, changed, nil
}

// named opens an account for its name alone; one that does not open has none.
func (k *keys) named(id string, revision uint64, value []byte) named {
	data, err := k.open(accounts, id, revision, value)
	if err != nil {
		return named{revision: revision}
	}
	defer clear(data)
	var a struct{ Issuer, Label string } // the keys in it would take a while
	if json.Unmarshal(data, &a) != nil {
		return named{revision: revision}
	}
	return named{revision, a.Issuer, a.Label}
}

func (n nameList) loss(id string) Loss {
	a := n.accounts[id]
	return Loss{core.AccountID(id), a.issuer, a.label}
}
