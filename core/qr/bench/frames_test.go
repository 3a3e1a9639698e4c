//go:build bench

package bench

import (
	"fmt"
	"image"
	"runtime"
	"slices"
	"testing"
	"time"

	"golang.org/x/image/draw"

	"kauth/core/coretest/zxing"
	"kauth/core/qr"
)

// What a camera gives.
const frameWide, frameHigh = 1280, 720

// passes is how often frames are read in the same order, each time by a fresh
// scanner. The least time of each place in that order is what counts: what else the
// machine does only adds to it, and what a scanner remembers stays in.
const passes = 3

// cover fills a frame with a picture, cutting off what is over.
func cover(g *image.Gray) *image.Gray {
	f := image.NewGray(image.Rect(0, 0, frameWide, frameHigh))
	b := g.Bounds()
	part := b
	if b.Dx()*frameHigh > b.Dy()*frameWide {
		part.Min.X = (b.Dx() - b.Dy()*frameWide/frameHigh) / 2
		part.Max.X = b.Dx() - part.Min.X
	} else {
		part.Min.Y = (b.Dy() - b.Dx()*frameHigh/frameWide) / 2
		part.Max.Y = b.Dy() - part.Min.Y
	}
	draw.ApproxBiLinear.Scale(f, f.Rect, g, part, draw.Src, nil)
	return f
}

// within puts the whole of a picture into a frame, and gray around it.
func within(g *image.Gray) *image.Gray {
	f := image.NewGray(image.Rect(0, 0, frameWide, frameHigh))
	for i := range f.Pix {
		f.Pix[i] = 128
	}
	w, h := g.Rect.Dx(), g.Rect.Dy()
	if w*frameHigh > h*frameWide {
		w, h = frameWide, h*frameWide/w
	} else {
		w, h = w*frameHigh/h, frameHigh
	}
	x, y := (frameWide-w)/2, (frameHigh-h)/2
	draw.ApproxBiLinear.Scale(f, image.Rect(x, y, x+w, y+h), g, g.Rect, draw.Src, nil)
	return f
}

// TestBenchFrames measures what a camera's frames take on one core.
func TestBenchFrames(t *testing.T) {
	alone(t)
	var empty, coded []*image.Gray
	for _, p := range pictures(t, folder(t)) {
		switch p.set {
		case noCode:
			empty = append(empty, cover(p.gray), within(p.gray))
		case "boof-nominal", "boof-rotations":
			coded = append(coded, within(p.gray))
		}
	}
	z := zxing.Start(t)
	t.Logf("frames of %d x %d, ms: median / longest, of those read", frameWide, frameHigh)
	oursEmpty, read := liveTimes(empty)
	theirsEmpty, theirRead := zxingTimes(z, empty)
	line(t, "no code, live", oursEmpty, read)
	line(t, "no code, zxing-wasm", theirsEmpty, theirRead)
	oursCoded, read := liveTimes(coded)
	theirsCoded, theirRead := zxingTimes(z, coded)
	line(t, "with a code, live", oursCoded, read)
	line(t, "with a code, zxing-wasm", theirsCoded, theirRead)

	ratio := float64(median(oursEmpty)) / float64(median(theirsEmpty))
	goal(t, "no code: median, of zxing-wasm's", fmt.Sprintf("%.2f times", ratio), "2", ratio <= 2)
	goal(t, "no code: longest", ms(slices.Max(oursEmpty))+" ms", "33", slices.Max(oursEmpty) <= 33*time.Millisecond)
	goal(t, "with a code: median", ms(median(oursCoded))+" ms", "2.5", median(oursCoded) <= 2500*time.Microsecond)
	steady(t, "no code", empty)
	steady(t, "with a code", coded)
}

func line(t *testing.T, what string, took []time.Duration, read int) {
	t.Logf("%-26s %8s / %8s  read %d of %d", what, ms(median(took)), ms(slices.Max(took)), read, len(took))
}

// liveTimes shows the frames to a scanner one after the other.
func liveTimes(frames []*image.Gray) (least []time.Duration, read int) {
	for range passes {
		s := qr.NewScanner()
		read = 0
		least = leastOf(least, frames, func(g *image.Gray) time.Duration {
			began := spent()
			if len(s.Frame(luma(g), later())) > 0 {
				read++
			}
			return spent() - began
		})
	}
	return least, read
}

func zxingTimes(z *zxing.Reader, frames []*image.Gray) (least []time.Duration, read int) {
	for range passes {
		read = 0
		least = leastOf(least, frames, func(g *image.Gray) time.Duration {
			got, took := readZxing(z, g)
			if len(got) > 0 {
				read++
			}
			return took
		})
	}
	return least, read
}

func leastOf(least []time.Duration, frames []*image.Gray, took func(*image.Gray) time.Duration) []time.Duration {
	now := make([]time.Duration, len(frames))
	for i, g := range frames {
		if now[i] = took(g); least != nil {
			now[i] = min(now[i], least[i])
		}
	}
	return now
}

// steady counts what a scanner allocates once it has seen every frame before.
func steady(t *testing.T, what string, frames []*image.Gray) {
	s := qr.NewScanner()
	all := func() {
		for _, g := range frames {
			s.Frame(luma(g), later())
		}
	}
	all()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	all()
	runtime.ReadMemStats(&after)
	n := float64(after.Mallocs-before.Mallocs) / float64(len(frames))
	kb := float64(after.TotalAlloc-before.TotalAlloc) / float64(len(frames)) / 1024
	goal(t, what+": allocations a frame", fmt.Sprintf("%.1f (%.1f KiB)", n, kb), "5", n <= 5)
}
