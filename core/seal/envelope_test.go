package seal

import (
	"bytes"
	"encoding/hex"
	"errors"
	"testing"
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func testKey() []byte {
	key := make([]byte, KeySize)
	for i := range key {
		key[i] = byte(0x80 + i)
	}
	return key
}

// The envelope was made by another program (Python's cryptography package and
// HChaCha20 written from the draft), so it holds the format to its description.
func TestEnvelopeOfAnotherProgramOpens(t *testing.T) {
	box := unhex(t, "01404142434445464748494a4b4c4d4e4f5051525354555657866412807b99877a887716bf93ca2f7abc0f54beaeab9e456ecf89b6e483")
	plain, err := Open(testKey(), box, "kauth test", []byte("one"), nil, []byte("two"))
	if err != nil || string(plain) != "what is sealed" {
		t.Fatalf("%q, %v", plain, err)
	}
}

func TestEveryChangedBitKeepsTheEnvelopeShut(t *testing.T) {
	key := NewKey()
	box, err := Seal(key, []byte("secret"), "p", []byte("a"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range len(box) * 8 {
		bad := bytes.Clone(box)
		bad[i/8] ^= 1 << (i % 8)
		if plain, err := Open(key, bad, "p", []byte("a")); err == nil {
			t.Fatalf("bit %d changed, and it opens: %q", i, plain)
		}
	}
	for n := range len(box) {
		if _, err := Open(key, box[:n], "p", []byte("a")); err == nil {
			t.Fatalf("cut to %d bytes, and it opens", n)
		}
	}
}

func TestEnvelopeOpensForItsOwnPurposeAndPartsAlone(t *testing.T) {
	key := NewKey()
	box, err := Seal(key, []byte("secret"), "purpose", []byte("ab"), []byte("c"))
	if err != nil {
		t.Fatal(err)
	}
	other := []struct {
		name    string
		key     []byte
		purpose string
		parts   [][]byte
	}{
		{"another key", NewKey(), "purpose", [][]byte{[]byte("ab"), []byte("c")}},
		{"another purpose", key, "purposes", [][]byte{[]byte("ab"), []byte("c")}},
		{"parts divided elsewhere", key, "purpose", [][]byte{[]byte("a"), []byte("bc")}},
		{"parts in one", key, "purpose", [][]byte{[]byte("abc")}},
		{"a part less", key, "purpose", [][]byte{[]byte("ab")}},
		{"an empty part more", key, "purpose", [][]byte{[]byte("ab"), []byte("c"), nil}},
		{"a part moved into the purpose", key, "purposeab", [][]byte{[]byte("c")}},
	}
	for _, o := range other {
		if _, err := Open(o.key, box, o.purpose, o.parts...); !errors.Is(err, ErrShut) {
			t.Errorf("%s: %v", o.name, err)
		}
	}
	if plain, err := Open(key, box, "purpose", []byte("ab"), []byte("c")); err != nil || string(plain) != "secret" {
		t.Fatalf("its own: %q, %v", plain, err)
	}
}

func TestEqualContentsAreSealedUnlike(t *testing.T) {
	key := NewKey()
	seen := map[string]bool{}
	for range 100 {
		box, err := Seal(key, []byte("the same"), "p")
		if err != nil {
			t.Fatal(err)
		}
		if nonce := string(box[1:25]); seen[nonce] {
			t.Fatal("a nonce was used twice")
		} else {
			seen[nonce] = true
		}
	}
}

func TestLaterFormatIsToldFromAWrongKey(t *testing.T) {
	box, err := Seal(testKey(), nil, "p")
	if err != nil {
		t.Fatal(err)
	}
	box[0] = 2
	if _, err := Open(testKey(), box, "p"); !errors.Is(err, ErrFormat) {
		t.Fatal(err)
	}
}

func TestKeyOfAnotherLengthIsRefused(t *testing.T) {
	if _, err := Seal(make([]byte, 16), nil, "p"); err == nil {
		t.Error("sealed with 16 bytes")
	}
	if _, err := Open(make([]byte, 33), make([]byte, 100), "p"); err == nil {
		t.Error("opened with 33 bytes")
	}
}

func FuzzOpen(f *testing.F) {
	box, err := Seal(testKey(), []byte("secret"), "p")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(box)
	f.Add([]byte{})
	f.Add([]byte{1})
	f.Add(make([]byte, Overhead))
	f.Fuzz(func(t *testing.T, b []byte) {
		if plain, err := Open(testKey(), b, "p"); err == nil && !bytes.Equal(b, box) {
			t.Fatalf("a forged envelope opens: %x", plain)
		}
	})
}
