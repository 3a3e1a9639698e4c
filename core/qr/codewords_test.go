package qr

import (
	"math/rand/v2"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	"github.com/makiuchi-d/gozxing/qrcode/encoder"
)

// symbolOf is a symbol of gozxing's encoder as a grid in plain black and white.
func symbolOf(t testing.TB, text string, version int, level decoder.ErrorCorrectionLevel, mask int) *grid {
	t.Helper()
	code, err := encoder.Encoder_encode(text, level, map[gozxing.EncodeHintType]interface{}{
		gozxing.EncodeHintType_QR_VERSION: version, gozxing.EncodeHintType_QR_MASK_PATTERN: mask,
	})
	if err != nil {
		t.Fatal(err)
	}
	m := code.GetMatrix()
	g := &grid{dim: m.GetWidth()}
	for y := range g.dim {
		for x := range g.dim {
			g.light = append(g.light, int16(8*200*(1-int(m.Get(x, y)))))
		}
	}
	g.tell()
	return g
}

func TestEveryVersionLevelAndMaskIsRead(t *testing.T) {
	r := rand.New(rand.NewPCG(18004, 9))
	var reader reading
	for version := 1; version <= 40; version++ {
		for _, i := range []int{version % 4, (version + 1) % 4} {
			level := levels[i]
			text := ascii(r, 1+r.IntN(7))
			g := symbolOf(t, text, version, level, (version+i)%8)
			s, ok := reader.read(g, false)
			if !ok || s.version != version || s.level != i || s.mirrored {
				t.Fatalf("version %d %v: %+v %v", version, level, s, ok)
			}
			if got, _, ok := s.content(); !ok || got != text {
				t.Errorf("version %d %v: %q, want %q", version, level, got, text)
			}
		}
	}
}
