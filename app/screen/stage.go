package screen

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"kauth/app/look"
	"kauth/app/widgets"
)

// stage holds the page that is shown, and for a moment the one it slides over.
// It asks for no size of its own: a page scrolls rather than stretch the window.
type stage struct {
	widget.BaseWidget
	still   bool
	ground  *canvas.Rectangle
	objects []fyne.CanvasObject
	settled func()            // called when a page stands in its place; may be nil
	moves   *fyne.Animation   // nil: nothing slides
	mask    fyne.CanvasObject // over all else; nil: everything may be seen
	used    func()            // somebody is there
	resized func(fyne.Size)   // told the window's size; may be nil
	bars    func(dark bool)   // told what stands behind the system's bars; nil: there are none
	dark    *bool             // what it was told
}

var _ desktop.Hoverable = (*stage)(nil)

// Held implements widgets.Holder.
func (st *stage) Held() []fyne.CanvasObject {
	if st.mask != nil {
		return []fyne.CanvasObject{st.mask}
	}
	return st.objects
}

func newStage(still bool) *stage {
	st := &stage{still: still, ground: canvas.NewRectangle(look.Color(look.Bg))}
	st.ExtendBaseWidget(st)
	return st
}

// show puts o in front; deeper is positive for a page that opens, negative for one
// that is gone back from.
func (st *stage) show(o fyne.CanvasObject, deeper int, still bool) {
	if st.moves != nil {
		st.moves.Stop() // or it would end with its own page in front
		st.only(st.objects[len(st.objects)-1])
	}
	width := st.Size().Width
	first := len(st.objects) == 0
	st.objects = append(st.objects, o)
	o.Resize(st.Size())
	if st.still || still || first || deeper == 0 || width == 0 {
		st.only(o)
		return
	}
	if deeper < 0 {
		width = -width
	}
	o.Move(fyne.NewPos(width, 0))
	st.Refresh()
	st.slide(o, width)
}

// only takes everything else off.
func (st *stage) only(o fyne.CanvasObject) {
	st.moves = nil
	st.objects = []fyne.CanvasObject{o}
	o.Move(fyne.NewPos(0, 0))
	st.Refresh()
	if st.settled != nil {
		st.settled()
	}
}

// cover puts the logo in the place of what must not be seen now. The page keeps what was
// typed in it.
func (st *stage) cover(on bool) {
	switch {
	case on == (st.mask != nil):
		return
	case on:
		st.mask = newHidden()
		st.mask.Resize(st.Size())
	default:
		st.mask = nil
	}
	st.Refresh()
}

// behind gives the strips under a phone's own bars the ground of the page in front: the
// window is cleared with it. Where there are no bars the page covers all that is cleared,
// and Fyne's own widgets draw with that color as well, its dialog for files above all.
func (st *stage) behind() {
	if st.bars == nil {
		return
	}
	ground := look.Bg
	if held := st.Held(); len(held) > 0 {
		if p, is := held[len(held)-1].(*widgets.Page); is {
			ground = p.Ground()
		}
	}
	look.SetGround(ground)
	if dark := look.IsDark(look.Color(ground)); st.dark == nil || *st.dark != dark {
		st.dark = &dark
		st.bars(dark)
	}
}

// MouseIn implements desktop.Hoverable: a mouse that moves is somebody.
func (st *stage) MouseIn(*desktop.MouseEvent) { st.MouseOut() }

// MouseMoved implements desktop.Hoverable.
func (st *stage) MouseMoved(*desktop.MouseEvent) { st.MouseOut() }

// MouseOut implements desktop.Hoverable: onto something else that feels it.
func (st *stage) MouseOut() { st.Used() }

// Used is told by a field that takes a key (see widgets).
func (st *stage) Used() {
	if st.used != nil {
		st.used()
	}
}

func (st *stage) CreateRenderer() fyne.WidgetRenderer { return &stageRenderer{st} }

type stageRenderer struct{ st *stage }

func (r *stageRenderer) Layout(size fyne.Size) {
	r.st.ground.Resize(size)
	if r.st.resized != nil && !size.IsZero() {
		r.st.resized(size)
	}
	for _, o := range r.st.objects {
		o.Resize(size)
	}
	if r.st.mask != nil {
		r.st.mask.Resize(size)
	}
}

func (r *stageRenderer) MinSize() fyne.Size { return fyne.NewSize(1, 1) }

func (r *stageRenderer) Refresh() {
	r.st.ground.FillColor = look.Color(look.Bg)
	r.st.behind()
	r.Layout(r.st.Size())
	canvas.Refresh(r.st)
}

func (r *stageRenderer) Objects() []fyne.CanvasObject {
	held := r.st.Held()
	if len(held) == 1 {
		if _, covers := held[0].(*widgets.Page); covers {
			return held // its own ground is as large: a window's worth of pixels less a frame
		}
	}
	return append([]fyne.CanvasObject{r.st.ground}, held...)
}

func (r *stageRenderer) Destroy() {}
