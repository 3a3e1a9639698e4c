package transfer

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"time"

	"kauth/core"
	"kauth/core/seal"
)

// A backup is JSON: what is needed to open it, and an envelope (docs/backup.md).
const (
	backupFormat  = "kauth-backup"
	backupVersion = 1
	backupPurpose = "kauth backup"
	backupBlock   = 1024 // the length inside the envelope is a multiple of it
	backupSalt    = 32
)

type backupFile struct {
	Format   string    `json:"format"`
	Version  int       `json:"version"`
	Made     string    `json:"made"` // RFC 3339 in UTC, as it is in the additional data
	Accounts int       `json:"accounts"`
	Cost     seal.Cost `json:"argon2id"`
	Salt     []byte    `json:"salt"`
	Box      []byte    `json:"box"`
}

type backupContent struct {
	Accounts []backupAccount `json:"accounts"`
}

// backupAccount has no device keys: they never leave a phone.
type backupAccount struct {
	Issuer string    `json:"issuer"`
	Label  string    `json:"label"`
	Name   string    `json:"name"`
	Added  time.Time `json:"added"`
	Uses   int       `json:"uses"`
	Server string    `json:"server,omitempty"`    // that it was linked to
	As     string    `json:"linked_as,omitempty"` // that server's own name of it
	OTP    struct {
		Type      core.OTPType `json:"type"`
		Secret    []byte       `json:"secret"`
		Algorithm string       `json:"algorithm"`
		Digits    int          `json:"digits"`
		Period    int          `json:"period_seconds"`
		Counter   uint64       `json:"counter"`
	} `json:"otp"`
}

// WriteBackup seals the accounts that have codes, in their order, and says how many
// those are. An account whose server has not given a code yet has nothing to keep.
func WriteBackup(w io.Writer, accounts []core.Account, l Lock, now time.Time) (int, error) {
	const op = "transfer.WriteBackup"
	if l.key.Len() != seal.KeySize {
		return 0, core.Errorf(op, core.Malformed, "a backup needs a passphrase")
	}
	kept := Savable(accounts)
	plain, err := backupText(kept)
	if err != nil {
		return 0, core.E(op, core.Internal, err)
	}
	defer clear(plain)
	f := backupFile{
		Format: backupFormat, Version: backupVersion, Made: now.UTC().Format(time.RFC3339),
		Accounts: len(kept), Cost: l.cost, Salt: l.salt,
	}
	key := l.key.Bytes()
	defer clear(key)
	if f.Box, err = seal.Seal(key, plain, backupPurpose, f.parts()...); err != nil {
		return 0, core.E(op, core.Internal, err)
	}
	text, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return 0, core.E(op, core.Internal, err)
	}
	if _, err := w.Write(append(text, '\n')); err != nil {
		return 0, storage(op, err)
	}
	return len(kept), nil
}

// parts are the additional data: all that stands outside the envelope.
func (f backupFile) parts() [][]byte {
	number := func(n uint32) []byte { return binary.BigEndian.AppendUint32(nil, n) }
	return [][]byte{
		number(uint32(f.Version)), []byte(f.Made), number(uint32(f.Accounts)), f.Salt,
		number(f.Cost.MemoryKiB), number(f.Cost.Passes), number(uint32(f.Cost.Lanes)),
	}
}

// Savable are the accounts that a backup and an export have: those with codes, and of an
// account that is being linked again the row that is here, once.
func Savable(accounts []core.Account) []core.Account {
	return slices.DeleteFunc(slices.Clone(accounts), func(a core.Account) bool {
		return a.OTP.Secret.Len() == 0 || a.Replaces != "" // that one is in the backup itself
	})
}

func backupText(accounts []core.Account) ([]byte, error) {
	c := backupContent{Accounts: []backupAccount{}}
	for _, a := range accounts {
		b := backupAccount{Issuer: a.Issuer, Label: a.Label, Name: a.Name, Added: a.Added.UTC(), Uses: a.Uses, Server: a.LinkedTo, As: a.LinkedAs}
		if a.Device != nil {
			b.Server, b.As = a.Device.Origin, a.Device.Account
		}
		b.OTP.Type, b.OTP.Secret, b.OTP.Algorithm = a.OTP.Type, a.OTP.Secret.Bytes(), a.OTP.Algorithm
		b.OTP.Digits, b.OTP.Period, b.OTP.Counter = a.OTP.Digits, int(a.OTP.Period/time.Second), a.OTP.Counter
		c.Accounts = append(c.Accounts, b)
	}
	text, err := json.Marshal(c)
	for _, b := range c.Accounts {
		clear(b.OTP.Secret)
	}
	if short := len(text) % backupBlock; short > 0 { // JSON may end in blanks
		text = append(text, bytes.Repeat([]byte{' '}, backupBlock-short)...)
	}
	return text, err
}

func isBackup(f file) bool {
	var name string
	return f.has("format") && json.Unmarshal(f.object["format"], &name) == nil && name == backupFormat
}

func readBackup(ctx context.Context, f file, o Options) ([]thing, error) {
	var b backupFile
	if json.Unmarshal(f.object["version"], &b.Version) == nil && b.Version > backupVersion {
		return nil, core.E(opRead, core.TooNew, nil)
	}
	if json.Unmarshal([]byte(f.text), &b) != nil || b.Version < 1 || b.Accounts < 0 || len(b.Salt) != backupSalt {
		return nil, cutOff()
	}
	key, err := b.key(ctx, o)
	if err != nil {
		return nil, err
	}
	defer clear(key)
	plain, err := seal.Open(key, b.Box, backupPurpose, b.parts()...)
	switch {
	case errors.Is(err, seal.ErrFormat):
		return nil, cutOff()
	case err != nil:
		return nil, errShut
	}
	defer clear(plain)
	var c backupContent
	if json.Unmarshal(plain, &c) != nil || len(c.Accounts) != b.Accounts {
		return nil, cutOff()
	}
	var all []thing
	for _, a := range c.Accounts {
		all = append(all, thing{own: a.account()})
		clear(a.OTP.Secret)
	}
	return all, nil
}

// key is the one that made the file, where that is at hand, or comes from the passphrase.
func (f backupFile) key(ctx context.Context, o Options) ([]byte, error) {
	if ctx.Err() != nil {
		return nil, core.E(opRead, core.Cancelled, nil)
	}
	if o.lock.fits(f) {
		return o.lock.key.Bytes(), nil
	}
	return o.derive(ctx, argon2id(int64(f.Cost.MemoryKiB), int64(f.Cost.Passes), int(f.Cost.Lanes), seal.KeySize), f.Salt)
}

func (b backupAccount) account() *core.Account {
	return &core.Account{
		Issuer: b.Issuer, Label: b.Label, Name: b.Name, State: core.CodeOnly, Added: b.Added, Uses: b.Uses, LinkedTo: b.Server, LinkedAs: b.As,
		OTP: core.OTP{
			Type: b.OTP.Type, Secret: core.NewSecret(b.OTP.Secret), Algorithm: b.OTP.Algorithm,
			Digits: b.OTP.Digits, Period: time.Duration(b.OTP.Period) * time.Second, Counter: b.OTP.Counter,
		},
	}
}
