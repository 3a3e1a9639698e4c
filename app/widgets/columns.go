package widgets

import "fyne.io/fyne/v2"

// Columns puts objects side by side in equal widths, or under one another where one of
// them would not fit its column. What is hidden takes no room.
func Columns(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: columns{gap}, Objects: objects}
}

type columns struct{ gap float32 }

func (c columns) fit(objects []fyne.CanvasObject, width float32) (each float32, ok bool) {
	each = (width - c.gap*float32(len(objects)-1)) / float32(len(objects))
	for _, o := range objects {
		if minWidth(o) > each {
			return width, false
		}
	}
	return each, true
}

// shown leaves out what is hidden.
func shown(objects []fyne.CanvasObject) (all []fyne.CanvasObject) {
	for _, o := range objects {
		if o.Visible() {
			all = append(all, o)
		}
	}
	return all
}

func (c columns) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	objects = shown(objects)
	each, ok := c.fit(objects, width)
	if !ok {
		return vstack(c).heightFor(objects, width)
	}
	high := float32(0)
	for _, o := range objects {
		high = max(high, heightFor(o, each))
	}
	return high
}

func (c columns) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(vstack(c).MinSize(shown(objects)).Width, c.heightFor(objects, nominal))
}

func (c columns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects = shown(objects)
	each, ok := c.fit(objects, size.Width)
	if !ok {
		vstack(c).Layout(objects, size)
		return
	}
	for i, o := range objects {
		put(o, float32(i)*(each+c.gap), 0, each, size.Height)
	}
}
