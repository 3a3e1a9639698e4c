package wire

import (
	"bytes"
	"context"
	"sync"

	"kauth/core"
	"kauth/core/vault"
)

// heldKey is a keyring of one key, over the system's: what it was given, or has
// found there, it gives without asking again. So the reception opens where there is
// no keyring too, once its key is known.
type heldKey struct {
	under vault.Keyring

	mu  sync.Mutex
	key core.Held
}

func (h *heldKey) known() []byte {
	h.mu.Lock()
	defer h.mu.Unlock()
	return bytes.Clone(h.key.Bytes())
}

func (h *heldKey) hold(key []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.key.Wipe()
	if h.key = (core.Held{}); key != nil {
		h.key = core.Hold(key)
	}
}

// Get implements vault.Keyring.
func (h *heldKey) Get(ctx context.Context, name string) ([]byte, error) {
	if key := h.known(); key != nil {
		return key, nil
	}
	if h.under == nil {
		return nil, core.E("wire.heldKey", core.KeyGone, nil)
	}
	key, err := h.under.Get(ctx, name)
	if err == nil {
		h.hold(key)
	}
	return key, err
}

// Set implements vault.Keyring: that the system's keyring takes the key too is
// welcome and not needed.
func (h *heldKey) Set(ctx context.Context, name string, key []byte) error {
	h.hold(key)
	if h.under != nil {
		_ = h.under.Set(ctx, name, key)
	}
	return nil
}

// Delete implements vault.Keyring.
func (h *heldKey) Delete(ctx context.Context, name string) error {
	h.hold(nil)
	if h.under == nil {
		return nil
	}
	return h.under.Delete(ctx, name)
}
