package qr

import (
	"bytes"
	"encoding/binary"
)

// innerWebP gives the frame of an extended WebP as a picture of its own; nil for
// all else. The canvas of an extended WebP says one size and its frame may say
// another; x/image believes the first when asked and allocates the second.
func innerWebP(data []byte) []byte {
	const head = 12 // "RIFF", length, "WEBP"
	if len(data) < head || string(data[:4]) != "RIFF" || string(data[8:head]) != "WEBP" {
		return nil
	}
	for rest := data[head:]; len(rest) >= 8; {
		id, size := string(rest[:4]), int64(binary.LittleEndian.Uint32(rest[4:8]))
		if id == "VP8 " || id == "VP8L" {
			return bytes.Join([][]byte{data[:head], rest}, nil)
		}
		size += size & 1 // chunks are padded to even lengths
		if size > int64(len(rest)-8) {
			return nil
		}
		rest = rest[8+size:]
	}
	return nil
}
