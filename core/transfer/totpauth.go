package transfer

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"strings"
)

// TOTP Authenticator's backup is base64 of AES-256-CBC under the SHA-256 of the
// password: an object whose one name is the list.
func isTOTPAuth(f file) bool {
	text := strings.TrimSpace(f.text)
	if len(text) < 64 || strings.ContainsAny(text, " {}[]<>:,") {
		return false
	}
	box, ok := base64Of(strings.ReplaceAll(text, "\n", ""))
	return ok && len(box)%16 == 0
}

func readTOTPAuth(_ context.Context, f file, o Options) ([]thing, error) {
	box, _ := base64Of(strings.ReplaceAll(strings.TrimSpace(f.text), "\n", ""))
	key := sha256.Sum256(o.Password)
	plain, err := openCBC(key[:], make([]byte, 16), box)
	if err != nil {
		return nil, err
	}
	in, err := inner(plain)
	if err != nil || len(in.object) != 1 {
		return nil, errShut
	}
	for list := range in.object {
		if !json.Valid([]byte(list)) {
			return nil, cutOff()
		}
		return totpAuthThings([]byte(list))
	}
	return nil, cutOff()
}
