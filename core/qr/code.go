package qr

import "image"

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
