//go:build linux && !android

package camera

import (
	"bytes"
	"image"
	"image/jpeg"
	"slices"
	"sync"
)

// Cameras leave the Huffman tables out of each picture, as AVI's MJPEG does: they are
// always those of ITU-T T.81, Annex K.3.3, which image/jpeg does not assume.

// withTables puts the tables in front of the scan where there are none.
func withTables(data []byte) []byte {
	at, has := scan(data)
	if has || at == 0 {
		return data
	}
	return slices.Concat(data[:at], tables(), data[at:])
}

// scan finds the start of the scan (SOS) among the marker segments (T.81, B.1.1), and
// tells whether Huffman tables (DHT) came before; 0: no such thing.
func scan(data []byte) (at int, has bool) {
	if !bytes.HasPrefix(data, []byte{0xff, 0xd8}) {
		return 0, false
	}
	for i := 2; i+4 <= len(data) && data[i] == 0xff; {
		switch data[i+1] {
		case 0xff: // fill
			i++
			continue
		case 0xda:
			return i, has
		case 0xc4:
			has = true
		}
		i += 2 + int(data[i+2])<<8 + int(data[i+3])
	}
	return 0, has
}

// tables is a DHT segment with the four of K.3 to K.6. image/jpeg writes exactly these
// into each picture that it makes, so they are taken from one instead of from a listing.
var tables = sync.OnceValue(func() []byte {
	var b bytes.Buffer
	_ = jpeg.Encode(&b, image.NewYCbCr(image.Rect(0, 0, 8, 8), image.YCbCrSubsampleRatio420), nil)
	data := b.Bytes()
	from := bytes.Index(data, []byte{0xff, 0xc4})
	return data[from : from+2+int(data[from+2])<<8+int(data[from+3])]
})
