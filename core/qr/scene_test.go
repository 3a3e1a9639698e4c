package qr

import (
	"context"
	"image"
	"slices"
	"testing"

	"github.com/makiuchi-d/gozxing/qrcode/encoder"
)

// scene puts codes on a page as h sees them.
type scene struct {
	w, h int
	pix  []byte
}

func newScene(w, h int, paper byte) *scene {
	return &scene{w, h, slices.Repeat([]byte{paper}, w*h)}
}

func (s *scene) image() *image.Gray {
	return &image.Gray{Pix: s.pix, Stride: s.w, Rect: image.Rect(0, 0, s.w, s.h)}
}

// code draws a text; each pixel is the mean of sixteen places in it.
func (s *scene) code(t testing.TB, text string, h homography) (dim int) {
	t.Helper()
	code, err := encoder.Encoder_encode(text, levels[0], nil)
	if err != nil {
		t.Fatal(err)
	}
	m := code.GetMatrix()
	inverse := inverted(t, h)
	for y := range s.h {
		for x := range s.w {
			sum := 0
			for i := range 16 {
				p := inverse.at(float64(x)+float64(i%4)/4+.125, float64(y)+float64(i/4)/4+.125)
				sum += s.tone(m, p, s.pix[y*s.w+x])
			}
			s.pix[y*s.w+x] = byte(sum / 16)
		}
	}
	return m.GetWidth()
}

func (s *scene) tone(m *encoder.ByteMatrix, p pt, page byte) int {
	dim := float64(m.GetWidth())
	switch {
	case p.x < -4 || p.y < -4 || p.x >= dim+4 || p.y >= dim+4:
		return int(page)
	case p.x < 0 || p.y < 0 || p.x >= dim || p.y >= dim || m.Get(int(p.x), int(p.y)) == 0:
		return 230
	}
	return 20
}

// inverted is h the other way, from pixels to modules.
func inverted(t testing.TB, h homography) homography {
	t.Helper()
	var p []pair
	for _, uv := range []pt{{0, 0}, {40, 0}, {40, 40}, {0, 40}} {
		q := h.at(uv.x, uv.y)
		p = append(p, pair{q.x, q.y, uv, 1})
	}
	back, ok := fit(p)
	if !ok {
		t.Fatal("no way back")
	}
	return back
}

func off(c Code, h homography, dim int) (most float64) {
	d := float64(dim)
	for i, uv := range []pt{{0, 0}, {d, 0}, {d, d}, {0, d}} {
		at := pt{float64(c.Corners[i].X), float64(c.Corners[i].Y)}
		most = max(most, at.distance(h.at(uv.x, uv.y)))
	}
	return most
}

// The corners are the symbol's own: its top left first, however it is turned.
func TestCornersAreTheSymbolsOwn(t *testing.T) {
	for name, h := range map[string]homography{
		"straight":   {6, 0, 50, 0, 6, 40, 0, 0, 1},
		"turned":     {0, -6, 350, 6, 0, 40, 0, 0, 1},
		"upside":     {-6, 0, 350, 0, -6, 340, 0, 0, 1},
		"leaning":    leaning,
		"mirrored":   {-6, 0, 350, 0, 6, 40, 0, 0, 1},
		"transposed": {0, 6, 50, 6, 0, 40, 0, 0, 1},
	} {
		s := newScene(440, 440, 160)
		dim := s.code(t, sample, h)
		got, err := Find(context.Background(), s.image())
		if err != nil || len(got) != 1 || got[0].Text != sample {
			t.Errorf("%s: %+v %v", name, got, err)
			continue
		}
		if d := off(got[0], h, dim); d > 3 {
			t.Errorf("%s: a corner is %.1f pixels off: %v", name, d, got[0].Corners)
		}
		if want := name == "mirrored" || name == "transposed"; got[0].Mirrored != want {
			t.Errorf("%s: mirrored %v", name, got[0].Mirrored)
		}
	}
}

func TestEveryCodeOfAPictureIsFoundOnce(t *testing.T) {
	s := newScene(900, 640, 160)
	for i, h := range []homography{{4, 0, 40, 0, 4, 40, 0, 0, 1}, {7, 0, 240, 0, 7, 60, 0, 0, 1}, {3, 3, 700, -3, 3, 400, 0, 0, 1}, {4, 0, 60, 0, 4, 400, 0, 0, 1}} {
		s.code(t, []string{"one", "two", "three", "one"}[i], h)
	}
	codes, err := Find(context.Background(), s.image())
	if err != nil || len(codes) != 4 {
		t.Fatalf("%+v %v", codes, err)
	}
	texts, err := ReadImage(context.Background(), s.image())
	slices.Sort(texts)
	if err != nil || !slices.Equal(texts, []string{"one", "three", "two"}) {
		t.Errorf("%q %v", texts, err)
	}
}

// Codewords by hand: ISO/IEC 18004, 7.4.5 for bytes, 8.2 for structured append.
func TestPartOfATextIsNotAText(t *testing.T) {
	s := symbol{version: 1, level: 0, data: []byte{0x30, 0x1a, 0x54, 0x01, 0x41, 0x00, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}}
	if text, _, ok := s.content(); ok {
		t.Errorf("%q", text)
	}
	s.data = []byte{0x40, 0x14, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
	if text, raw, ok := s.content(); !ok || text != "A" || raw != nil {
		t.Errorf("%q %q %v", text, raw, ok)
	}
	s.data = []byte{0x40, 0x2f, 0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
	if text, raw, ok := s.content(); !ok || string(raw) != "\xff\xe8" {
		t.Errorf("%q %q %v", text, raw, ok)
	}
}
