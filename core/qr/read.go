package qr

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"io"
	"slices"
	"time"

	// What image.Decode knows: the formats that people have.
	_ "image/gif"
	_ "image/jpeg"
	_ "image/png"

	_ "golang.org/x/image/bmp"
	_ "golang.org/x/image/webp"

	"kauth/core"
)

const (
	maxFile   = 20 << 20
	maxPixels = 40_000_000    // 160 MB opened, at four bytes each
	maxDeep   = maxPixels / 2 // where each takes eight
	maxText   = 4 << 10       // bytes; a code holds 2,953 at most, joined or guessed ones more
)

// deadline is how long a picture may take, unless the caller's is earlier. Only tests
// give more time.
var deadline = 5 * time.Second

const opRead = "qr.Read"

// Read gives the texts of the QR codes in a picture: the bytes of a PNG, JPEG,
// WebP, BMP, or GIF, of which the first frame counts. core.NotPicture: not one of
// those, or too large to open. core.NoCode: nothing found in the time there was.
// core.Cancelled: ctx was.
func Read(ctx context.Context, r io.Reader) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	img, err := open(ctx, r)
	if err != nil {
		return nil, stopped(ctx, err)
	}
	return ReadImage(ctx, img)
}

// ReadImage is Read for a picture that is open already.
func ReadImage(ctx context.Context, img image.Image) ([]string, error) {
	codes, err := Find(ctx, img)
	if err != nil {
		return nil, err
	}
	var texts []string
	for _, c := range codes {
		texts = add(texts, c.Text)
	}
	return texts, nil
}

// stopped says that it was the caller who ended the work, where it was.
func stopped(ctx context.Context, err error) error {
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return core.E(opRead, core.Cancelled, nil)
	case ctx.Err() != nil:
		return core.Errorf(opRead, core.NoCode, "no time left to look further")
	}
	return err
}

// open decodes a picture after it has looked at the size that it says it has: 68
// bytes of PNG can ask for 3 GB.
func open(ctx context.Context, r io.Reader) (image.Image, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, core.E(opRead, core.NotPicture, err)
	}
	if len(data) > maxFile {
		return nil, core.Errorf(opRead, core.NotPicture, "larger than %d MB", maxFile>>20)
	}
	for _, header := range [][]byte{data, innerWebP(data)} {
		if header == nil {
			continue
		}
		c, _, err := image.DecodeConfig(bytes.NewReader(header))
		if err != nil {
			return nil, core.E(opRead, core.NotPicture, err)
		}
		if tooLarge(c.Width, c.Height) || deep(c.ColorModel) && c.Width*c.Height > maxDeep {
			return nil, core.Errorf(opRead, core.NotPicture, "more than %d megapixels, or none", maxPixels/1_000_000)
		}
	}
	return decoded(ctx, data)
}

// deep tells pictures of 16 bits a channel: eight bytes a pixel, once opened.
func deep(m color.Model) bool { return m == color.RGBA64Model || m == color.NRGBA64Model }

// decoded opens a picture and waits no longer than ctx. A codec knows no deadlines:
// one that is left behind ends when it next reads, and has what it will ever have.
func decoded(ctx context.Context, data []byte) (image.Image, error) {
	type opened struct {
		img image.Image
		err error
	}
	done := make(chan opened, 1)
	go func() {
		o := opened{err: core.E(opRead, core.NotPicture, nil)}
		guarded(func() { o.img, _, o.err = image.Decode(&patient{ctx, bytes.NewReader(data)}) })
		done <- o
	}()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case o := <-done:
		if o.err != nil {
			return nil, core.E(opRead, core.NotPicture, o.err)
		}
		return o.img, nil
	}
}

func tooLarge(w, h int) bool {
	return w <= 0 || h <= 0 || w > maxPixels || h > maxPixels || w*h > maxPixels
}

// patient reads until ctx ends: so does a codec, which knows no deadlines.
type patient struct {
	ctx context.Context
	r   io.Reader
}

func (p *patient) Read(b []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	return p.r.Read(b)
}

// add appends a text once.
func add(texts []string, text string) []string {
	if slices.Contains(texts, text) {
		return texts
	}
	return append(texts, text)
}
