package qr

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	"github.com/makiuchi-d/gozxing/qrcode/detector"
)

// gozxing's own readers try all threes of all finder patterns: a picture tiled
// with patterns takes them a minute. These keep the most seen patterns, rank the
// threes by shape, and try a few.
const (
	maxSeen     = 600 // patterns kept while looking; the search compares each with all
	maxPatterns = 40
	maxTries    = 60
)

// decode reads the codes in a black and white picture.
func decode(ctx context.Context, dark *gozxing.BitMatrix) (texts []string) {
	// gozxing checks its indices, but a picture from a stranger must not end the app.
	defer func() { _ = recover() }()
	det, dec := detector.NewDetector(dark), decoder.NewDecoder()
	used := map[*detector.FinderPattern]bool{}
	tries := 0
	for _, t := range triples(patterns(ctx, dark)) {
		if used[t.p[0]] || used[t.p[1]] || used[t.p[2]] {
			continue
		}
		if tries++; tries > maxTries || ctx.Err() != nil {
			break
		}
		modules, err := det.ProcessFinderPatternInfo(t.info())
		if err != nil {
			continue
		}
		result, err := dec.Decode(modules.GetBits(), nil)
		if err != nil || result.HasStructuredAppend() { // a part of a text is not a text
			continue
		}
		texts = add(texts, result.GetText())
		used[t.p[0]], used[t.p[1]], used[t.p[2]] = true, true, true
	}
	return texts
}

// patterns finds the rings in the corners of codes: dark, light, three times
// dark, light, dark. Each row is cut into runs, every five of them are looked at.
func patterns(ctx context.Context, dark *gozxing.BitMatrix) []*detector.FinderPattern {
	finder := detector.NewFinderPatternFinder(dark, nil)
	w, h := dark.GetWidth(), dark.GetHeight()
	skip := max(3*h/(4*97), detector.FinderPatternFinder_MIN_SKIP)
	for y := skip - 1; y < h && len(finder.GetPossibleCenters()) < maxSeen; y += skip {
		if ctx.Err() != nil {
			return nil
		}
		row(finder, dark, y, w)
	}
	found := slices.Clone(finder.GetPossibleCenters())
	slices.SortStableFunc(found, func(a, b *detector.FinderPattern) int {
		return cmp.Compare(b.GetCount(), a.GetCount())
	})
	return found[:min(len(found), maxPatterns)]
}

func row(finder *detector.FinderPatternFinder, dark *gozxing.BitMatrix, y, w int) {
	runs := make([]int, 5) // the last five, the newest at the end
	was := false
	for x := 0; x <= w; x++ {
		is := x < w && dark.Get(x, y)
		if x < w && is == was {
			runs[4]++
			continue
		}
		if was && detector.FinderPatternFinder_foundPatternCross(runs) {
			finder.HandlePossibleCenter(runs, y, x)
		}
		copy(runs, runs[1:])
		runs[4], was = 1, is
	}
}

// triple is three finder patterns that may belong to one code.
type triple struct {
	p   [3]*detector.FinderPattern
	off float64 // how far from a right angle with equal legs and equal modules; 0 is perfect
}

func (t triple) info() *detector.FinderPatternInfo {
	bl, tl, tr := gozxing.ResultPoint_OrderBestPatterns(t.p[0], t.p[1], t.p[2])
	return detector.NewFinderPatternInfo(
		bl.(*detector.FinderPattern), tl.(*detector.FinderPattern), tr.(*detector.FinderPattern))
}

// triples ranks all threes that look like a code, the likeliest first.
func triples(found []*detector.FinderPattern) []triple {
	var all []triple
	for i, a := range found {
		for j, b := range found[:i] {
			for _, c := range found[:j] {
				if off, ok := shape(a, b, c); ok {
					all = append(all, triple{[3]*detector.FinderPattern{a, b, c}, off})
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b triple) int { return cmp.Compare(a.off, b.off) })
	return all
}

// shape measures a triangle against the one that a code has in its corners.
func shape(a, b, c *detector.FinderPattern) (off float64, ok bool) {
	size := [3]float64{a.GetEstimatedModuleSize(), b.GetEstimatedModuleSize(), c.GetEstimatedModuleSize()}
	slices.Sort(size[:])
	side := [3]float64{
		gozxing.ResultPoint_Distance(a, b), gozxing.ResultPoint_Distance(b, c), gozxing.ResultPoint_Distance(a, c),
	}
	slices.Sort(side[:])
	modules := side[0] / size[1]
	if size[2] > 1.8*size[0] || modules < 9 || modules > 180 {
		return 0, false
	}
	legs := side[1]/side[0] - 1
	angle := math.Abs(side[2]/math.Hypot(side[0], side[1]) - 1)
	return legs + 2*angle + (size[2]/size[0]-1)/2, legs < 0.6 && angle < 0.35
}
