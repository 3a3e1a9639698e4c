package transfer

import (
	"context"
	"encoding/binary"
	"encoding/json"

	"golang.org/x/crypto/chacha20"
	//lint:ignore SA1019 the only Poly1305 outside of an AEAD, and this format pads by rules of its own
	"golang.org/x/crypto/poly1305"

	"kauth/core"
)

// Ente Auth writes addresses, plain or in libsodium's secretstream
// (XChaCha20-Poly1305, one message) under Argon2id, whose cost is in the file.
type enteFile struct {
	Version   int `json:"version"`
	KDFParams struct {
		MemLimit int64  `json:"memLimit"` // bytes
		OpsLimit int64  `json:"opsLimit"`
		Salt     string `json:"salt"`
	} `json:"kdfParams"`
	Data  string `json:"encryptedData"`
	Nonce string `json:"encryptionNonce"`
}

func isEnteSealed(f file) bool { return f.has("kdfParams", "encryptedData", "encryptionNonce") }

func readEnteSealed(ctx context.Context, f file, o Options) ([]thing, error) {
	var e enteFile
	if json.Unmarshal([]byte(f.text), &e) != nil {
		return nil, cutOff()
	}
	if e.Version > 1 {
		return nil, core.E(opRead, core.TooNew, nil)
	}
	salt, ok1 := base64Of(e.KDFParams.Salt)
	data, ok2 := base64Of(e.Data)
	head, ok3 := base64Of(e.Nonce)
	if !ok1 || !ok2 || !ok3 {
		return nil, cutOff()
	}
	key, err := o.derive(ctx, argon2id(e.KDFParams.MemLimit>>10, e.KDFParams.OpsLimit, 1, 32), salt)
	if err != nil {
		return nil, err
	}
	plain, err := openStream(key, head, data)
	if err != nil {
		return nil, err
	}
	text := decode(plain)
	if text == "" && len(plain) > 0 {
		return nil, cutOff()
	}
	return addresses(text), nil
}

// openStream opens one message of libsodium's secretstream
// (crypto_secretstream_xchacha20poly1305).
func openStream(key, head, sealed []byte) ([]byte, error) {
	const blockSize = 64
	if len(head) != 24 || len(sealed) < 1+poly1305.TagSize {
		return nil, cutOff()
	}
	sub, err := chacha20.HChaCha20(key, head[:16])
	if err != nil {
		return nil, cutOff()
	}
	nonce := append([]byte{1, 0, 0, 0}, head[16:]...) // its counter begins at 1
	stream, err := chacha20.NewUnauthenticatedCipher(sub, nonce)
	if err != nil {
		return nil, cutOff()
	}
	var first [blockSize]byte
	stream.XORKeyStream(first[:], first[:])
	var macKey [32]byte
	copy(macKey[:], first[:])

	body := sealed[1 : len(sealed)-poly1305.TagSize]
	block := [blockSize]byte{sealed[0]}
	stream.XORKeyStream(block[:], block[:])
	block[0] = sealed[0]
	if !streamTag(&macKey, block[:], body, sealed[len(sealed)-poly1305.TagSize:]) {
		return nil, errShut
	}
	plain := make([]byte, len(body))
	stream.XORKeyStream(plain, body)
	return plain, nil
}

// streamTag checks the message's tag. Its padding is libsodium's: as long as the body
// is over a multiple of 16, and not what it lacks to the next.
func streamTag(key *[32]byte, block, body, tag []byte) bool {
	mac := poly1305.New(key)
	mac.Write(block)
	mac.Write(body)
	mac.Write(make([]byte, (16-len(block)+len(body))&15))
	var lengths [16]byte
	binary.LittleEndian.PutUint64(lengths[8:], uint64(len(block)+len(body)))
	mac.Write(lengths[:])
	return mac.Verify(tag)
}

// enteTrashed reads Ente's own parameter of an address.
func enteTrashed(display string) bool {
	var d struct {
		Trashed bool `json:"trashed"`
	}
	return display != "" && json.Unmarshal([]byte(display), &d) == nil && d.Trashed
}
