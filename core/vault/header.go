package vault

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"

	bolt "go.etcd.io/bbolt"

	"kauth/core/seal"
)

// schema is the version of the format that this code writes.
const schema = 2

const formatName = "kauth-vault"

// maxSlots bounds what a header that nobody has vouched for makes a try cost: each slot
// of a kind is tried.
const maxSlots = 8

// header is what can be read without a key: nothing about accounts.
type header struct {
	Format  string      `json:"format"`  // "kauth-vault"
	Version int         `json:"version"` // 2
	Name    string      `json:"name"`    // random; the keyring keeps this vault's key under it
	Slots   []seal.Slot `json:"slots"`

	raw []byte // as it stands in the file
	sum []byte // of it: its first part
}

// newName gives a vault a name of its own, so that two vaults in one keyring
// never take each other's key.
func newName() string {
	b := make([]byte, 16)
	rand.Read(b)
	return "vault_" + base64.RawURLEncoding.EncodeToString(b)
}

// encode writes the header after its SHA-256, and remembers that. The sum tells a
// flipped byte from a wrong passphrase, which the slots alone cannot do. Against a
// person who changes both, the manifest holds the same sum under the data key.
func (h *header) encode() []byte {
	text, err := json.Marshal(h)
	if err != nil {
		panic("vault: header: " + err.Error()) // plain strings, numbers and bytes
	}
	sum := sha256.Sum256(text)
	h.raw = append(sum[:], text...)
	h.sum = h.raw[:sha256.Size]
	return h.raw
}

func decodeHeader(value []byte) (header, error) {
	if len(value) < sha256.Size {
		return header{}, damagedf("no header")
	}
	sum, text := value[:sha256.Size], value[sha256.Size:]
	if want := sha256.Sum256(text); !bytes.Equal(sum, want[:]) {
		return header{}, damagedf("the header was changed")
	}
	var first struct {
		Format  string `json:"format"`
		Version int    `json:"version"`
	}
	if err := json.Unmarshal(text, &first); err != nil || first.Format != formatName || first.Version < 1 {
		return header{}, damagedf("not a vault")
	}
	if first.Version > schema {
		return header{}, errNewer
	}
	h := header{raw: value, sum: sum}
	strict := json.NewDecoder(bytes.NewReader(text))
	strict.DisallowUnknownFields() // another member needs another version: it would be lost at the next change
	if err := strict.Decode(&h); err != nil || h.Name == "" {
		return header{}, damagedf("the header does not follow its version")
	}
	if len(h.Slots) > maxSlots {
		return header{}, damagedf("%d slots", len(h.Slots))
	}
	return h, nil
}

func readHeader(s *store) (header, error) {
	value, err := view(s, func(tx *bolt.Tx) ([]byte, error) { return get(tx, bucketVault, nameHeader), nil })
	if err != nil {
		return header{}, err
	}
	return decodeHeader(value)
}
