package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// fluidLayout is a layout that knows its height at a width.
type fluidLayout interface {
	fyne.Layout
	heightFor(objects []fyne.CanvasObject, width float32) float32
}

// VStack puts objects under one another, each as wide as the stack. A Spring takes the
// height that is left over.
func VStack(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: vstack{gap}, Objects: objects}
}

type vstack struct{ gap float32 }

type spring struct{ *canvas.Rectangle }

// Spring takes what height is left in a VStack.
func Spring() fyne.CanvasObject { return &spring{canvas.NewRectangle(color.Transparent)} }

// Space is empty height.
func Space(height float32) fyne.CanvasObject {
	r := canvas.NewRectangle(color.Transparent)
	r.SetMinSize(fyne.NewSize(0, height))
	return r
}

func (v vstack) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	total, shown := float32(0), 0
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		shown++
		if _, ok := o.(*spring); !ok {
			total += heightFor(o, width)
		}
	}
	return total + v.gap*float32(max(shown-1, 0))
}

func (v vstack) MinSize(objects []fyne.CanvasObject) fyne.Size {
	width := float32(0)
	for _, o := range objects {
		if o.Visible() {
			width = max(width, minWidth(o))
		}
	}
	return fyne.NewSize(width, v.heightFor(objects, nominal))
}

func (v vstack) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	springs := 0
	for _, o := range objects {
		if _, ok := o.(*spring); ok {
			springs++
		}
	}
	left := max(size.Height-v.heightFor(objects, size.Width), 0)
	y := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		high := float32(0)
		if _, ok := o.(*spring); ok {
			high = left / float32(springs)
		} else {
			high = heightFor(o, size.Width)
		}
		put(o, 0, y, size.Width, high)
		y += high + v.gap
	}
}

// Centered puts one object in the middle of the width, no wider than it wants to be.
func Centered(o fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: middle{}, Objects: []fyne.CanvasObject{o}}
}

type middle struct{}

func (middle) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return heightFor(objects[0], min(width, natural(objects[0])))
}

func (m middle) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(minWidth(objects[0]), m.heightFor(objects, nominal))
}

func (middle) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := min(size.Width, natural(objects[0]))
	put(objects[0], (size.Width-w)/2, 0, w, size.Height)
}

// natural is the width an object would have with room enough.
func natural(o fyne.CanvasObject) float32 {
	if n, ok := o.(interface{ natural() float32 }); ok {
		return n.natural()
	}
	return minWidth(o)
}
