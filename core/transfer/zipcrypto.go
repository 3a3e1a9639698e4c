package transfer

import (
	"archive/zip"
	"hash/crc32"
	"io"
)

// ZIP's first encryption (PKWARE's APPNOTE.TXT, section 6.1). It is weak, and read here
// for the sake of what people have.
const (
	zipEncrypted  = 0x1 // flags
	zipDescriptor = 0x8 // sizes and sum come after the contents
	zipCryptoHead = 12
)

type zipKeys [3]uint32

func newZipKeys(password []byte) zipKeys {
	k := zipKeys{0x12345678, 0x23456789, 0x34567890}
	for _, c := range password {
		k.update(c)
	}
	return k
}

func (k *zipKeys) update(c byte) {
	k[0] = crcByte(k[0], c)
	k[1] = (k[1]+k[0]&0xff)*134775813 + 1
	k[2] = crcByte(k[2], byte(k[1]>>24))
}

func crcByte(sum uint32, c byte) uint32 { return crc32.IEEETable[byte(sum)^c] ^ sum>>8 }

func (k *zipKeys) open(c byte) byte {
	t := uint16(k[2]) | 2
	c ^= byte(t * (t ^ 1) >> 8)
	k.update(c)
	return c
}

func openZipCrypto(f *zip.File, password []byte) ([]byte, error) {
	raw, err := f.OpenRaw()
	if err != nil {
		return nil, cutOff()
	}
	box, err := io.ReadAll(io.LimitReader(raw, maxFile))
	if err != nil || len(box) < zipCryptoHead {
		return nil, cutOff()
	}
	k := newZipKeys(password)
	for i, c := range box {
		box[i] = k.open(c)
	}
	check := byte(f.CRC32 >> 24)
	if f.Flags&zipDescriptor != 0 {
		check = byte(f.ModifiedTime >> 8)
	}
	if box[zipCryptoHead-1] != check {
		return nil, errShut
	}
	plain, err := unpack(box[zipCryptoHead:], f.Method)
	if err != nil || crc32.ChecksumIEEE(plain) != f.CRC32 {
		return nil, errShut // the check is one byte
	}
	return plain, nil
}
