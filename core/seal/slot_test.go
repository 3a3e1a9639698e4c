package seal

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"testing"
)

// cheap is the least that Check allows: these tests are not about the cost.
var cheap = Cost{MemoryKiB: minMemoryKiB, Passes: 1, Lanes: 1}

// Made by another program: the cryptography package of Python, which is OpenSSL.
func TestPassKeyIsArgon2id(t *testing.T) {
	got, err := PassKey([]byte("password"), []byte("somesalt"), Cost{MemoryKiB: 8192, Passes: 3, Lanes: 4})
	want := unhex(t, "95fa07340ba8003501e2d4748cd5ad71666e2fc02071e3be9818da7ec62a717c")
	if err != nil || !bytes.Equal(got, want) {
		t.Fatalf("%x, %v", got, err)
	}
}

func TestCostsOutOfBoundsAreRefusedBeforeTheyAreSpent(t *testing.T) {
	good := DefaultCost
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []Cost{
		{},
		{MemoryKiB: 100 << 20, Passes: 3, Lanes: 4},
		{MemoryKiB: 1<<20 + 1, Passes: 1, Lanes: 1},
		{MemoryKiB: 8<<10 - 1, Passes: 1, Lanes: 1},
		{MemoryKiB: 8 << 10, Passes: 0, Lanes: 1},
		{MemoryKiB: 8 << 10, Passes: 65, Lanes: 1},
		{MemoryKiB: 8 << 10, Passes: math.MaxUint32, Lanes: 1},
		{MemoryKiB: 8 << 10, Passes: 1, Lanes: 0},
		{MemoryKiB: 8 << 10, Passes: 1, Lanes: 17},
		{MemoryKiB: math.MaxUint32, Passes: 1, Lanes: 255},
	} {
		if _, err := PassKey([]byte("p"), []byte("s"), c); err == nil {
			t.Errorf("%+v was spent", c)
		}
		s := Slot{Kind: "passphrase", Cost: &c}
		if _, err := s.OpenPass("v", []byte("p")); err == nil || errors.Is(err, ErrShut) {
			t.Errorf("%+v in a slot: %v", c, err)
		}
	}
}

func TestSlotsGiveTheDataKeyToTheRightHolderAlone(t *testing.T) {
	data, by := NewKey(), NewKey()
	k, err := WrapKey(data, "vault_a", "keyring", by)
	if err != nil {
		t.Fatal(err)
	}
	p, err := WrapPass(data, "vault_a", "passphrase", []byte("right"), cheap)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := k.OpenKey("vault_a", by); err != nil || !bytes.Equal(got, data) {
		t.Errorf("by key: %v", err)
	}
	if got, err := p.OpenPass("vault_a", []byte("right")); err != nil || !bytes.Equal(got, data) {
		t.Errorf("by passphrase: %v", err)
	}
	_, otherKey := k.OpenKey("vault_a", NewKey())
	_, otherVault := k.OpenKey("vault_b", by)
	_, wrong := p.OpenPass("vault_a", []byte("Right"))
	_, empty := p.OpenPass("vault_a", nil)
	_, passVault := p.OpenPass("vault_b", []byte("right"))
	for i, err := range []error{otherKey, otherVault, wrong, empty, passVault} {
		if !errors.Is(err, ErrShut) {
			t.Errorf("case %d: %v", i, err)
		}
	}
	if _, err := k.OpenPass("vault_a", []byte("right")); err == nil {
		t.Error("a slot for a key took a passphrase")
	}
	if _, err := p.OpenKey("vault_a", by); err == nil {
		t.Error("a slot for a passphrase took a key")
	}
}

// Whoever can write the file must not be able to make a slot cheaper to guess, or
// pass one off as another.
func TestEveryWordOfASlotIsAuthenticated(t *testing.T) {
	s, err := WrapPass(NewKey(), "v", "passphrase", []byte("p"), Cost{MemoryKiB: 9 << 10, Passes: 2, Lanes: 2})
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Slot){
		"id":     func(s *Slot) { s.ID += "x" },
		"kind":   func(s *Slot) { s.Kind = "recovery" },
		"salt":   func(s *Slot) { s.Salt[3] ^= 1 },
		"memory": func(s *Slot) { s.Cost.MemoryKiB = 8 << 10 },
		"passes": func(s *Slot) { s.Cost.Passes = 1 },
		"lanes":  func(s *Slot) { s.Cost.Lanes = 1 },
		"box":    func(s *Slot) { s.Box[40] ^= 1 },
	} {
		bad := reread(t, s)
		change(&bad)
		if _, err := bad.OpenPass("v", []byte("p")); !errors.Is(err, ErrShut) {
			t.Errorf("%s: %v", name, err)
		}
	}
	again := reread(t, s)
	if _, err := again.OpenPass("v", []byte("p")); err != nil {
		t.Errorf("unchanged, through JSON: %v", err)
	}
}

func reread(t *testing.T, s Slot) (out Slot) {
	t.Helper()
	text, err := json.Marshal(s)
	if err == nil {
		err = json.Unmarshal(text, &out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func FuzzSlot(f *testing.F) {
	s, err := WrapPass(NewKey(), "v", "passphrase", []byte("p"), cheap)
	if err != nil {
		f.Fatal(err)
	}
	text, _ := json.Marshal(s)
	f.Add(text)
	f.Add([]byte(`{"kind":"passphrase","argon2id":{"memory_kib":4294967295,"passes":4294967295,"lanes":255}}`))
	f.Add([]byte(`{"kind":"keyring","box":""}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var s Slot
		if json.Unmarshal(text, &s) != nil {
			return
		}
		if s.TakesPass() && s.Cost.Check() == nil {
			return // costs time, and opens nothing
		}
		if _, err := s.OpenPass("v", []byte("p")); err == nil {
			t.Fatal("it opens")
		}
		if _, err := s.OpenKey("v", testKey()); err == nil {
			t.Fatal("it opens")
		}
	})
}

func BenchmarkPassKey(b *testing.B) {
	for b.Loop() {
		if _, err := PassKey([]byte("passphrase"), make([]byte, saltSize), DefaultCost); err != nil {
			b.Fatal(err)
		}
	}
}
