package qr

import (
	"context"
	"image"
	"time"

	"kauth/core"
)

const opFind = "qr.Find"

// Luma is a plane of brightness: the Y plane of a camera frame or the pixels of an
// image.Gray, used where it lies. Pix is neither written to nor kept.
type Luma struct {
	Pix                   []byte
	Stride, Width, Height int // bytes from one row to the next; pixels
	Rotation              int // degrees clockwise that make the frame upright: 0, 90, 180 or 270
}

// fits says that Pix holds what the numbers promise.
func (l Luma) fits() bool {
	return !tooLarge(l.Width, l.Height) && l.Stride >= l.Width &&
		len(l.Pix) >= l.Width && (len(l.Pix)-l.Width)/l.Stride >= l.Height-1
}

// Code is one symbol that was found and whose error correction agreed.
type Code struct {
	Text               string         // what it spells: valid UTF-8, never empty, at most 4 KiB
	Raw                []byte         // its bytes as they are, where they are not UTF-8; else nil
	Corners            [4]image.Point // outer corners in the frame's own pixels, the symbol's top left first, then clockwise as the symbol reads
	Version            int            // 1 to 40
	Mirrored, Inverted bool
}

// Scanner reads the frames of one camera. It keeps its buffers and what it tried
// last from frame to frame, so it belongs to one goroutine.
type Scanner struct {
	codes []Code
}

// NewScanner makes a Scanner that has seen nothing yet.
func NewScanner() *Scanner { return &Scanner{} }

// Frame looks for codes in one frame of a camera until the given moment; what it
// found is good until the next call. Frames without a code, or broken ones, give
// nothing; the next frame is looked at in another way.
func (s *Scanner) Frame(l Luma, until time.Time) []Code {
	s.codes = s.codes[:0]
	if !l.fits() {
		return nil
	}
	ctx, cancel := context.WithDeadline(context.Background(), until)
	defer cancel()
	g := plane(l.Pix, l.Stride, l.Width, l.Height)
	for _, text := range climb(ctx, g) {
		s.codes = append(s.codes, Code{Text: text, Corners: whole(g)})
	}
	return s.codes
}

// Find gives the codes in a picture, each once, with where they are. It takes the
// time that ctx leaves, 5 seconds at most. Errors are those of ReadImage.
func Find(ctx context.Context, img image.Image) ([]Code, error) {
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	if size := img.Bounds().Size(); tooLarge(size.X, size.Y) {
		return nil, core.Errorf(opFind, core.NotPicture, "more than %d megapixels, or none", maxPixels/1_000_000)
	}
	var codes []Code
	g := grayOf(img)
	for _, text := range climb(ctx, g) {
		codes = append(codes, Code{Text: text, Corners: whole(g)})
	}
	if len(codes) == 0 {
		return nil, stopped(ctx, core.E(opFind, core.NoCode, nil))
	}
	return codes, nil
}

func whole(g gray) [4]image.Point {
	return [4]image.Point{{}, {X: g.w}, {X: g.w, Y: g.h}, {Y: g.h}}
}
