package transfer

import (
	"bytes"
	"encoding/json"
	"errors"

	"kauth/core"
	"kauth/core/seal"
)

// Lock seals backups under a passphrase without knowing it: the key that Argon2id made
// of it once, and what a reader needs to make it again. It is a secret, for the vault
// to keep, and never prints.
type Lock struct {
	salt []byte
	cost seal.Cost
	key  core.Secret
}

// NewLock derives the key of a passphrase, which takes as long as cost says. It fails
// with core.Malformed for an empty one.
func NewLock(passphrase []byte, cost seal.Cost) (Lock, error) {
	const op = "transfer.NewLock"
	if len(passphrase) == 0 {
		return Lock{}, core.E(op, core.Malformed, errors.New("a backup needs a passphrase"))
	}
	l := Lock{salt: seal.NewKey()[:backupSalt], cost: cost}
	key, err := seal.PassKey(passphrase, l.salt, cost)
	if err != nil {
		return Lock{}, core.E(op, core.Internal, err)
	}
	defer clear(key)
	l.key = core.NewSecret(key)
	return l, nil
}

// Opens tells whether a passphrase is the lock's.
func (l Lock) Opens(passphrase []byte) bool {
	key, err := seal.PassKey(passphrase, l.salt, l.cost)
	defer clear(key)
	return err == nil && l.key.Equal(core.NewSecret(key))
}

func (l Lock) fits(f backupFile) bool {
	return l.key.Len() > 0 && bytes.Equal(l.salt, f.Salt) && l.cost == f.Cost
}

// storedLock is a Lock inside a vault's seal.
type storedLock struct {
	Salt []byte    `json:"salt"`
	Cost seal.Cost `json:"argon2id"`
	Key  []byte    `json:"key"`
}

// Bytes spells a lock out, for a vault.
func (l Lock) Bytes() []byte {
	text, err := json.Marshal(storedLock{l.salt, l.cost, l.key.Bytes()})
	if err != nil {
		panic("transfer: " + err.Error()) // nothing in it can fail
	}
	return text
}

// LockOf reads what Bytes spelled out.
func LockOf(text []byte) (Lock, error) {
	var s storedLock
	if json.Unmarshal(text, &s) != nil || len(s.Key) != seal.KeySize || len(s.Salt) != backupSalt || s.Cost.Check() != nil {
		return Lock{}, core.Errorf("transfer.LockOf", core.VaultDamaged, "not a lock of backups")
	}
	defer clear(s.Key)
	return Lock{s.Salt, s.Cost, core.NewSecret(s.Key)}, nil
}
