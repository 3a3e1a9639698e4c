package transfer

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// andOTP writes a JSON list, plain or under AES-256-GCM: after the rounds of
// PBKDF2-SHA-1, a salt and a nonce, or in old versions after a nonce alone, with the
// SHA-256 of the password for a key. Neither begins with a mark.
type andOTPEntry struct {
	Secret    loose  `json:"secret"`
	Issuer    string `json:"issuer"`
	Label     string `json:"label"`
	Digits    loose  `json:"digits"`
	Type      string `json:"type"`
	Algorithm loose  `json:"algorithm"`
	Period    loose  `json:"period"`
	Counter   loose  `json:"counter"`
}

const (
	andOTPHead   = 4 + 12 + 12 // rounds, salt, nonce
	andOTPFewest = 1_000       // rounds that any version wrote are above 100,000
	andOTPMost   = 1_000_000
	gcmTag       = 16
)

func isAndOTP(f file) bool { return listOf(f, "secret", "type", "digits") }

// listOf tells a JSON list by the members of its first element.
func listOf(f file, names ...string) bool {
	if len(f.list) == 0 {
		return false
	}
	var first map[string]json.RawMessage
	return json.Unmarshal(f.list[0], &first) == nil && file{object: first}.has(names...)
}

func readAndOTP(_ context.Context, f file, _ Options) ([]thing, error) {
	return andOTPThings([]byte(f.text))
}

func andOTPThings(data []byte) ([]thing, error) {
	var entries []andOTPEntry
	if json.Unmarshal(data, &entries) != nil {
		return nil, cutOff()
	}
	var all []thing
	for _, e := range entries {
		if e.Issuer == "" { // old versions wrote "issuer - label", and into that "issuer:label"
			if issuer, label, found := strings.Cut(e.Label, " - "); found {
				e.Issuer, e.Label = issuer, strings.TrimPrefix(label, issuer+":")
			}
		}
		all = append(all, thing{kind: e.Type, issuer: e.Issuer, label: e.Label, params: map[string]string{
			"secret": string(e.Secret), "algorithm": string(e.Algorithm), "digits": string(e.Digits),
			"period": string(e.Period), "counter": string(e.Counter),
		}})
	}
	return all, nil
}

// isAndOTPSealed says what it may be: bytes without a mark, not many, which no
// compression or picture has begun with a name.
func isAndOTPSealed(f file) bool {
	if len(f.data) < 12+gcmTag+2 || len(f.data) > 1<<20 || utf8.Valid(f.data) {
		return false
	}
	for _, mark := range otherMarks {
		if bytes.HasPrefix(f.data, []byte(mark)) {
			return false
		}
	}
	return true
}

// otherMarks are how files begin that a person may hand to us by mistake.
var otherMarks = []string{
	"\x89PNG", "\xff\xd8\xff", "GIF8", "BM", "RIFF", "PK\x03\x04", "PK\x05\x06", "%PDF", "\x1f\x8b", "BZh", "7z\xbc\xaf", "\xfd7zXZ",
	"Rar!", "\x7fELF", "MZ", "SQLite", "\x28\xb5\x2f\xfd", "\xac\xed", "\xd0\xcf\x11\xe0", "OggS", "ID3", "\x00\x00\x00\x18ftyp", "\x00\x00\x00\x20ftyp",
	"\x85\x01", "\x84\x8c", "\x03\xd9\xa2\x9a", "\xca\xfe\xba\xbe", "\x1a\x45\xdf\xa3",
}

func readAndOTPSealed(ctx context.Context, f file, o Options) ([]thing, error) {
	plain, err := openAndOTP(ctx, f.data, o)
	if err != nil {
		return nil, err
	}
	if in, err := inner(plain); err != nil || in.list == nil {
		return nil, cutOff()
	}
	return andOTPThings(plain)
}

func openAndOTP(ctx context.Context, data []byte, o Options) ([]byte, error) {
	if rounds := binary.BigEndian.Uint32(data); rounds >= andOTPFewest && rounds <= andOTPMost && len(data) >= andOTPHead+gcmTag {
		key, err := o.derive(ctx, pbkdf2SHA1(int(rounds), 32), data[4:16])
		if err != nil {
			return nil, err
		}
		if plain, err := openGCM(key, data[16:28], data[28:], nil); err == nil {
			return plain, nil
		}
	}
	key := sha256.Sum256(o.Password)
	return openGCM(key[:], data[:12], data[12:], nil)
}
