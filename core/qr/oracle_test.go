//go:build oracle

package qr

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math/rand/v2"
	"os/exec"
	"testing"

	"kauth/core/coretest/zxing"
)

// zbarimg (zbar-tools) is an independent reader; -tags oracle needs it.
func TestOwnCodesAreReadByZbar(t *testing.T) {
	r := rand.New(rand.NewPCG(18004, 2))
	for _, length := range []int{1, 60, 143, 200, 250, 251, 600, 1200} {
		for _, module := range []int{2, 4, 8} {
			text := ascii(r, length)
			cmd := exec.Command("zbarimg", "--raw", "-q", "-Sdisable", "-Sqrcode.enable", "-Sbinary", "-")
			cmd.Stdin = bytes.NewReader(mustPNG(t, text, module))
			out, err := cmd.Output()
			if err != nil || string(out) != text {
				t.Errorf("%d bytes at %d pixels: %q %v", length, module, out, err)
			}
		}
	}
}

// A page of a dark theme keeps the code dark on light, with its quiet zone: two
// independent readers agree, whatever is around.
func TestOwnCodesAreReadByOthersOnLightAndDarkPages(t *testing.T) {
	z, r := zxing.Start(t), rand.New(rand.NewPCG(18004, 3))
	pages := map[string]color.Gray{"light": {Y: 250}, "dark": {Y: 12}}
	for _, length := range []int{60, 143, 200, 250, 251, 600} {
		for _, module := range []int{4, 5, 8} {
			for name, page := range pages {
				text := ascii(r, length)
				g := onPage(t, mustPNG(t, text, module), page)
				if got, _ := z.Read(g.Rect.Dx(), g.Rect.Dy(), g.Pix); len(got) != 1 || got[0].Text != text {
					t.Errorf("zxing, %d bytes at %d pixels on a %s page: %+v", length, module, name, got)
				}
				if got := zbarReads(t, g); got != text {
					t.Errorf("zbar, %d bytes at %d pixels on a %s page: %q", length, module, name, got)
				}
			}
		}
	}
}

func onPage(t *testing.T, picture []byte, page color.Gray) *image.Gray {
	t.Helper()
	code, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		t.Fatal(err)
	}
	g := image.NewGray(image.Rect(0, 0, code.Bounds().Dx()+80, code.Bounds().Dy()+80))
	draw.Draw(g, g.Rect, image.NewUniform(page), image.Point{}, draw.Src)
	draw.Draw(g, code.Bounds().Add(image.Pt(40, 40)), code, image.Point{}, draw.Src)
	return g
}

func zbarReads(t *testing.T, g *image.Gray) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, g); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("zbarimg", "--raw", "-q", "-Sdisable", "-Sqrcode.enable", "-Sbinary", "-")
	cmd.Stdin = &b
	out, _ := cmd.Output() // fails where it finds nothing
	return string(out)
}
