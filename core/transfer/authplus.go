package transfer

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/aes"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha1"
	"encoding/binary"
	"io"

	"kauth/core"
)

// Authenticator Plus writes a ZIP file with one list of addresses in it: under ZIP's
// first encryption (zipcrypto.go), or WinZip's AES (AE-1 and AE-2, winzip.com "AES
// Encryption Information").
const (
	winzipMethod = 99
	winzipExtra  = 0x9901
	winzipRounds = 1_000
	winzipCheck  = 2  // bytes that tell a wrong password, mostly
	winzipMAC    = 10 // bytes of HMAC-SHA-1
)

func isAuthPlus(f file) bool {
	z, err := zip.NewReader(bytes.NewReader(f.data), int64(len(f.data)))
	return err == nil && len(z.File) == 1 && z.File[0].Name == "Accounts.txt" && z.File[0].Flags&zipEncrypted != 0
}

func readAuthPlus(_ context.Context, f file, o Options) ([]thing, error) {
	z, err := zip.NewReader(bytes.NewReader(f.data), int64(len(f.data)))
	if err != nil || len(z.File) != 1 {
		return nil, cutOff()
	}
	open := openZipCrypto
	if z.File[0].Method == winzipMethod {
		open = openWinZip
	}
	plain, err := open(z.File[0], o.Password)
	if err != nil {
		return nil, err
	}
	text := decode(plain)
	if text == "" {
		return nil, cutOff()
	}
	return addresses(text), nil
}

func openWinZip(f *zip.File, password []byte) ([]byte, error) {
	strength, method, ok := winzipParams(f.Extra)
	raw, err := f.OpenRaw()
	if err != nil || !ok {
		return nil, cutOff()
	}
	box, err := io.ReadAll(io.LimitReader(raw, maxFile))
	salt, size := 4+4*strength, 8+8*strength
	if err != nil || len(box) < salt+winzipCheck+winzipMAC {
		return nil, cutOff()
	}
	keys, err := pbkdf2.Key(sha1.New, string(password), box[:salt], winzipRounds, 2*size+winzipCheck)
	if err != nil {
		return nil, cutOff()
	}
	if !bytes.Equal(keys[2*size:], box[salt:salt+winzipCheck]) {
		return nil, errShut
	}
	body, mac := box[salt+winzipCheck:len(box)-winzipMAC], box[len(box)-winzipMAC:]
	h := hmac.New(sha1.New, keys[size:2*size])
	h.Write(body)
	if !hmac.Equal(h.Sum(nil)[:winzipMAC], mac) {
		return nil, errShut // the check's two bytes let one wrong password in 65,536 pass
	}
	return unpack(littleCTR(keys[:size], body), method)
}

// winzipParams reads the extra field: the key's strength (1 to 3) and how the contents
// are compressed.
func winzipParams(extra []byte) (strength int, method uint16, ok bool) {
	for len(extra) >= 4 {
		id, n := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		if len(extra) < 4+n {
			break
		}
		if id == winzipExtra && n >= 7 {
			s := int(extra[4+4])
			return s, binary.LittleEndian.Uint16(extra[4+5:]), s >= 1 && s <= 3
		}
		extra = extra[4+n:]
	}
	return 0, 0, false
}

// littleCTR is AES in counter mode with a counter that begins at 1 and is written
// little-endian, as no library has it.
func littleCTR(key, text []byte) []byte {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil
	}
	out := bytes.Clone(text)
	var counter, stream [aes.BlockSize]byte
	for i := range out {
		if i%aes.BlockSize == 0 {
			binary.LittleEndian.PutUint64(counter[:], uint64(i/aes.BlockSize+1))
			block.Encrypt(stream[:], counter[:])
		}
		out[i] ^= stream[i%aes.BlockSize]
	}
	return out
}

// unpack undoes ZIP's compression, up to the size that any file may have here.
func unpack(data []byte, method uint16) ([]byte, error) {
	switch method {
	case zip.Store:
		return data, nil
	case zip.Deflate:
		plain, err := inflate(data)
		if err != nil {
			return nil, cutOff()
		}
		return plain, nil
	}
	return nil, core.E(opRead, core.Unsupported, nil)
}
