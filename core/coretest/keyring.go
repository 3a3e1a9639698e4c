package coretest

import (
	"bytes"
	"context"
	"errors"
	"sync"

	"kauth/core"
)

// Keyring is an operating system's keyring in memory. Its zero value works; Fail
// and Silent make it behave as broken ones do.
type Keyring struct {
	mu     sync.Mutex
	keys   map[string][]byte
	fail   error
	silent bool
}

// Fail makes every call answer with err; nil ends it.
func (k *Keyring) Fail(err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.fail = err
}

// Silent makes every call wait until its context ends, as a locked keyring does
// while it asks a person who is not there.
func (k *Keyring) Silent(yes bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.silent = yes
}

// Forget loses every key, as a keyring does that was reset or is another machine's.
func (k *Keyring) Forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	clear(k.keys)
}

// Names counts the keys.
func (k *Keyring) Names() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.keys)
}

// Get implements vault.Keyring.
func (k *Keyring) Get(ctx context.Context, name string) (key []byte, err error) {
	err = k.do(ctx, "coretest.Keyring.Get", func() error {
		held, ok := k.keys[name]
		if !ok {
			return core.E("coretest.Keyring.Get", core.KeyGone, nil)
		}
		key = bytes.Clone(held)
		return nil
	})
	return key, err
}

// Set implements vault.Keyring.
func (k *Keyring) Set(ctx context.Context, name string, key []byte) error {
	return k.do(ctx, "coretest.Keyring.Set", func() error {
		if k.keys == nil {
			k.keys = map[string][]byte{}
		}
		k.keys[name] = bytes.Clone(key)
		return nil
	})
}

// Delete implements vault.Keyring.
func (k *Keyring) Delete(ctx context.Context, name string) error {
	return k.do(ctx, "coretest.Keyring.Delete", func() error {
		if _, ok := k.keys[name]; !ok {
			return core.E("coretest.Keyring.Delete", core.KeyGone, nil)
		}
		delete(k.keys, name)
		return nil
	})
}

func (k *Keyring) do(ctx context.Context, op string, f func() error) error {
	k.mu.Lock()
	silent, fail := k.silent, k.fail
	k.mu.Unlock()
	if silent {
		<-ctx.Done()
	}
	switch err := ctx.Err(); {
	case errors.Is(err, context.Canceled):
		return core.E(op, core.Cancelled, err)
	case err != nil:
		return core.E(op, core.Unsupported, err)
	case fail != nil:
		return fail
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	return f()
}
