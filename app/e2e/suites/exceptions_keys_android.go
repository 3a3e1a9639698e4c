package main

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"testing"

	"kauth/core"
	"kauth/platform/hardware"
	"kauth/platform/keystore"
	"kauth/platform/unlock"
)

// ofKeys: no exception may look like a key that is gone, since its vault would be given up.
func ofKeys(t *testing.T) []exception {
	k := keystore.New()
	const kept, other = "kauth test kept", "kauth test other"
	if err := k.Set(t.Context(), kept, []byte("the key")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = k.Delete(context.Background(), kept) })
	get := func(t *testing.T) error {
		got, err := k.Get(t.Context(), kept)
		return same(got, err, "the key")
	}
	set := func(t *testing.T) error {
		_ = k.Delete(t.Context(), other)
		return k.Set(t.Context(), other, []byte("x"))
	}
	remove := func(t *testing.T) error {
		if err := k.Set(t.Context(), other, []byte("x")); err != nil {
			return err
		}
		return k.Delete(t.Context(), other)
	}
	silent := []core.Kind{core.Unsupported}
	return []exception{
		{"keystore", "Context.getNoBackupFilesDir", get, silent},
		{"keystore", "KeyStore.getKey", get, silent},
		{"keystore", "Cipher.init", get, silent},
		{"keystore", "Cipher.doFinal", get, silent},
		{"keystore", "KeyGenerator.generateKey", set, silent},
		{"keystore", "KeyStore.deleteEntry", remove, silent},
	}
}

func ofSigner(t *testing.T) []exception {
	world(t, "signer works")
	h := hardware.New()
	key, err := h.Make(t.Context(), core.NewKeyName())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Delete(context.Background(), key.Name) })
	make := func(t *testing.T) error {
		k, err := h.Make(t.Context(), core.NewKeyName())
		if err != nil {
			return err
		}
		return h.Delete(t.Context(), k.Name)
	}
	sign := func(*testing.T) error {
		digest := sha256.Sum256(nil)
		_, err := h.Signer(key).Sign(rand.Reader, digest[:], crypto.SHA256)
		return err
	}
	open := func(t *testing.T) error {
		_, err := h.Open(t.Context(), key.Name)
		return err
	}
	busy := []core.Kind{core.SignerBusy}
	return []exception{
		{"hardware", "KeyPairGenerator.generateKeyPair", make, busy},
		{"hardware", "KeyStore.deleteEntry", make, busy},
		{"hardware", "Signature.initSign", sign, busy},
		{"hardware", "KeyStore.getKey", sign, busy},
		{"hardware", "KeyStore.getKey", open, busy},
	}
}

// ofUnlock: the person shows a finger wherever they are asked for one.
func ofUnlock(t *testing.T) []exception {
	world(t, "keystore works")
	world(t, "fingers yes")
	u := unlock.New(func() unlock.Words { return unlock.Words{Title: "Unlock kAuth", Other: "Use PIN"} })
	const name = "kauth-thrown"
	asked := func(t *testing.T, f func() error) error {
		done := make(chan error, 1)
		go func() { done <- f() }()
		var err error
		until(t, "an end of the question", func() bool {
			select {
			case err = <-done:
				return true
			default:
			}
			if world(t, "prompt") == "yes" {
				world(t, "unlock finger")
			}
			return false
		})
		return err
	}
	ready := func(t *testing.T) error { return u.Ready(t.Context()) }
	seal := func(t *testing.T) error {
		return asked(t, func() error { return u.Seal(t.Context(), name, []byte("secret")) })
	}
	open := func(t *testing.T) error {
		return asked(t, func() error {
			got, err := u.Open(t.Context(), name)
			return same(got, err, "secret")
		})
	}
	forget := func(t *testing.T) error { return u.Forget(t.Context(), name) }
	turn := func(t *testing.T) error { // back, and then not
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- u.Seal(ctx, name, []byte("another")) }()
		until(t, "a question", func() bool { return world(t, "prompt") == "yes" })
		stop()
		if err := <-done; core.KindOf(err) != core.Cancelled {
			return err
		}
		return seal(t)
	}
	busy := []core.Kind{core.UnlockBusy}
	return []exception{
		{"unlock", "CancellationSignal.cancel", turn, nil},
		{"unlock", "BiometricManager.canAuthenticate", ready, busy},
		{"unlock", "Context.getSystemService", ready, busy},
		{"unlock", "KeyGenerator.generateKey", seal, busy},
		{"unlock", "BiometricPrompt.authenticate", seal, busy},
		{"unlock", "BiometricPrompt.authenticate", open, busy},
		{"unlock", "KeyStore.getKey", open, busy},
		{"unlock", "Cipher.init", open, busy},
		{"unlock", "Cipher.doFinal", open, busy},
		{"unlock", "KeyStore.deleteEntry", forget, busy},
	}
}
