// Command contactsheet puts the golden pictures of each view side by side on one
// picture, with their names, for people to look through. It belongs to the tests:
// nothing that ships has it.
package main

import (
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	scale "golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"
)

var (
	from    = flag.String("from", "app/screen/testdata", "the `folder` of golden pictures")
	to      = flag.String("to", "out", "the `folder` for the sheets")
	only    = flag.String("only", "", "nothing but pictures whose name contains `this`")
	width   = flag.Int("width", 260, "the width of each picture")
	columns = flag.Int("columns", 10, "pictures in a row")
)

func main() {
	flag.Parse()
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run makes a sheet a view: the last part of a picture's name.
func run() error {
	files, err := filepath.Glob(filepath.Join(*from, "*.png"))
	if err != nil {
		return err
	}
	views := map[string][]string{}
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".png")
		at := strings.LastIndexByte(name, '-')
		if at > 0 && strings.Contains(name, *only) {
			views[name[at+1:]] = append(views[name[at+1:]], f)
		}
	}
	for _, view := range slices.Sorted(maps.Keys(views)) {
		out := filepath.Join(*to, "contact-"+view+".png")
		if err := sheet(views[view], out); err != nil {
			return err
		}
		fmt.Println(out, len(views[view]))
	}
	return nil
}

const (
	gap  = 16
	line = 20 // under each picture, for its name
)

// cells are the places on a sheet: those of a row are as high as its highest picture.
func cells(pictures []image.Image) (places []image.Rectangle, size image.Point) {
	y := gap
	for start := 0; start < len(pictures); start += *columns {
		row, high := pictures[start:min(start+*columns, len(pictures))], 0
		for i, p := range row {
			h := p.Bounds().Dy() * *width / p.Bounds().Dx()
			x := gap + i*(*width+gap)
			places = append(places, image.Rect(x, y, x+*width, y+h))
			high = max(high, h)
		}
		y += high + line + gap
	}
	return places, image.Pt(gap+min(*columns, len(pictures))*(*width+gap), y)
}

func sheet(files []string, out string) error {
	pictures := make([]image.Image, len(files))
	for i, f := range files {
		var err error
		if pictures[i], err = read(f); err != nil {
			return fmt.Errorf("%s: %w", f, err)
		}
	}
	places, size := cells(pictures)
	all := image.NewRGBA(image.Rectangle{Max: size})
	draw.Draw(all, all.Bounds(), image.NewUniform(color.Gray{0xB0}), image.Point{}, draw.Src)
	pen := font.Drawer{Dst: all, Src: image.Black, Face: basicfont.Face7x13}
	for i, p := range pictures {
		scale.ApproxBiLinear.Scale(all, places[i], p, p.Bounds(), draw.Src, nil)
		pen.Dot = fixed.P(places[i].Min.X, places[i].Max.Y+14)
		name := filepath.Base(files[i])
		pen.DrawString(name[:strings.LastIndexByte(name, '-')])
	}
	return write(out, all)
}

func read(path string) (image.Image, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return png.Decode(f)
}

func write(path string, img image.Image) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := png.Encode(f, img); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}
