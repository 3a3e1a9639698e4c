//go:build bench

package bench

import (
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// picture is a photograph and what its codes spell; nothing where there is no code,
// or where nobody knows.
type picture struct {
	name, set string
	gray      *image.Gray
	expected  []string
}

// noCode is the set of pictures in which nothing may be found.
const noCode = "none"

// folder is where the pictures lie: expected.json of {"set/name.jpg": ["text", ...]}
// and the pictures that it names.
func folder(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("KAUTH_QR_PICTURES")
	if dir == "" {
		t.Skip("KAUTH_QR_PICTURES does not name a folder of pictures")
	}
	return dir
}

func pictures(t *testing.T, dir string) (all []picture) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "expected.json"))
	must(t, err)
	var expected map[string][]string
	must(t, json.Unmarshal(data, &expected))
	for _, name := range slices.Sorted(maps.Keys(expected)) {
		set, _, _ := strings.Cut(name, "/")
		file, err := os.ReadFile(filepath.Join(dir, name))
		must(t, err)
		img, _, err := image.Decode(bytes.NewReader(file))
		must(t, err)
		all = append(all, picture{name, set, grayOf(img), expected[name]})
	}
	return all
}

// grayOf is the one gray picture that all readers get; what is transparent is white.
func grayOf(img image.Image) *image.Gray {
	b := img.Bounds()
	g := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	for y := range b.Dy() {
		for x := range b.Dx() {
			c := color.NRGBAModel.Convert(img.At(b.Min.X+x, b.Min.Y+y)).(color.NRGBA)
			v := (299*int(c.R) + 587*int(c.G) + 114*int(c.B) + 500) / 1000
			g.Pix[y*g.Stride+x] = byte((v*int(c.A) + 255*(255-int(c.A))) / 255)
		}
	}
	return g
}

// score is how a reader did on a set.
type score struct {
	read, other, wrong int
	took               []time.Duration
}

// TestBenchPictures lets all readers read all pictures. A picture is read when any of
// its texts is found. A text is wrong where there is no code; other where none of
// those found is expected, which may be the expectation's fault: the error correction
// does not make English.
func TestBenchPictures(t *testing.T) {
	alone(t)
	all, with := pictures(t, folder(t)), readers(t)
	scores := map[string]map[string]*score{} // by set, by reader
	of := map[string]int{}
	missed := newMissed(t)
	for _, p := range all {
		if scores[p.set] == nil {
			scores[p.set] = map[string]*score{}
			for _, r := range with {
				scores[p.set][r.name] = &score{}
			}
		}
		if len(p.expected) > 0 {
			of[p.set]++
		}
		for _, r := range with {
			got, took := r.read(p.gray)
			scores[p.set][r.name].count(t, missed, p, r.name, got, took)
		}
	}
	report(t, scores, of, with)
}

func (s *score) count(t *testing.T, missed *missed, p picture, by string, got []text, took time.Duration) {
	s.took = append(s.took, took)
	right := slices.ContainsFunc(got, func(x text) bool { return x.isOneOf(p.expected) })
	switch {
	case right:
		s.read++
	case len(got) > 0 && p.set == noCode:
		s.wrong++
		t.Logf("%s: %s reads %q", p.name, by, short(got[0].said+string(got[0].bytes)))
	case len(got) > 0 && len(p.expected) > 0:
		s.other++
		t.Logf("%s: %s reads %q", p.name, by, short(got[0].said+string(got[0].bytes)))
	}
	if !right && len(p.expected) > 0 {
		missed.add(by, p.name)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
