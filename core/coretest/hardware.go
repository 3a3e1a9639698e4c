package coretest

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"io"
	"maps"
	"slices"
	"sync"

	"kauth/core"
)

// Hardware is a phone's hardware for keys, in memory. Its zero value works.
type Hardware struct {
	mu     sync.Mutex
	keys   map[string]*ecdsa.PrivateKey
	busy   bool
	absent bool
	signed int
	hang   chan struct{}
}

var _ core.Hardware = (*Hardware)(nil)

// Busy makes it fail for a moment, until it is told otherwise.
func (h *Hardware) Busy(yes bool) { h.set(func() { h.busy = yes }) }

// Hang has whoever asks for a key wait, until the function that it gives is called.
func (h *Hardware) Hang() (wake func()) {
	hang := make(chan struct{})
	h.set(func() { h.hang = hang })
	return func() {
		h.set(func() { h.hang = nil })
		close(hang)
	}
}

// Absent makes it a phone that has none, and never had.
func (h *Hardware) Absent(yes bool) { h.set(func() { h.absent = yes }) }

// Gone invalidates a key for good.
func (h *Hardware) Gone(name string) { h.set(func() { delete(h.keys, name) }) }

// Reset loses all keys.
func (h *Hardware) Reset() { h.set(func() { clear(h.keys) }) }

func (h *Hardware) set(f func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f()
}

// Names are those of the keys that there are, sorted.
func (h *Hardware) Names() (names []string) {
	h.set(func() { names = slices.Sorted(maps.Keys(h.keys)) })
	return names
}

// Signed counts the signatures.
func (h *Hardware) Signed() (n int) {
	h.set(func() { n = h.signed })
	return n
}

var errChip = errors.New("the fake was told to fail")

// Make implements core.Hardware.
func (h *Hardware) Make(ctx context.Context, name string) (k core.HardwareKey, err error) {
	h.set(func() {
		switch {
		case ctx.Err() != nil:
			err = core.E("coretest.Make", core.Cancelled, ctx.Err())
			return
		case h.absent:
			err = core.E("coretest.Make", core.Unsupported, errChip)
			return
		case h.busy:
			err = core.E("coretest.Make", core.SignerBusy, errChip)
			return
		}
		key, failed := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err = failed; err != nil {
			return
		}
		if h.keys == nil {
			h.keys = map[string]*ecdsa.PrivateKey{}
		}
		k = core.HardwareKey{Name: name, Level: core.InStrongBox, Public: &key.PublicKey}
		h.keys[k.Name] = key
	})
	return k, err
}

// Open gives a key that was made before.
func (h *Hardware) Open(_ context.Context, name string) (core.HardwareKey, error) {
	key, err := h.key(name)
	if err != nil {
		return core.HardwareKey{}, err
	}
	return core.HardwareKey{Name: name, Level: core.InStrongBox, Public: &key.PublicKey}, nil
}

// Delete implements core.Hardware.
func (h *Hardware) Delete(_ context.Context, name string) (err error) {
	h.set(func() {
		if h.busy {
			err = core.E("coretest.Delete", core.SignerBusy, errChip)
			return
		}
		delete(h.keys, name)
	})
	return err
}

func (h *Hardware) key(name string) (key *ecdsa.PrivateKey, err error) {
	var hang chan struct{}
	h.set(func() { hang = h.hang })
	if hang != nil {
		<-hang
	}
	h.set(func() {
		if key = h.keys[name]; h.busy {
			err = core.E("coretest.Hardware", core.SignerBusy, errChip)
		} else if key == nil || h.absent {
			err = core.E("coretest.Hardware", core.SignerGone, errChip)
		}
	})
	return key, err
}

// Signer implements core.Hardware.
func (h *Hardware) Signer(k core.HardwareKey) core.KeySigner { return hardwareSigner{h, k} }

type hardwareSigner struct {
	h *Hardware
	k core.HardwareKey
}

func (s hardwareSigner) Public() crypto.PublicKey { return s.k.Public }

func (s hardwareSigner) Check() error {
	_, err := s.h.key(s.k.Name)
	return err
}

func (s hardwareSigner) Sign(r io.Reader, digest []byte, o crypto.SignerOpts) ([]byte, error) {
	if o.HashFunc() != crypto.SHA256 || len(digest) != 32 {
		return nil, core.E("coretest.Sign", core.Internal, errChip)
	}
	key, err := s.h.key(s.k.Name)
	if err != nil {
		return nil, err
	}
	s.h.set(func() { s.h.signed++ })
	return key.Sign(r, digest, o)
}
