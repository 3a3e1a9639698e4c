package transfer

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"

	"golang.org/x/crypto/scrypt"

	"kauth/core"
)

// Aegis's own cost of a password (its docs/vault.md).
const aegisN, aegisR, aegisP = 1 << 15, 8, 1

// SealedAegis is all codes as Aegis's JSON under a password, which Aegis and the apps
// that import from it open: a master key in one slot, AES-256-GCM throughout.
func SealedAegis(accounts []core.Account, password []byte) ([]byte, error) {
	const op = "transfer.SealedAegis"
	if len(password) == 0 {
		return nil, core.Errorf(op, core.Malformed, "an encrypted export needs a password")
	}
	salt, master := random(32), random(32)
	defer clear(master)
	by, err := scrypt.Key(password, salt, aegisN, aegisR, aegisP, 32)
	if err != nil {
		return nil, core.E(op, core.Internal, err)
	}
	defer clear(by)
	db, err := json.Marshal(aegisContent(accounts))
	if err != nil {
		return nil, core.E(op, core.Internal, err)
	}
	defer clear(db)
	key, keyParams := sealAegis(by, master)
	box, params := sealAegis(master, db)
	slot := map[string]any{
		"type": 1, "uuid": uuid(), "key": hex.EncodeToString(key), "key_params": keyParams, "n": aegisN, "r": aegisR, "p": aegisP,
		"salt": hex.EncodeToString(salt), "repaired": true, "is_backup": false,
	}
	return aegisText(map[string]any{"slots": []any{slot}, "params": params}, box), nil
}

func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b)
	return b
}

// sealAegis parts the tag from the rest, as Aegis does.
func sealAegis(key, plain []byte) ([]byte, aegisParams) {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic("transfer: " + err.Error()) // of 32 bytes
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		panic("transfer: " + err.Error())
	}
	nonce := random(gcm.NonceSize())
	box := gcm.Seal(nil, nonce, plain, nil)
	end := len(box) - gcm.Overhead()
	return box[:end], aegisParams{hex.EncodeToString(nonce), hex.EncodeToString(box[end:])}
}
