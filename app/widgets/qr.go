package widgets

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kauth/app/look"
)

// QR draws a QR code, dark on white whatever the theme: not all readers take the
// opposite. Each module is a whole number of pixels.
type QR struct {
	control
	ground *canvas.Rectangle
	raster *canvas.Raster
	code   image.Image // one pixel a module, with the quiet zone; nil for none
}

// NewQR makes one that shows nothing yet.
func NewQR() *QR {
	q := &QR{ground: canvas.NewRectangle(color.White)}
	q.raster = canvas.NewRaster(q.paint)
	q.parts = []fyne.CanvasObject{q.ground, q.raster}
	q.ExtendBaseWidget(q)
	return q
}

// Set shows a code of one pixel a module, or nothing for nil.
func (q *QR) Set(code image.Image) {
	q.code = code
	hide(q, code == nil)
	q.raster.Refresh()
}

func (q *QR) paint(w, h int) image.Image {
	out := image.NewGray(image.Rect(0, 0, w, h))
	for i := range out.Pix {
		out.Pix[i] = 0xff
	}
	if q.code == nil || q.code.Bounds().Empty() {
		return out
	}
	b := q.code.Bounds()
	side := min(w/b.Dx(), h/b.Dy())
	left, top := (w-side*b.Dx())/2, (h-side*b.Dy())/2
	for y := range side * b.Dy() {
		for x := range side * b.Dx() {
			if r, _, _, _ := q.code.At(b.Min.X+x/side, b.Min.Y+y/side).RGBA(); r < 0x8000 {
				out.Pix[(top+y)*out.Stride+left+x] = 0
			}
		}
	}
	return out
}

// CreateRenderer implements fyne.Widget.
func (q *QR) CreateRenderer() fyne.WidgetRenderer { return render(q) }

const qrMost = 420

func (q *QR) heightFor(width float32) float32 { return min(width, qrMost) }
func (q *QR) minWidth() float32               { return 200 }
func (q *QR) style()                          { q.ground.FillColor = color.White }

func (q *QR) place(s fyne.Size) {
	side := min(s.Width, s.Height)
	q.ground.CornerRadius = look.CardRadius
	put(q.ground, (s.Width-side)/2, (s.Height-side)/2, side, side)
	put(q.raster, (s.Width-side)/2+4, (s.Height-side)/2+4, side-8, side-8)
}
