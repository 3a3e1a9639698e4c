package widgets

import "fyne.io/fyne/v2"

// Pad puts room around an object.
func Pad(o fyne.CanvasObject, top, right, bottom, left float32) *fyne.Container {
	return &fyne.Container{Layout: pad{top, right, bottom, left}, Objects: []fyne.CanvasObject{o}}
}

type pad struct{ top, right, bottom, left float32 }

func (p pad) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return heightFor(objects[0], width-p.left-p.right) + p.top + p.bottom
}

func (p pad) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(minWidth(objects[0])+p.left+p.right, p.heightFor(objects, nominal))
}

func (p pad) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	put(objects[0], p.left, p.top, s.Width-p.left-p.right, s.Height-p.top-p.bottom)
}
