package qr

import (
	"bytes"
	"context"
	"testing"
	"time"
	"unicode/utf8"

	"kauth/core"
)

func checkRead(t *testing.T, texts []string, err error) {
	t.Helper()
	switch core.KindOf(err) {
	case "", core.NoCode, core.NotPicture:
	default:
		t.Fatal(err)
	}
	if (err == nil) != (len(texts) > 0) {
		t.Fatalf("%q with %v", texts, err)
	}
	for _, s := range texts {
		if s == "" || len(s) > maxText || !utf8.ValidString(s) {
			t.Fatalf("text %q", s)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(mustPNG(f, sample, 2))
	f.Add(lossyWebP)
	f.Add(losslessWebP)
	f.Add(hollowWebP())
	f.Add(pngHeader(30, 30, 8, 0))
	f.Add([]byte("GIF89a"))
	f.Fuzz(func(t *testing.T, data []byte) {
		texts, err := Read(context.Background(), bytes.NewReader(data))
		checkRead(t, texts, err)
	})
}

// What follows runs without the guard that keeps a defect from ending the app: here
// it has to be seen.

func checkCodes(t *testing.T, codes []Code) {
	t.Helper()
	for _, c := range codes {
		if c.Text == "" || len(c.Text) > maxText || !utf8.ValidString(c.Text) || c.Version < 1 || c.Version > 40 {
			t.Fatalf("%+v", c)
		}
	}
}

// sampleFrame is a small picture of a code, as wide as a seed for a fuzzer should be.
func sampleFrame(f *testing.F) plane {
	whole := planeOf(samplePicture(f))
	var p plane
	p.halve(&whole)
	return p
}

func FuzzStill(f *testing.F) {
	p := sampleFrame(f)
	f.Add(p.w, p.pix)
	f.Add(40, make([]byte, 1600))
	f.Fuzz(func(t *testing.T, w int, pix []byte) {
		if w < 1 || len(pix) < w || len(pix) > 1<<15 {
			return
		}
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		checkCodes(t, still(ctx, plane{w, len(pix) / w, w, pix}))
	})
}

// A scanner looks at each frame in another way than at the one before.
func FuzzFrames(f *testing.F) {
	p := sampleFrame(f)
	f.Add(0, p.w, p.h, p.w, 0, p.pix)
	f.Add(1, p.h-5, p.w/2, p.w+1, 90, p.pix)
	f.Add(2, 21, 21, 21, 270, make([]byte, 441))
	f.Fuzz(func(t *testing.T, turn, w, h, stride, rotation int, pix []byte) {
		l := Luma{Pix: pix, Stride: stride, Width: w, Height: h, Rotation: rotation}
		if len(pix) > 1<<15 || !l.fits() {
			return
		}
		before, s := bytes.Clone(pix), NewScanner()
		s.way, s.scan.until = turn&15%6, later()
		for range 2 {
			s.scan.codes = s.scan.codes[:0]
			s.frame(&plane{w, h, stride, pix})
			checkCodes(t, s.scan.codes)
		}
		if !bytes.Equal(before, pix) {
			t.Fatal("the frame was written to")
		}
	})
}

// FuzzModules begins after the detector: modules as it sampled them.
func FuzzModules(f *testing.F) {
	for version := 1; version <= 10; version += 3 {
		g := symbolOf(f, "kauth", version, levels[version%4], version%8)
		light := make([]byte, len(g.light))
		for i, v := range g.light {
			light[i] = byte(v / 8)
		}
		f.Add(version, light)
	}
	s := &scan{}
	f.Fuzz(func(t *testing.T, version int, light []byte) {
		dim := 17 + 4*version
		if version < 1 || version > 40 || len(light) == 0 {
			return
		}
		s.grid.dim, s.grid.light = dim, grown(s.grid.light, dim*dim)
		for i := range s.grid.light {
			s.grid.light[i] = 8 * int16(light[i%len(light)])
		}
		s.grid.tell()
		for _, hard := range []bool{false, true} {
			if c, ok := s.decode(hard); ok {
				checkCodes(t, []Code{c})
			}
		}
	})
}

// FuzzContent begins after the error correction.
func FuzzContent(f *testing.F) {
	f.Add(1, 0, []byte{0x40, 0x56, 0xb6, 0x17, 0x57, 0x46, 0x80})
	f.Add(25, 1, []byte("\x70\x1a\x40\x2c\xe3\x81\x82"))
	f.Fuzz(func(t *testing.T, version, level int, data []byte) {
		if version < 1 || version > 40 || level < 0 || level > 3 || len(data) > maxCodewords {
			return
		}
		text, _, ok := symbol{version: version, level: level, data: data}.content()
		if ok && (text == "" || len(text) > maxText || !utf8.ValidString(text)) {
			t.Fatalf("%q", text)
		}
	})
}
