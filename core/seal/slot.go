package seal

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"errors"
)

// Slot wraps the data key for one way of opening it. All of it but Box is read
// before anything is proven, and authenticated once Box opens.
type Slot struct {
	ID   string `json:"id"`                 // 22 random characters
	Kind string `json:"kind"`               // "keyring", "pin" and so on; the caller's word
	Cost *Cost  `json:"argon2id,omitempty"` // only where a passphrase opens it
	Salt []byte `json:"salt,omitempty"`     // 32 bytes, with Cost
	Box  []byte `json:"box"`                // the data key in an envelope
}

const (
	slotPurpose = "kauth slot"
	saltSize    = 32
)

// WrapKey makes a slot that the 32-byte key by opens. owner names the vault or
// backup that the slot belongs to: it opens under no other.
func WrapKey(dataKey []byte, owner, kind string, by []byte) (Slot, error) {
	return wrap(dataKey, owner, Slot{Kind: kind}, by)
}

// WrapPass makes a slot that a passphrase opens, at that cost.
func WrapPass(dataKey []byte, owner, kind string, pass []byte, c Cost) (Slot, error) {
	s := passSlot(kind, c)
	by, err := PassKey(pass, s.Salt, c)
	if err != nil {
		return Slot{}, err
	}
	defer clear(by)
	return wrap(dataKey, owner, s, by)
}

func passSlot(kind string, c Cost) Slot {
	s := Slot{Kind: kind, Cost: &c, Salt: make([]byte, saltSize)}
	rand.Read(s.Salt)
	return s
}

func wrap(dataKey []byte, owner string, s Slot, by []byte) (Slot, error) {
	id := make([]byte, 16)
	rand.Read(id)
	s.ID = base64.RawURLEncoding.EncodeToString(id)
	var err error
	s.Box, err = Seal(by, dataKey, slotPurpose, s.bound(owner)...)
	return s, err
}

// TakesPass tells a slot that a passphrase opens from one that a key opens.
func (s Slot) TakesPass() bool { return s.Cost != nil }

// OpenKey gives the data key to whoever has the key: ErrShut where it is not this one.
func (s Slot) OpenKey(owner string, by []byte) ([]byte, error) {
	if s.TakesPass() {
		return nil, errors.New("this slot takes a passphrase")
	}
	return s.open(owner, by)
}

// OpenPass gives the data key to whoever knows the passphrase: ErrShut where it
// is not this one.
func (s Slot) OpenPass(owner string, pass []byte) ([]byte, error) {
	if !s.TakesPass() {
		return nil, errors.New("this slot takes a key")
	}
	by, err := PassKey(pass, s.Salt, *s.Cost)
	if err != nil {
		return nil, err
	}
	defer clear(by)
	return s.open(owner, by)
}

func (s Slot) open(owner string, by []byte) ([]byte, error) {
	key, err := Open(by, s.Box, slotPurpose, s.bound(owner)...)
	if err == nil && len(key) != KeySize {
		return nil, ErrFormat
	}
	return key, err
}

// bound is what the box authenticates besides itself: owner, kind, id, salt, and
// the cost as three big-endian 32-bit numbers (none where a key opens the slot).
func (s Slot) bound(owner string) [][]byte {
	var cost []byte
	if c := s.Cost; c != nil {
		cost = binary.BigEndian.AppendUint32(cost, c.MemoryKiB)
		cost = binary.BigEndian.AppendUint32(cost, c.Passes)
		cost = binary.BigEndian.AppendUint32(cost, uint32(c.Lanes))
	}
	return [][]byte{[]byte(owner), []byte(s.Kind), []byte(s.ID), s.Salt, cost}
}
