//go:build bench

package bench

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"kauth/core/coretest/photo"
	"kauth/core/coretest/zxing"
)

// TestBenchPhotos reads made pictures, trouble by trouble: KAUTH_QR_SEEDS of each (30),
// from KAUTH_QR_SEED on (1).
func TestBenchPhotos(t *testing.T) {
	alone(t)
	first, count := number("KAUTH_QR_SEED", 1), number("KAUTH_QR_SEEDS", 30)
	z := zxing.Start(t)
	var b strings.Builder
	fmt.Fprintf(&b, "\n%-14s %5s %10s %10s %10s", "trouble", "of", oursStill, oursLive, zxingWasm)
	var total [3]int
	for _, what := range photo.Troubles {
		if only := os.Getenv("KAUTH_QR_TROUBLE"); only != "" && only != string(what) {
			continue
		}
		var read [3]int
		for seed := first; seed < first+count; seed++ {
			p := photo.Take(what, uint64(seed))
			for i, ok := range readPhoto(t, z, p, string(what), seed) {
				if ok {
					read[i]++
					total[i]++
				}
			}
		}
		fmt.Fprintf(&b, "\n%-14s %5d %10d %10d %10d", what, count, read[0], read[1], read[2])
	}
	fmt.Fprintf(&b, "\n%-20s %10d %10d %10d", "all", total[0], total[1], total[2])
	t.Log(b.String())
}

// readPhoto says whether still, live and zxing-wasm read a picture. What only the
// other reads is said, and left as a file where KAUTH_QR_MISSES names a folder.
func readPhoto(t *testing.T, z *zxing.Reader, p photo.Picture, what string, seed int) (read [3]bool) {
	still, _ := readStill(p.Gray)
	live, _ := readLive(p.Gray)
	theirs, _ := readZxing(z, p.Gray)
	for i, got := range [][]text{still, live, theirs} {
		for _, x := range got {
			if !x.isOneOf(p.Texts) {
				t.Errorf("%s, seed %d: reader %d reads %q", what, seed, i, short(x.said))
			} else {
				read[i] = true
			}
		}
	}
	if read[2] && !(read[0] && read[1]) {
		t.Logf("missed: %s, seed %d, version %d, %.1f pixels a module: still %v, live %v", what, seed, p.Version, p.Module, read[0], read[1])
		if dir := os.Getenv("KAUTH_QR_MISSES"); dir != "" {
			f, err := os.Create(filepath.Join(dir, fmt.Sprintf("%s-%d.png", strings.ReplaceAll(what, " ", "-"), seed)))
			must(t, err)
			must(t, png.Encode(f, p.Gray))
			must(t, f.Close())
		}
	}
	return read
}

func number(name string, or int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil && n > 0 {
		return n
	}
	return or
}
