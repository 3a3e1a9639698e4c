//go:build !race

package viewmodel

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"
	"time"

	"kauth/core/qr"
)

// code draws a real code, a module of so many pixels, from the top left of the middle.
func code(t *testing.T, side float64) func(w, h int, pix []byte) {
	data, err := qr.PNG(codeText, 1)
	if err != nil {
		t.Fatal(err)
	}
	dots, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return func(w, h int, pix []byte) {
		for i := range pix {
			x, y := int(float64(i%w-w/4)/side), int(float64(i/w-h/4)/side)
			pix[i] = 200
			if i%w >= w/4 && i/w >= h/4 && image.Pt(x, y).In(dots.Bounds()) {
				pix[i] = 40 + color.GrayModel.Convert(dots.At(x, y)).(color.Gray).Y/255*160
			}
		}
	}
}

func TestHintsSayWhatWouldHelp(t *testing.T) {
	for want, paint := range map[Hint]func(w, h int, pix []byte){
		HintHold: nil,
		HintDark: func(_, _ int, pix []byte) {
			for i := range pix {
				pix[i] = byte(16 + i%20)
			}
		},
		HintGlare: func(w, h int, pix []byte) {
			for i := range pix {
				if dx, dy := i%w-w/2, i/w-h/2; dx*dx+dy*dy < 40*40 {
					pix[i] = 255
				}
			}
		},
		HintFar: code(t, 1.5),
	} {
		onSet(t, func(x *set) {
			x.paint = paint
			x.pass(4500 * time.Millisecond)
			if st := x.is(LiveOn); st.Hint != HintNone || st.Late {
				t.Errorf("%s: too early: %+v", want, st)
			}
			x.pass(1500 * time.Millisecond)
			if st := x.is(LiveOn); st.Hint != want || st.Late {
				t.Errorf("%s after 6 s: %+v", want, st)
			}
			x.pass(10 * time.Second)
			if st := x.is(LiveOn); st.Hint != want || !st.Late {
				t.Errorf("%s after 16 s: %+v", want, st)
			}
			x.texts = []string{foreignText}
			x.pass(time.Second)
			if st := x.is(LiveOn); st.Hint != HintForeign {
				t.Errorf("%s: a code of others: %+v", want, st)
			}
		})
	}
}

func TestACodeOfUsualSizeIsNotTooFar(t *testing.T) {
	for _, side := range []float64{3, 4, 5} {
		pix := make([]byte, 640*480)
		code(t, side)(640, 480, pix)
		var k inkRows
		if k.far(qr.Luma{Pix: pix, Stride: 640, Width: 640, Height: 480}) {
			t.Errorf("%g pixels a module are called too far", side)
		}
	}
	noise := make([]byte, 1280*720)
	for i := range noise {
		noise[i] = byte((i * 2654435761) >> 13)
	}
	var k inkRows
	if k.far(qr.Luma{Pix: noise, Stride: 1280, Width: 1280, Height: 720}) {
		t.Error("noise is called a code")
	}
}

// TestMarksLieWhereTheCodesAre draws a dot, and asks where it is.
func TestMarksLieWhereTheCodesAre(t *testing.T) {
	for _, rotation := range []int{0, 90, 180, 270} {
		for _, mirror := range []bool{false, true} {
			const w, h = 1280, 720
			pix := make([]byte, w*h)
			at := image.Pt(903, 201)
			for dy := range 9 {
				for dx := range 9 {
					pix[(at.Y-4+dy)*w+at.X-4+dx] = 255
				}
			}
			l := qr.Luma{Pix: pix, Stride: w, Width: w, Height: h, Rotation: rotation}
			f := finder{mirror: mirror}
			f.shrink(l)
			p := f.place(l, at)
			if f.out.Picture.At(p.X, p.Y) != (color.Gray{Y: 255}) {
				t.Errorf("%d degrees, mirrored %v: nothing at %v", rotation, mirror, p)
			}
			size := f.out.Picture.Rect.Size()
			if upright := rotation%180 == 0; upright != (size.X > size.Y) || max(size.X, size.Y) > finderSide {
				t.Errorf("%d degrees: %v", rotation, size)
			}
		}
	}
}
