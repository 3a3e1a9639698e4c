package seal

import (
	"bytes"
	"strings"
	"testing"
)

func TestRecoveryPassphraseIsReadAsItWasWrittenDown(t *testing.T) {
	seen := map[string]bool{}
	for range 200 {
		text := NewRecovery()
		if seen[text] || len(text) != 29 || strings.Count(text, "-") != 4 || strings.ContainsAny(text, "ILOU") {
			t.Fatal("not what it should be")
		}
		seen[text] = true
		want, ok := ReadRecovery([]byte(text))
		if !ok || len(want) != 25 {
			t.Fatal("it cannot be read")
		}
		mixed := strings.NewReplacer("0", "o", "1", "l", "-", "  ").Replace(strings.ToLower(text))
		for _, typed := range []string{mixed, strings.NewReplacer("0", "O", "1", "i", "-", "").Replace(text), " " + text + "\n"} {
			if got, ok := ReadRecovery([]byte(typed)); !ok || !bytes.Equal(got, want) {
				t.Errorf("%q is not forgiven", typed)
			}
		}
	}
}

func TestOtherTextIsNoRecoveryPassphrase(t *testing.T) {
	text := NewRecovery()
	for _, typed := range []string{"", "482913", text[:28], text + "0", "U" + text[1:], "é" + text[1:]} {
		if _, ok := ReadRecovery([]byte(typed)); ok {
			t.Errorf("%q was taken", typed)
		}
	}
}

func TestBoundSlotNeedsBothSecrets(t *testing.T) {
	cheap := Cost{MemoryKiB: 8 << 10, Passes: 1, Lanes: 1}
	data, device := NewKey(), NewKey()
	s, err := WrapBound(data, "vault_x", "pin", []byte("482913"), device, cheap)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := s.OpenBound("vault_x", []byte("482913"), device); err != nil || !bytes.Equal(got, data) {
		t.Fatal(err)
	}
	if _, err := s.OpenBound("vault_x", []byte("482914"), device); err != ErrShut {
		t.Error("another PIN:", err)
	}
	if _, err := s.OpenBound("vault_x", []byte("482913"), NewKey()); err != ErrShut {
		t.Error("another device:", err)
	}
	if _, err := s.OpenPass("vault_x", []byte("482913")); err != ErrShut {
		t.Error("the PIN alone:", err)
	}
	if _, err := s.OpenBound("vault_x", []byte("482913"), nil); err == nil {
		t.Error("no device's secret was taken")
	}
}
