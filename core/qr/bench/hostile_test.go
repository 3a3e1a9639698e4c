//go:build bench

package bench

import (
	"context"
	"fmt"
	"image"
	"math/rand/v2"
	"testing"
	"time"

	"kauth/core/coretest/zxing"
	"kauth/core/qr"
)

// wall is a frame tiled with finder patterns: 47 by 26 of them, 1,222 in all, where
// every three may be the corners of a code.
func wall(module, apart int) (f *image.Gray, patterns int) {
	f = image.NewGray(image.Rect(0, 0, frameWide, frameHigh))
	for i := range f.Pix {
		f.Pix[i] = 255
	}
	side := 7 + apart
	for py := 0; (py+1)*side*module <= frameHigh; py++ {
		for px := 0; (px+1)*side*module <= frameWide; px++ {
			patterns++
			pattern(f, px*side*module, py*side*module, module)
		}
	}
	return f, patterns
}

func pattern(f *image.Gray, left, top, module int) {
	for y := range 7 * module {
		for x := range 7 * module {
			ring := max(abs(x/module-3), abs(y/module-3))
			if ring != 2 {
				f.SetGray(left+x, top+y, black)
			}
		}
	}
}

func abs(n int) int { return max(n, -n) }

// TestBenchWalls reads frames that are made to be slow to read.
func TestBenchWalls(t *testing.T) {
	alone(t)
	z := zxing.Start(t)
	for _, c := range []struct{ module, apart int }{{3, 2}, {3, 1}, {5, 2}, {2, 2}, {8, 3}} {
		f, patterns := wall(c.module, c.apart)
		var live, still, theirs time.Duration = time.Hour, time.Hour, time.Hour
		s := qr.NewScanner()
		for range passes {
			began := spent()
			s.Frame(luma(f), later())
			live = min(live, spent()-began)
			began = spent()
			_, _ = qr.Find(context.Background(), f)
			still = min(still, spent()-began)
			_, took := readZxing(z, f)
			theirs = min(theirs, took)
		}
		what := fmt.Sprintf("%d finder patterns", patterns)
		got := fmt.Sprintf("%s ms (still %s, zxing-wasm %s)", ms(live), ms(still), ms(theirs))
		goal(t, what, got, "50", live <= 50*time.Millisecond)
	}
}

// noiseFrames is how many frames of nothing are read.
const noiseFrames = 10_000

// TestBenchNoise reads frames of noise of all sorts, of which none spells anything.
func TestBenchNoise(t *testing.T) {
	s, wrong := qr.NewScanner(), 0
	var longest time.Duration
	for seed := range uint64(noiseFrames) {
		f := noise(seed)
		began := spent()
		got := s.Frame(luma(f), later())
		longest = max(longest, spent()-began)
		for _, c := range got {
			wrong++
			t.Logf("seed %d: %q", seed, short(c.Text))
		}
	}
	goal(t, "texts in 10,000 frames of noise", fmt.Sprintf("%d (longest %s ms)", wrong, ms(longest)), "0", wrong == 0)
}

// noise is a small frame of one of eight kinds: pixels, blocks as large as modules, and
// these with finder patterns in three corners, which is what gets furthest.
func noise(seed uint64) *image.Gray {
	r := rand.New(rand.NewPCG(seed, 0x51))
	f := image.NewGray(image.Rect(0, 0, 320, 240))
	module := []int{1, 2, 3, 5}[seed%4]
	low, high := byte(r.IntN(100)), byte(120+r.IntN(136))
	row := make([]byte, f.Stride)
	for y := range 240 {
		for x := range row {
			if y%module != 0 {
				break
			}
			if x%module != 0 {
				row[x] = row[x-1]
			} else if row[x] = low; r.IntN(2) == 0 {
				row[x] = high
			}
		}
		copy(f.Pix[y*f.Stride:], row)
	}
	if seed%8 >= 4 && module > 1 {
		corners(f, module, 17+4*(1+r.IntN(7)))
	}
	return f
}

// corners makes the top left of a frame look like a code of so many modules.
func corners(f *image.Gray, module, side int) {
	side = min(side, 232/module)
	far := (side - 7) * module
	for _, at := range []image.Point{{}, {X: far}, {Y: far}} {
		light(f, at.X-module, at.Y-module, 9*module) // what parts it from the rest
		pattern(f, at.X, at.Y, module)
	}
}
