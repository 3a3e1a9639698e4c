package screen

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"kauth/app/look"
)

// stage holds the page that is shown, and for a moment the one it slides over.
// It asks for no size of its own: a page scrolls rather than stretch the window.
type stage struct {
	widget.BaseWidget
	still   bool
	ground  *canvas.Rectangle
	objects []fyne.CanvasObject
	settled func() // called when a page stands in its place; may be nil
}

// Held implements widgets.Holder.
func (st *stage) Held() []fyne.CanvasObject { return st.objects }

func newStage(still bool) *stage {
	st := &stage{still: still, ground: canvas.NewRectangle(look.Color(look.Bg))}
	st.ExtendBaseWidget(st)
	return st
}

// show puts o in front; deeper is positive for a page that opens, negative for one
// that is gone back from.
func (st *stage) show(o fyne.CanvasObject, deeper int, still bool) {
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
	st.objects = []fyne.CanvasObject{o}
	o.Move(fyne.NewPos(0, 0))
	st.Refresh()
	if st.settled != nil {
		st.settled()
	}
}

func (st *stage) CreateRenderer() fyne.WidgetRenderer { return &stageRenderer{st} }

type stageRenderer struct{ st *stage }

func (r *stageRenderer) Layout(size fyne.Size) {
	r.st.ground.Resize(size)
	for _, o := range r.st.objects {
		o.Resize(size)
	}
}

func (r *stageRenderer) MinSize() fyne.Size { return fyne.NewSize(1, 1) }

func (r *stageRenderer) Refresh() {
	r.st.ground.FillColor = look.Color(look.Bg)
	r.Layout(r.st.Size())
	canvas.Refresh(r.st)
}

func (r *stageRenderer) Objects() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{r.st.ground}, r.st.objects...)
}

func (r *stageRenderer) Destroy() {}
