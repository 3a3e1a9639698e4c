package qr

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/image/bmp"

	"kauth/core"
)

// spentReading is the memory that reading asks for in all, whether or not it is used.
func spentReading(t *testing.T, data []byte) (uint64, error) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := Read(context.Background(), bytes.NewReader(data))
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc, err
}

func bmpHeader(w, h int32, bits uint16) []byte {
	b := append([]byte("BM"), make([]byte, 52)...)
	binary.LittleEndian.PutUint32(b[10:], 54)
	binary.LittleEndian.PutUint32(b[14:], 40)
	binary.LittleEndian.PutUint32(b[18:], uint32(w))
	binary.LittleEndian.PutUint32(b[22:], uint32(h))
	binary.LittleEndian.PutUint16(b[26:], 1)
	binary.LittleEndian.PutUint16(b[28:], bits)
	return b
}

// gifFrames is a GIF of a size with many frames of one pixel.
func gifFrames(t *testing.T, w, h uint16, frames int) []byte {
	g := &gif.GIF{}
	for range frames {
		g.Image, g.Delay = append(g.Image, image.NewPaletted(image.Rect(0, 0, 1, 1), color.Palette{color.White})), append(g.Delay, 1)
	}
	b := encoded(t, func(b *bytes.Buffer) error { return gif.EncodeAll(b, g) })
	binary.LittleEndian.PutUint16(b[6:], w)
	binary.LittleEndian.PutUint16(b[8:], h)
	return b
}

// jpegHeader is a JPEG's frame: baseline (0xc0) or progressive (0xc2).
func jpegHeader(kind byte, w, h uint16, components byte) []byte {
	b := []byte{0xff, 0xd8, 0xff, kind, 0, 8 + 3*components, 8, byte(h >> 8), byte(h), byte(w >> 8), byte(w), components}
	for c := range components {
		b = append(b, c+1, 0x11, 0)
	}
	return append(b, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0xff, 0xd9)
}

// canvas is an extended WebP that says a size and holds no frame.
func canvas(w, h uint32) []byte {
	b := []byte("RIFF\x16\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00")
	b = append(b, byte(w-1), byte((w-1)>>8), byte((w-1)>>16))
	return append(b, byte(h-1), byte((h-1)>>8), byte((h-1)>>16))
}

func TestBombsOfEveryFormatAreRefusedBeforeTheyAreOpened(t *testing.T) {
	for name, data := range map[string][]byte{
		"PNG, 1 bit":         pngHeader(20000, 20000, 1, 0),
		"PNG, 16 bit RGBA":   pngHeader(20000, 20000, 16, 6),
		"PNG, deep":          pngHeader(6000, 6000, 16, 6),
		"PNG, long and thin": pngHeader(40_000_001, 1, 8, 0),
		"BMP":                bmpHeader(20000, 20000, 24),
		"BMP, upside down":   bmpHeader(20000, -20000, 32),
		"GIF":                gifFrames(t, 20000, 20000, 2000),
		"JPEG":               jpegHeader(0xc0, 20000, 20000, 3),
		"progressive JPEG":   jpegHeader(0xc2, 65500, 65500, 3),
		"WebP canvas":        canvas(20000, 20000),
		"WebP frame":         hollowWebP(),
		"lossy WebP frame":   []byte("RIFF\x1a\x00\x00\x00WEBPVP8 \x0e\x00\x00\x00\x00\x00\x00\x9d\x01\x2a\xff\x3f\xff\x3f\x00\x00\x00\x00"),
	} {
		asked, err := spentReading(t, data)
		if core.KindOf(err) != core.NotPicture || !strings.Contains(core.Reason(err), "megapixels") {
			t.Errorf("%s: %v", name, err)
		}
		if limit := uint64(1<<20 + 8*len(data)); asked > limit {
			t.Errorf("%s asked for %d bytes, over %d", name, asked, limit)
		}
	}
}

// What is small enough by its header and asks for more by its data.
func TestLittleFilesOfLargePicturesTakeNoMoreThanTheirPixels(t *testing.T) {
	for name, data := range map[string][]byte{
		"PNG":  pngHeader(6300, 6300, 8, 0),
		"GIF":  gifFrames(t, 6300, 6300, 2000),
		"BMP":  bmpHeader(6300, 6300, 24),
		"JPEG": jpegHeader(0xc0, 6300, 6300, 1),
	} {
		asked, err := spentReading(t, data)
		if k := core.KindOf(err); k != core.NotPicture && k != core.NoCode {
			t.Errorf("%s: %v", name, err)
		}
		if limit := uint64(4*6300*6300 + 8<<20 + 8*len(data)); asked > limit {
			t.Errorf("%s asked for %d MB", name, asked>>20)
		}
	}
}

func TestFilesThatAreCutOffAreRefused(t *testing.T) {
	img := samplePicture(t)
	for name, data := range map[string][]byte{
		"PNG":           mustPNG(t, sample, 6),
		"JPEG":          encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, img, nil) }),
		"GIF":           encoded(t, func(b *bytes.Buffer) error { return gif.Encode(b, img, nil) }),
		"BMP":           encoded(t, func(b *bytes.Buffer) error { return bmp.Encode(b, img) }),
		"lossy WebP":    lossyWebP,
		"lossless WebP": losslessWebP,
	} {
		for eighth := range 8 {
			texts, err := Read(context.Background(), bytes.NewReader(data[:len(data)*eighth/8]))
			if core.KindOf(err) != core.NotPicture || texts != nil {
				t.Errorf("%d/8 of a %s: %q %v", eighth, name, texts, err)
			}
		}
	}
}
