package qr

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"kauth/core"
)

// ascii makes a text of the characters that addresses have.
func ascii(r *rand.Rand, n int) string {
	const set = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=&?%:/."
	b := make([]byte, n)
	for i := range b {
		b[i] = set[r.IntN(len(set))]
	}
	return string(b)
}

func mustPNG(t testing.TB, text string, module int) []byte {
	t.Helper()
	data, err := PNG(text, module)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestOwnCodesAreReadBack(t *testing.T) {
	r := rand.New(rand.NewPCG(18004, 1))
	for _, length := range []int{1, 20, 60, 120, 143, 200, 250, 251, 300, 600, 1200} {
		for _, module := range []int{1, 2, 3, 4, 8, 12} {
			text := ascii(r, length)
			got, err := Read(context.Background(), bytes.NewReader(mustPNG(t, text, module)))
			if err != nil || !slices.Equal(got, []string{text}) {
				t.Errorf("%d bytes at %d pixels: %q %v", length, module, got, err)
			}
		}
	}
}

func TestCodeHasItsQuietZoneAndLevel(t *testing.T) {
	for length, modules := range map[int]int{120: 45, 250: 61, 251: 57, 300: 61} { // M, M, L, L
		img, err := png.Decode(bytes.NewReader(mustPNG(t, strings.Repeat("a", length), 3)))
		if err != nil {
			t.Fatal(err)
		}
		if want := image.Rect(0, 0, 3*(modules+8), 3*(modules+8)); img.Bounds() != want {
			t.Errorf("%d bytes: %v, want %v", length, img.Bounds(), want)
		}
		if g := grayOf(img); slices.Min(g.pix[:12*g.w]) != 255 || g.pix[12*g.w+12] != 0 {
			t.Errorf("%d bytes: the border is not four white modules", length)
		}
	}
}

func TestWhatCannotBeDrawnIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		text   string
		module int
	}{
		"nothing": {"", 4}, "not ASCII": {"é", 4}, "too long": {strings.Repeat("a", 2954), 4},
		"no size": {"a", 0}, "negative size": {"a", -4}, "vast": {"a", maxModule + 1},
	} {
		if data, err := PNG(c.text, c.module); core.KindOf(err) != core.Malformed || data != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	mustPNG(t, strings.Repeat("a", 2953), 4)
}
