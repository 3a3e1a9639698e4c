//go:build bench

package bench

import (
	"bytes"
	"compress/gzip"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20"

	"kauth/core/seal"
)

// keepassVault writes a KDBX 4 file (keepass.info/help/kb/kdbx.html) at the same cost
// as our vault, which keepassxc-cli cannot be told. KeePassXC reads it like its own.
func keepassVault(t *testing.T, dir string, n int) string {
	t.Helper()
	seed, salt, iv := bytes.Repeat([]byte{1}, 32), bytes.Repeat([]byte{2}, 32), bytes.Repeat([]byte{3}, 16)
	once := sha256.Sum256([]byte(password))
	composite := sha256.Sum256(once[:])
	c := seal.DefaultCost
	key := argon2.IDKey(composite[:], salt, c.Passes, c.MemoryKiB, c.Lanes, 32)

	var file bytes.Buffer
	file.Write([]byte{0x03, 0xD9, 0xA2, 0x9A, 0x67, 0xFB, 0x4B, 0xB5, 0, 0, 4, 0})
	field(&file, 2, mustHex("31C1F2E6BF714350BE5805216AFC5AFF")) // AES-256
	field(&file, 3, le32(1))                                     // gzip
	field(&file, 4, seed)
	field(&file, 7, iv)
	field(&file, 11, argon(salt, c))
	field(&file, 0, []byte("\r\n\r\n"))
	header := bytes.Clone(file.Bytes())

	base := sha512.Sum512(append(append(bytes.Clone(seed), key...), 1))
	sum := sha256.Sum256(header)
	file.Write(sum[:])
	file.Write(mac(base[:], math.MaxUint64, header))

	cipherKey := sha256.Sum256(append(bytes.Clone(seed), key...))
	blocks(&file, base[:], encrypt(t, cipherKey[:], iv, content(t, n)))
	name := filepath.Join(dir, "accounts.kdbx")
	must(t, os.WriteFile(name, file.Bytes(), 0o600))
	return name
}

func field(b *bytes.Buffer, id byte, data []byte) {
	b.WriteByte(id)
	b.Write(le32(uint32(len(data))))
	b.Write(data)
}

func argon(salt []byte, c seal.Cost) []byte {
	var b bytes.Buffer
	b.Write([]byte{0, 1})
	put := func(kind byte, name string, value []byte) {
		b.WriteByte(kind)
		b.Write(le32(uint32(len(name))))
		b.WriteString(name)
		b.Write(le32(uint32(len(value))))
		b.Write(value)
	}
	put(0x42, "$UUID", mustHex("9E298B1956DB4773B23DFC3EC6F0A1E6")) // Argon2id
	put(0x04, "V", le32(0x13))
	put(0x05, "I", le64(uint64(c.Passes)))
	put(0x05, "M", le64(uint64(c.MemoryKiB)<<10))
	put(0x04, "P", le32(uint32(c.Lanes)))
	put(0x42, "S", salt)
	b.WriteByte(0)
	return b.Bytes()
}

func mac(base []byte, i uint64, data []byte) []byte {
	key := sha512.Sum512(append(le64(i), base...))
	h := hmac.New(sha256.New, key[:])
	if i != math.MaxUint64 {
		h.Write(le64(i))
		h.Write(le32(uint32(len(data))))
	}
	h.Write(data)
	return h.Sum(nil)
}

func blocks(file *bytes.Buffer, base, data []byte) {
	for i := uint64(0); ; i++ {
		part := data[:min(len(data), 1<<20)]
		data = data[len(part):]
		file.Write(mac(base, i, part))
		file.Write(le32(uint32(len(part))))
		file.Write(part)
		if len(part) == 0 {
			return
		}
	}
}

func encrypt(t *testing.T, key, iv, data []byte) []byte {
	block, err := aes.NewCipher(key)
	must(t, err)
	pad := aes.BlockSize - len(data)%aes.BlockSize
	data = append(data, bytes.Repeat([]byte{byte(pad)}, pad)...)
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(data, data)
	return data
}

// content is the inner header and the accounts in XML, packed.
func content(t *testing.T, n int) []byte {
	inner := bytes.Repeat([]byte{4}, 64)
	keys := sha512.Sum512(inner)
	stream, err := chacha20.NewUnauthenticatedCipher(keys[:32], keys[32:44])
	must(t, err)
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	var head bytes.Buffer
	field(&head, 1, le32(3)) // ChaCha20
	field(&head, 2, inner)
	field(&head, 0, nil)
	_, err = zip.Write(append(head.Bytes(), document(n, stream)...))
	must(t, err)
	must(t, zip.Close())
	return packed.Bytes()
}

func document(n int, stream *chacha20.Cipher) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="utf-8" standalone="yes"?><KeePassFile><Meta><Generator>kAuth bench</Generator>` +
		`<MemoryProtection><ProtectPassword>True</ProtectPassword></MemoryProtection></Meta><Root><Group><UUID>` + uuid(1_000_000) + `</UUID><Name>Root</Name><IsExpanded>True</IsExpanded>`)
	for i, a := range accounts(n) {
		var title, name bytes.Buffer
		_ = xml.EscapeText(&title, []byte(a.issuer))
		_ = xml.EscapeText(&name, []byte(a.label))
		hidden := []byte(a.uri())
		stream.XORKeyStream(hidden, hidden)
		fmt.Fprintf(&b, `<Entry><UUID>%s</UUID><String><Key>Title</Key><Value>%s</Value></String><String><Key>UserName</Key><Value>%s</Value></String>`+
			`<String><Key>otp</Key><Value Protected="True">%s</Value></String></Entry>`, uuid(i), &title, &name, base64.StdEncoding.EncodeToString(hidden))
	}
	b.WriteString(`</Group></Root></KeePassFile>`)
	return b.String()
}

func uuid(i int) string {
	sum := sha256.Sum256(le64(uint64(i)))
	return base64.StdEncoding.EncodeToString(sum[:16])
}

func le32(n uint32) []byte { return binary.LittleEndian.AppendUint32(nil, n) }
func le64(n uint64) []byte { return binary.LittleEndian.AppendUint64(nil, n) }

func mustHex(s string) []byte {
	var out []byte
	_, _ = fmt.Sscanf(s, "%x", &out)
	return out
}
