package qr

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/makiuchi-d/gozxing"
)

const (
	workSide = 1000 // what is read first: larger modules than gozxing's blocks are hollow
	fullSide = 2000 // the largest that is read, for small codes in large photographs
)

// threshold makes black and white of a picture.
type threshold func(gozxing.LuminanceSource) gozxing.Binarizer

// climb tries the picture in one shape after the other until one gives texts or
// ctx ends. What most often works, or costs least, comes first.
func climb(ctx context.Context, full gray) []string {
	work := full.fit(workSide)
	small := work.half()
	rungs := []func() []string{
		func() []string { return scan(ctx, work, gozxing.NewHybridBinarizer) },
		func() []string { return scan(ctx, small, gozxing.NewHybridBinarizer) },
		func() []string { return scan(ctx, small.half(), gozxing.NewHybridBinarizer) },
		func() []string { return scan(ctx, work.mapped(&darker), gozxing.NewHybridBinarizer) },
		func() []string { return scan(ctx, work.bordered(24), gozxing.NewGlobalHistgramBinarizer) },
		func() []string { return scan(ctx, work.turned(), gozxing.NewHybridBinarizer) },
		func() []string { return scan(ctx, work.smooth(), gozxing.NewHybridBinarizer) },
		func() []string { return scan(ctx, small.turned().turned(), gozxing.NewHybridBinarizer) },
		func() []string { return scan(ctx, work.mapped(&negative), gozxing.NewHybridBinarizer) },
		func() []string { return scan(ctx, work.double(), gozxing.NewHybridBinarizer) },
		func() []string { return scan(ctx, full.fit(fullSide), gozxing.NewHybridBinarizer) },
	}
	for _, rung := range rungs {
		if ctx.Err() != nil {
			return nil
		}
		if texts := rung(); len(texts) > 0 {
			return texts
		}
	}
	return nil
}

// scan reads one shape of a picture. It is the place for a better detector: gray
// pixels in, texts out, and no longer than ctx lets it.
func scan(ctx context.Context, g gray, t threshold) []string {
	if g.w < minSide || g.h < minSide {
		return nil
	}
	src, err := gozxing.NewPlanarYUVLuminanceSource(g.pix, g.w, g.h, 0, 0, g.w, g.h, false)
	if err != nil {
		return nil
	}
	dark, err := t(src).GetBlackMatrix()
	if err != nil {
		return nil
	}
	return decode(ctx, dark)
}

// minSide is a code of 21 modules at one pixel each.
const minSide = 21

// add appends a text that is fit to be handed on, once.
func add(texts []string, text string) []string {
	if text == "" || len(text) > maxText || !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return texts
	}
	for _, have := range texts {
		if have == text {
			return texts
		}
	}
	return append(texts, text)
}
