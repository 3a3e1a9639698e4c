//go:build bench

package bench

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	gozxingqr "github.com/makiuchi-d/gozxing/qrcode"

	"kauth/core/coretest/zxing"
	"kauth/core/qr"
)

// text is what a reader says that a code spells: the text, the exact bytes, or both.
type text struct {
	said  string
	bytes []byte
}

// reader reads a gray picture, rows without gaps, and says what processor time that took.
type reader struct {
	name string
	read func(*image.Gray) ([]text, time.Duration)
}

// The names of the readers, as the tables have them.
const (
	oursStill, oursLive      = "still", "live"
	zxingWasm, zbar, plainGo = "zxing-wasm", "zbarimg", "gozxing"
)

// readers are all that is compared, in the order of the columns.
func readers(t *testing.T) []reader {
	z := zxing.Start(t)
	return []reader{
		{oursStill, readStill},
		{oursLive, readLive},
		{zxingWasm, func(g *image.Gray) ([]text, time.Duration) { return readZxing(z, g) }},
		{zbar, readZbar},
		{plainGo, readGozxing},
	}
}

func readStill(g *image.Gray) ([]text, time.Duration) {
	began := spent()
	codes, _ := qr.Find(context.Background(), g)
	return spelled(codes), spent() - began
}

// readLive gives a fresh scanner one frame: what a camera would see at once.
func readLive(g *image.Gray) ([]text, time.Duration) {
	s := qr.NewScanner()
	began := spent()
	codes := s.Frame(luma(g), later())
	return spelled(codes), spent() - began
}

// later is a frame's end that nothing here reaches, however busy the machine is.
func later() time.Time { return time.Now().Add(time.Minute) }

func luma(g *image.Gray) qr.Luma {
	return qr.Luma{Pix: g.Pix, Stride: g.Stride, Width: g.Rect.Dx(), Height: g.Rect.Dy()}
}

func spelled(codes []qr.Code) (all []text) {
	for _, c := range codes {
		all = append(all, text{c.Text, c.Raw})
	}
	return all
}

func readZxing(z *zxing.Reader, g *image.Gray) (all []text, took time.Duration) {
	codes, took := z.Read(g.Rect.Dx(), g.Rect.Dy(), g.Pix)
	for _, c := range codes {
		all = append(all, text{c.Text, c.Bytes})
	}
	return all, took
}

// readZbar takes the time of a whole process on the clock, which says little.
func readZbar(g *image.Gray) (all []text, took time.Duration) {
	began := time.Now()
	cmd := exec.Command("zbarimg", "--xml", "-q", "--nodbus", "-Sdisable", "-Sqrcode.enable", "-")
	cmd.Stdin = bytes.NewReader(append(fmt.Appendf(nil, "P5 %d %d 255\n", g.Rect.Dx(), g.Rect.Dy()), g.Pix...))
	out, _ := cmd.Output() // fails where it finds nothing
	took = time.Since(began)
	for _, data := range zbarData(out) {
		all = append(all, text{bytes: data})
	}
	return all, took
}

func readGozxing(g *image.Gray) ([]text, time.Duration) {
	began := spent()
	w, h := g.Rect.Dx(), g.Rect.Dy()
	src, err := gozxing.NewPlanarYUVLuminanceSource(g.Pix, w, h, 0, 0, w, h, false)
	if err != nil {
		return nil, spent() - began
	}
	picture, err := gozxing.NewBinaryBitmap(gozxing.NewHybridBinarizer(src))
	if err != nil {
		return nil, spent() - began
	}
	hints := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true}
	got, err := gozxingqr.NewQRCodeReader().Decode(picture, hints)
	took := spent() - began
	if err != nil {
		return nil, took
	}
	said := text{said: got.GetText()}
	if parts, ok := got.GetResultMetadata()[gozxing.ResultMetadataType_BYTE_SEGMENTS].([][]byte); ok {
		said.bytes = bytes.Join(parts, nil)
	}
	return []text{said}, took
}

func short(s string) string { return strings.ToValidUTF8(s[:min(len(s), 60)], "?") }
