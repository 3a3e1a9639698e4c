// Package qr turns pictures into the texts of their QR codes and back. It says
// what a code spells, never what that means (core/link does), and it takes
// pictures from anybody: size, memory, time and the number of guesses are all
// bounded before the work that they would cost.
//
// Reading is our own from the pixels to the codewords, because what limits a
// reader is how it finds a code that leans, bends, blurs or shines, not how it
// spells one out: threshold, finder, ring, triple, guess, alignment, mesh, sample,
// contrast and sharpen hold one step each, in this order, codewords and correct
// mend what was sampled, and gozxing knows the tables and reads the text. scan.go
// holds the steps together, still.go and live.go say what is tried for a picture
// and for the frames of a camera. docs/qr.md has the methods and the figures. The
// JPEG orientation tag is not looked at, as a QR code reads the same from every
// side, and mirrored too. Writing is skip2/go-qrcode, in ASCII alone: it cannot
// declare another character set, and readers guess differently.
//
// ISO/IEC 18004 is the code; the limits below are ours.
package qr
