package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Fyne asks an object how small it may be before it says how wide it is, so words that
// wrap cannot answer. Here everything that may wrap says how high it is for a width,
// and the layouts of this package ask for that from the page down.

// fluid is what has another height at another width.
type fluid interface{ heightFor(width float32) float32 }

// slim is what can say how narrow it may get without cutting anything.
type slim interface{ minWidth() float32 }

// drawn is one of our controls, as its renderer needs it.
type drawn interface {
	fyne.Widget
	fluid
	slim
	objects() []fyne.CanvasObject
	place(size fyne.Size) // puts the objects into their places
	style()               // takes colors, sizes and pictures from look again
}

// nominal is the width that is assumed before the first layout.
const nominal = 358

type renderer struct{ d drawn }

func (r renderer) Layout(s fyne.Size)           { r.d.place(s) }
func (r renderer) Objects() []fyne.CanvasObject { return r.d.objects() }
func (r renderer) Destroy()                     {}

func (r renderer) MinSize() fyne.Size {
	least := r.d.minWidth()
	width := r.d.Size().Width
	if width <= 0 {
		width = nominal
	}
	return fyne.NewSize(least, r.d.heightFor(max(width, least)))
}

func (r renderer) Refresh() {
	r.d.style()
	r.d.place(r.d.Size())
	for _, o := range r.d.objects() {
		o.Refresh()
	}
}

// control is what all our controls embed.
type control struct {
	widget.BaseWidget
	parts []fyne.CanvasObject
}

func (c *control) objects() []fyne.CanvasObject { return c.parts }

// render is the body of each CreateRenderer.
func render(d drawn) fyne.WidgetRenderer {
	d.style()
	return renderer{d}
}

// changed shows what a control now is: again in place, drawn again.
func changed(d drawn) {
	d.style()
	d.place(d.Size())
	for _, o := range d.objects() {
		o.Refresh()
	}
}

// heightFor is the height of any object at a width.
func heightFor(o fyne.CanvasObject, width float32) float32 {
	if f, ok := o.(fluid); ok {
		return f.heightFor(width)
	}
	if c, ok := o.(*fyne.Container); ok {
		if l, ok := c.Layout.(fluidLayout); ok {
			return l.heightFor(c.Objects, width)
		}
	}
	return o.MinSize().Height
}

func minWidth(o fyne.CanvasObject) float32 {
	if s, ok := o.(slim); ok {
		return s.minWidth()
	}
	return o.MinSize().Width
}

// relayout puts everything under o into place again, without drawing it anew. What is
// hidden waits until it is shown.
func relayout(o fyne.CanvasObject) {
	if !o.Visible() {
		return
	}
	switch t := o.(type) {
	case *fyne.Container:
		if t.Layout != nil {
			t.Layout.Layout(t.Objects, t.Size())
		}
		for _, child := range t.Objects {
			relayout(child)
		}
	case drawn:
		t.place(t.Size())
		for _, child := range t.objects() {
			relayout(child)
		}
	}
}

func put(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}
