package qr

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/image/bmp"

	"kauth/core"
)

const sample = "otpauth://totp/ACME:anna@example.ch?secret=JBSWY3DPEHPK3PXP&issuer=ACME"

// The sample as lossy and as lossless WebP, which Go cannot write.
var (
	//go:embed testdata/lossy.webp
	lossyWebP []byte
	//go:embed testdata/lossless.webp
	losslessWebP []byte
)

func samplePicture(t testing.TB) image.Image {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(mustPNG(t, sample, 6)))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func encoded(t testing.TB, write func(*bytes.Buffer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestEveryFormatIsRead(t *testing.T) {
	img := samplePicture(t)
	page := image.NewPaletted(img.Bounds(), color.Palette{color.White})
	for name, data := range map[string][]byte{
		"PNG":           mustPNG(t, sample, 6),
		"JPEG":          encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, img, &jpeg.Options{Quality: 40}) }),
		"GIF":           encoded(t, func(b *bytes.Buffer) error { return gif.Encode(b, img, nil) }),
		"BMP":           encoded(t, func(b *bytes.Buffer) error { return bmp.Encode(b, img) }),
		"lossy WebP":    lossyWebP,
		"lossless WebP": losslessWebP,
		"animated GIF": encoded(t, func(b *bytes.Buffer) error {
			first := img.(*image.Paletted)
			return gif.EncodeAll(b, &gif.GIF{Image: []*image.Paletted{first, page}, Delay: []int{10, 10}})
		}),
	} {
		got, err := Read(context.Background(), bytes.NewReader(data))
		if err != nil || !slices.Equal(got, []string{sample}) {
			t.Errorf("%s: %q %v", name, got, err)
		}
	}
}

// Codecs produce pictures of many types; what is transparent stands for paper.
func TestEveryPictureTypeIsRead(t *testing.T) {
	img := samplePicture(t)
	b := img.Bounds()
	into := func(o interface {
		image.Image
		Set(x, y int, c color.Color)
	},
	) image.Image {
		for y := b.Min.Y; y < b.Max.Y; y++ {
			for x := b.Min.X; x < b.Max.X; x++ {
				c := color.Color(color.Transparent) // white is what nothing stands for
				if tone(img.At(x, y)) == 0 {
					c = color.Black
				}
				o.Set(b.Min.X+x, b.Min.Y+y, c)
			}
		}
		return o
	}
	ycc := image.NewYCbCr(b, image.YCbCrSubsampleRatio420)
	wide := image.NewGray(image.Rect(-7, -3, b.Max.X+9, b.Max.Y+5))
	for i := range wide.Pix {
		wide.Pix[i] = 255
	}
	for y := range b.Max.Y {
		for x := range b.Max.X {
			ycc.Y[ycc.YOffset(x, y)] = tone(img.At(x, y))
			wide.SetGray(x, y, color.Gray{tone(img.At(x, y))})
		}
	}
	for name, picture := range map[string]image.Image{
		"palette": img, "YCbCr": ycc, "a part of a gray one": wide.SubImage(b), "gray": wide,
		"RGBA": into(image.NewRGBA(b)), "NRGBA": into(image.NewNRGBA(b)), "RGBA64": into(image.NewRGBA64(b)),
	} {
		got, err := ReadImage(context.Background(), picture)
		if err != nil || !slices.Equal(got, []string{sample}) {
			t.Errorf("%s: %q %v", name, got, err)
		}
	}
}

func TestCodeIsReadFromEverySide(t *testing.T) {
	g := grayOf(samplePicture(t))
	for turn := range 4 {
		for name, picture := range map[string]gray{"plain": g, "mirrored": g.mirrored(), "light on dark": g.inverted()} {
			got, err := ReadImage(context.Background(), picture.image())
			if err != nil || !slices.Equal(got, []string{sample}) {
				t.Errorf("%s, turned %d times: %q %v", name, turn, got, err)
			}
		}
		g = g.turned()
	}
}

func TestSeveralCodesInOnePictureAreRead(t *testing.T) {
	a := grayOf(samplePicture(t))
	img, err := png.Decode(bytes.NewReader(mustPNG(t, "second", 6)))
	if err != nil {
		t.Fatal(err)
	}
	b := grayOf(img)
	both := newGray(a.w+b.w, a.h).bordered(4)
	for i := range both.pix {
		both.pix[i] = 255
	}
	for y := range a.h {
		copy(both.pix[y*both.w:], a.pix[y*a.w:(y+1)*a.w])
	}
	for y := range b.h {
		copy(both.pix[y*both.w+a.w:], b.pix[y*b.w:(y+1)*b.w])
	}
	got, err := ReadImage(context.Background(), &image.Gray{Pix: both.pix, Stride: both.w, Rect: image.Rect(0, 0, both.w, both.h)})
	slices.Sort(got)
	if err != nil || !slices.Equal(got, []string{sample, "second"}) {
		t.Errorf("%q %v", got, err)
	}
}

// pngHeader is a PNG that says a size and holds nothing.
func pngHeader(w, h uint32, depth, kind byte) []byte {
	b := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR")
	b = binary.BigEndian.AppendUint32(b, w)
	b = binary.BigEndian.AppendUint32(b, h)
	b = append(b, depth, kind, 0, 0, 0)
	b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[12:]))
	return append(b, make([]byte, 68-len(b))...)
}

// hollowWebP says a small canvas and holds a lossless frame of 16384 x 16384.
func hollowWebP() []byte {
	frame := []byte{0x2f, 0xff, 0xff, 0xff, 0x0f, 0, 0, 0, 0, 0}
	b := []byte("RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x0f\x00\x00\x0f\x00\x00VP8L")
	b = binary.LittleEndian.AppendUint32(b, uint32(len(frame)))
	b = append(b, frame...)
	binary.LittleEndian.PutUint32(b[4:], uint32(len(b)-8))
	return b
}

func TestWhatIsNoPictureIsRefusedCheaply(t *testing.T) {
	whole := mustPNG(t, sample, 6)
	for name, data := range map[string][]byte{
		"nothing":              {},
		"text":                 []byte(sample),
		"PDF":                  []byte("%PDF-1.7\n"),
		"SVG":                  []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`),
		"cut PNG":              whole[:len(whole)/2],
		"PNG of no pixels":     pngHeader(0, 100, 8, 0),
		"PNG bomb":             pngHeader(20000, 20000, 8, 0),
		"PNG bomb, 64 bits":    pngHeader(20000, 20000, 16, 6),
		"PNG size that wraps":  pngHeader(1<<31-1, 1<<31-1, 8, 0),
		"GIF bomb":             []byte("GIF89a\xff\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\xff\xff\xff\xff\x00\x08\x01\x00"),
		"JPEG bomb":            []byte("\xff\xd8\xff\xc0\x00\x0b\x08\xfd\xe8\xfd\xe8\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\xff\xd9"),
		"WebP of two sizes":    hollowWebP(),
		"WebP with no frame":   []byte("RIFF\x0c\x00\x00\x00WEBPVP8X\xff\xff\xff\xff"),
		"WebP cut in a header": []byte("RIFF\x0c\x00\x00\x00WEBPVP"),
		"file over the limit":  append(whole, make([]byte, maxFile)...),
	} {
		got, err := Read(context.Background(), bytes.NewReader(data))
		if core.KindOf(err) != core.NotPicture || got != nil {
			t.Errorf("%s: %q %v", name, got, err)
		}
		if strings.Contains(name, "bomb") || strings.Contains(name, "sizes") {
			if n := testing.AllocsPerRun(1, func() { _, _ = Read(context.Background(), bytes.NewReader(data)) }); n > 200 {
				t.Errorf("%s: %v allocations", name, n)
			}
			if !strings.Contains(core.Reason(err), "megapixels") {
				t.Errorf("%s: opened: %v", name, err)
			}
		}
	}
	if _, err := ReadImage(context.Background(), image.NewGray(image.Rectangle{})); core.KindOf(err) != core.NotPicture {
		t.Errorf("an empty picture: %v", err)
	}
}

func TestPictureWithoutCodeGivesNone(t *testing.T) {
	for _, side := range []int{1, 20, 21, 40, 300} {
		got, err := ReadImage(context.Background(), image.NewGray(image.Rect(0, 0, side, side)))
		if core.KindOf(err) != core.NoCode || got != nil {
			t.Errorf("%d: %q %v", side, got, err)
		}
	}
}

func TestReadingStopsWhenToldTo(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Read(ctx, bytes.NewReader(mustPNG(t, sample, 6))); core.KindOf(err) != core.Cancelled {
		t.Errorf("canceled: %v", err)
	}
	late, cancel := context.WithDeadline(context.Background(), time.Now().Add(-time.Second))
	defer cancel()
	if _, err := Read(late, bytes.NewReader(mustPNG(t, sample, 6))); core.KindOf(err) != core.NoCode {
		t.Errorf("late: %v", err)
	}
}
