package qr

import (
	"bytes"
	"context"
	"image"
	"testing"
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

func FuzzReadImage(f *testing.F) {
	g := grayOf(samplePicture(f)).half().half()
	f.Add(g.w, g.pix)
	f.Add(40, make([]byte, 1600))
	f.Fuzz(func(t *testing.T, w int, pix []byte) {
		if w < 1 || len(pix) < w || len(pix) > 1<<16 {
			return
		}
		img := &image.Gray{Pix: pix, Stride: w, Rect: image.Rect(0, 0, w, len(pix)/w)}
		texts, err := ReadImage(context.Background(), img)
		checkRead(t, texts, err)
	})
}
