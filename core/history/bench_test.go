package history_test

import (
	"testing"

	"kauth/core/coretest"
	"kauth/core/history"
	"kauth/core/vault"
)

// full is a real vault with 2,000 records.
func full(b *testing.B) *vault.Vault {
	b.Helper()
	v, err := vault.Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = v.Close() })
	if err := v.UnlockKeyring(b.Context(), &coretest.Keyring{}); err != nil {
		b.Fatal(err)
	}
	h := history.New(v, nil)
	for n := range 2000 {
		if err := h.End(record(n)); err != nil {
			b.Fatal(err)
		}
	}
	return v
}

func BenchmarkHistory(b *testing.B) {
	v := full(b)
	b.Run("note at the start", func(b *testing.B) { // what a request costs before anybody looks
		for range b.N {
			if _, err := history.New(v, nil).Left(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("first page", func(b *testing.B) {
		for range b.N {
			if _, _, err := history.New(v, nil).List(history.Query{}, 0, 50); err != nil {
				b.Fatal(err)
			}
		}
	})
	h := history.New(v, nil)
	b.Run("next page", func(b *testing.B) {
		for range b.N {
			if _, _, err := h.List(history.Query{}, 1000, 50); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("verify", func(b *testing.B) {
		for range b.N {
			if r, err := h.Verify(); err != nil || !r.OK() {
				b.Fatal(r, err)
			}
		}
	})
	n := 2000
	b.Run("write", func(b *testing.B) {
		for range b.N {
			n++
			if err := h.End(record(n)); err != nil {
				b.Fatal(err)
			}
		}
	})
}
