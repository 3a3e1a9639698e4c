// Package golden compares what tests draw with pictures that a person has looked at.
// It is for tests alone: nothing that ships may import it. It refuses to pass where a
// picture is missing; run the tests with -update to write it, and look at it.
package golden

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write the pictures instead of comparing")

// Compare holds got against the picture at path. A tenth of a percent of the pixels may
// differ by more than a little: rounding is not the same on every processor.
func Compare(t *testing.T, path string, got image.Image) {
	t.Helper()
	data, err := os.ReadFile(path)
	if *update {
		if err != nil || !unchanged(data, got) {
			Write(t, path, got)
		}
		return
	}
	if err != nil {
		t.Fatalf("%v; look at what -update writes", err)
	}
	want, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if got.Bounds() != want.Bounds() {
		t.Fatalf("%v, was %v", got.Bounds(), want.Bounds())
	}
	if n, all := Differing(got, want), got.Bounds().Dx()*got.Bounds().Dy(); n*1000 > all {
		kept := filepath.Join(t.ArtifactDir(), filepath.Base(path))
		Write(t, kept, got)
		t.Errorf("%d of %d pixels differ from %s; look at both, then -update", n, all, path)
	}
}

// unchanged tells whether a picture is as it was drawn before: it is not written again,
// so that what changes in the repository is what people have to look at.
func unchanged(data []byte, got image.Image) bool {
	was, err := png.Decode(bytes.NewReader(data))
	return err == nil && was.Bounds() == got.Bounds() && Differing(got, was) == 0
}

// Differing counts the pixels in which two pictures of one size differ by more than a little.
func Differing(a, b image.Image) int {
	if p, q, ok := quick(a, b); ok {
		return differing(p, q)
	}
	p, q, n := plain(a), plain(b), 0
	for i := 0; i < len(p.Pix); i += 4 {
		if far(p.Pix[i], q.Pix[i]) || far(p.Pix[i+1], q.Pix[i+1]) || far(p.Pix[i+2], q.Pix[i+2]) {
			n++
		}
	}
	return n
}

// quick tells whether a is what Fyne draws and b what Write has written: most are.
func quick(a, b image.Image) (*image.NRGBA, *image.Paletted, bool) {
	p, drawn := a.(*image.NRGBA)
	q, written := b.(*image.Paletted)
	return p, q, drawn && written && p.Opaque() && p.Stride == 4*q.Stride && len(p.Pix) == 4*len(q.Pix)
}

func differing(p *image.NRGBA, q *image.Paletted) int {
	colors := make([]color.NRGBA, 256)
	for i, c := range q.Palette {
		colors[i] = color.NRGBAModel.Convert(c).(color.NRGBA)
	}
	n := 0
	for i, index := range q.Pix {
		c, at := colors[index], p.Pix[4*i:4*i+3]
		if far(at[0], c.R) || far(at[1], c.G) || far(at[2], c.B) {
			n++
		}
	}
	return n
}

func far(a, b uint8) bool { return max(a, b)-min(a, b) > 0x18 }

// plain is a picture in one run of bytes, from its upper left corner.
func plain(img image.Image) *image.RGBA {
	r := image.NewRGBA(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
	draw.Draw(r, r.Bounds(), img, img.Bounds().Min, draw.Src)
	return r
}

// Write writes a small PNG: up to 256 colors, the frequent ones exact.
func Write(t *testing.T, path string, img image.Image) {
	t.Helper()
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, reduce(plain(img))); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
