package challenge

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"kauth/core"
)

// Answers without a network (docs/protocol.md): eight digits that stand for a decision
// over one request, and for no other.

const (
	// offlineLabel keeps the key apart from the one-time codes, which come of the same
	// secret, and from whatever else may be derived from it one day.
	offlineLabel = "ka/1 offline answer "
	offlineKey   = 32 // bytes
	offlineMod   = 100_000_000
)

// digitsFor makes the digits: HMAC-SHA-256 over the hash of what was shown and what the
// person said to it, truncated as RFC 4226 section 5.3 does. The key is of one device, so
// that two phones of an account never say the same. No dot can stand in any of the parts,
// so no two answers have the same text.
func digitsFor(secret core.Secret, device, hash string, d core.Decision, match string) (string, error) {
	seed := secret.Bytes()
	defer clear(seed)
	key, err := hkdf.Key(sha256.New, seed, nil, offlineLabel+device, offlineKey)
	if err != nil {
		return "", err
	}
	defer clear(key)
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%s.%s", hash, d, match)
	sum := mac.Sum(nil)
	number := binary.BigEndian.Uint32(sum[sum[len(sum)-1]&15:]) & (1<<31 - 1) % offlineMod
	return fmt.Sprintf("%08d", number), nil
}
