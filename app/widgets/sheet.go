package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"kauth/app/look"
)

// SheetSpec is what a sheet is made of.
type SheetSpec struct {
	Head       fyne.CanvasObject // stays while the body scrolls; may be nil
	Body       []fyne.CanvasObject
	CloseLabel string // what a tap beside it does
	Close      func()
}

// Sheet comes from the foot of the window over a page that stays in sight. A tap
// beside it closes it.
type Sheet struct {
	control
	is      SheetSpec
	scrim   *canvas.Rectangle
	outside *area
	ground  plate
	grabber *canvas.Rectangle
	body    *fyne.Container
	scroll  *container.Scroll
	pulled  float32 // down, at its top
}

const (
	sheetTop  = 22 // of the head: the grabber is above
	sheetEdge = look.Margin
	sheetFoot = 20
)

// NewSheet makes a sheet.
func NewSheet(is SheetSpec) *Sheet {
	s := &Sheet{is: is, scrim: canvas.NewRectangle(color.Transparent), ground: newPlate(look.FABRadius, 0), grabber: canvas.NewRectangle(color.Transparent)}
	s.outside = newArea(is.CloseLabel, 0, is.Close)
	s.body = VStack(look.Gap, is.Body...)
	s.scroll = container.NewVScroll(s.body)
	s.grabber.CornerRadius = 2
	s.parts = append([]fyne.CanvasObject{s.scrim, s.outside}, s.ground.parts()...)
	s.parts = append(s.parts, s.grabber, s.scroll)
	if is.Head != nil {
		s.parts = append(s.parts, is.Head)
	}
	s.ExtendBaseWidget(s)
	return s
}

// Settle lays it out again: its content has changed.
func (s *Sheet) Settle() {
	s.place(s.Size())
	relayout(s.body)
	if s.is.Head != nil {
		relayout(s.is.Head)
	}
	canvas.Refresh(s)
}

// CreateRenderer implements fyne.Widget.
func (s *Sheet) CreateRenderer() fyne.WidgetRenderer { return render(s) }
func (s *Sheet) heightFor(float32) float32           { return 240 }
func (s *Sheet) minWidth() float32                   { return 280 }

// style keeps the scrim dark in both themes: what is under it is put aside.
func (s *Sheet) style() {
	c := look.Color(look.Scrim)
	c.A = 0x8C
	s.scrim.FillColor = c
	s.grabber.FillColor = look.Color(look.Stroke)
	s.ground.paint(look.Bg, "")
}

func (s *Sheet) place(size fyne.Size) {
	if size.IsZero() {
		return
	}
	put(s.scrim, 0, 0, size.Width, size.Height)
	put(s.outside, 0, 0, size.Width, size.Height)
	x, w := column(size.Width)
	inner, head := w-2*sheetEdge, float32(0)
	if s.is.Head != nil {
		head = heightFor(s.is.Head, inner) + look.Gap
	}
	body := heightFor(s.body, inner)
	body = min(body, size.Height-look.Touch-sheetTop-head-sheetFoot)
	y := s.pulled + size.Height - sheetTop - head - body - sheetFoot
	s.ground.place(x, y, w, size.Height-y+look.FABRadius) // its lower corners are below the window
	put(s.grabber, x+w/2-18, y+9, 36, 4)
	if s.is.Head != nil {
		put(s.is.Head, x+sheetEdge, y+sheetTop, inner, head-look.Gap)
	}
	put(s.scroll, x+sheetEdge, y+sheetTop+head, inner, body)
	s.body.Resize(fyne.NewSize(inner, max(heightFor(s.body, inner), body)))
}

// dragBy scrolls, or pulls the sheet down where it is at its top.
func (s *Sheet) dragBy(dy float32, flung bool) {
	if !flung && (s.pulled > 0 || s.scroll.Offset.Y <= 0 && dy > 0) {
		s.pulled = max(s.pulled+dy, 0)
		s.place(s.Size())
		canvas.Refresh(s)
		return
	}
	most := max(s.body.Size().Height-s.scroll.Size().Height, 0)
	s.scroll.ScrollToOffset(fyne.NewPos(0, min(max(s.scroll.Offset.Y-dy, 0), most)))
}

// dragDone lets go: one that was pulled down far enough closes.
func (s *Sheet) dragDone() {
	far := s.pulled >= pullFar
	if s.pulled > 0 {
		s.pulled = 0
		s.place(s.Size())
		canvas.Refresh(s)
	}
	if far {
		call(s.is.Close)
	}
}

// reveal scrolls until all of o is in sight.
func (s *Sheet) reveal(o fyne.CanvasObject) {
	if !holds(s.body, o) {
		return
	}
	driver := fyne.CurrentApp().Driver()
	top := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(s.scroll).Y
	switch bottom := top + o.Size().Height; {
	case top < 0:
		s.scroll.ScrollToOffset(fyne.NewPos(0, max(s.scroll.Offset.Y+top, 0)))
	case bottom > s.scroll.Size().Height:
		s.scroll.ScrollToOffset(fyne.NewPos(0, s.scroll.Offset.Y+bottom-s.scroll.Size().Height))
	}
}
