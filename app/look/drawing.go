package look

import (
	"fmt"
	"image"
	"strings"
	"sync"

	"github.com/fyne-io/oksvg"
	"github.com/srwiley/rasterx"
)

// Drawing is an SVG that is painted in the very pixels it is shown in. Fyne's own
// pictures do not scale the width of strokes, which leaves hairlines on dense screens.
type Drawing struct{ svg string }

type painted struct {
	Drawing
	w, h int
}

// maxPaintings bounds what is kept: about 40 drawings in 4 sizes each.
const maxPaintings = 160

var (
	paintingsMu sync.Mutex
	paintings   = map[painted]*image.RGBA{}
)

// Paint fills w x h pixels with the drawing, which should have the same proportions. The
// picture is shared: it must not be changed.
func (d Drawing) Paint(w, h int) image.Image {
	paintingsMu.Lock()
	defer paintingsMu.Unlock()
	key := painted{d, w, h}
	if img, ok := paintings[key]; ok {
		return img
	}
	if len(paintings) >= maxPaintings {
		clear(paintings)
	}
	img, err := d.paint(w, h)
	if err != nil {
		img = image.NewRGBA(image.Rect(0, 0, max(w, 1), max(h, 1)))
	}
	paintings[key] = img
	return img
}

func (d Drawing) paint(w, h int) (*image.RGBA, error) {
	icon, err := oksvg.ReadIconStream(strings.NewReader(d.svg), oksvg.WarnErrorMode)
	if err != nil {
		return nil, fmt.Errorf("look.Paint: %w", err)
	}
	if w < 1 || h < 1 || icon.ViewBox.W <= 0 || icon.ViewBox.H <= 0 {
		return nil, fmt.Errorf("look.Paint: nothing to paint in %d x %d", w, h)
	}
	icon.SetTarget(0, 0, float64(w), float64(h))
	scale := float64(w) / icon.ViewBox.W
	for i := range icon.SVGPaths {
		icon.SVGPaths[i].LineWidth *= scale
	}
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	scanner := rasterx.NewScannerGV(w, h, img, img.Bounds())
	icon.Draw(rasterx.NewDasher(w, h, scanner), 1)
	return img, nil
}
