package stub

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"

	"kauth/core/api"
)

// offlineDigits are what a phone without a network shows for its answer (docs/protocol.md,
// "Answers without a network"), over the request that it was sent.
func (d *device) offlineDigits(sent, decision, number string) ([]byte, error) {
	key, err := hkdf.Key(sha256.New, d.Code.Secret, nil, "ka/1 offline answer "+d.ID, sha256.Size)
	if err != nil {
		return nil, err
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(api.Hash([]byte(sent)) + "." + decision + "." + number))
	sum := mac.Sum(nil)
	at := sum[len(sum)-1] & 15
	return fmt.Appendf(nil, "%08d", binary.BigEndian.Uint32(sum[at:at+4])&0x7fffffff%100_000_000), nil
}

// saidOffline is which answer of which phone the digits are; "" is none. It takes the same
// time for all. A NO comes first: should it ever have the digits of a YES, it is a NO.
func (c *challenge) saidOffline(phones []*device, typed string) (by *device, decision string, err error) {
	for _, decide := range []string{"approve", "deny"} {
		for _, d := range phones {
			number := ""
			if decide == "approve" {
				number = c.Number
			}
			digits, err := d.offlineDigits(c.Sent[d.ID], decide, number)
			if err != nil {
				return nil, "", err
			}
			if subtle.ConstantTimeCompare(digits, []byte(typed)) == 1 {
				by, decision = d, decide
			}
		}
	}
	return by, decision, nil
}

// requestLink is a signed request as the text of a QR code: the bytes of its parts in
// base32, which a code packs into less than base64url.
func requestLink(jws string) (string, error) {
	parts := strings.Split(jws, ".")
	for i, p := range parts {
		b, err := base64.RawURLEncoding.DecodeString(p)
		if err != nil {
			return "", fmt.Errorf("stub: a request of our own: %w", err)
		}
		parts[i] = strings.TrimRight(base32.StdEncoding.EncodeToString(b), "=")
	}
	return "KAUTH://REQUEST/1/" + strings.Join(parts, "."), nil
}
