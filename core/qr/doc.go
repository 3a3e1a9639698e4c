// Package qr turns pictures into the texts of their QR codes and back. It says
// what a code spells, never what that means (core/link does), and it takes
// pictures from anybody: size, memory, time and the number of guesses are all
// bounded before the work that they would cost.
//
// Reading is gozxing's thresholds and error correction behind our own search for
// finder patterns, tried on the picture in several sizes and shades: photographs
// of screens fail at full size, and dense codes at any but a fraction of it
// (ladder.go). The JPEG orientation tag is not looked at, as a QR code reads the
// same from every side, and mirrored too. Writing is skip2/go-qrcode, in ASCII
// alone: it cannot declare another character set, and readers guess differently.
//
// ISO/IEC 18004 is the code; the limits below are ours.
package qr
