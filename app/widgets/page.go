package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"kauth/app/look"
)

// PageSpec is what a page is made of. Zero measures take the design's.
type PageSpec struct {
	Bar     *Bar // stays at the top; nil for none
	Body    []fyne.CanvasObject
	Foot    []fyne.CanvasObject // at the bottom; a high one scrolls along where there is no room
	FAB     *FAB
	Margin  float32    // at the sides; 0: look.Margin
	Top     float32    // above the body; 0: 8
	Bottom  float32    // below the foot; 0: 28
	Gap     float32    // between blocks of the body; 0: look.Gap
	FootGap float32    // between blocks of the foot; 0: look.Gap
	Ground  look.Token // what is behind; "": look.Bg
	Leaves  float32    // what the foot has to leave of the page's height to stay in sight; 0: 0.55 of it
	Beside  bool       // in a wide, low window the foot stands beside the body
	Pull    Pull       // what pulling it down does; nothing without Do
}

// Page is a whole screen: it scrolls when its content is higher than the window, and
// keeps to the middle of a wide one.
type Page struct {
	control
	is      PageSpec
	ground  *canvas.Rectangle
	scroll  *container.Scroll
	content *fyne.Container
	inner   *pageLayout
	toast   *toast

	OnMoved func()  // called when something else is in sight; may be nil
	under   *ground // below all that scrolls
	pulled  pulled
	high    float32 // as it was laid out last
}

// NewPage makes a page.
func NewPage(is PageSpec) *Page {
	or := func(v *float32, usual float32) {
		if *v == 0 {
			*v = usual
		}
	}
	or(&is.Margin, look.Margin)
	or(&is.Top, 8)
	or(&is.Bottom, 28)
	or(&is.Gap, look.Gap)
	or(&is.FootGap, look.Gap)
	if is.Ground == "" {
		is.Ground = look.Bg
	}
	p := &Page{is: is, ground: canvas.NewRectangle(color.Transparent), toast: newToast()}
	body, foot := VStack(is.Gap, is.Body...), VStack(is.FootGap, is.Foot...)
	p.inner = &pageLayout{is: &p.is, body: body, foot: foot}
	p.content = &fyne.Container{Layout: p.inner, Objects: []fyne.CanvasObject{body, foot}}
	p.under, p.pulled.words = newGround(p), NewText(Label, "").Centered()
	p.scroll = container.NewVScroll(p.content)
	p.scroll.OnScrolled = func(fyne.Position) { p.see() }
	p.list()
	p.ExtendBaseWidget(p)
	p.style()
	return p
}

// list names the parts, the foot among them where it stays while the body scrolls.
func (p *Page) list() {
	p.parts, p.content.Objects = []fyne.CanvasObject{p.ground, p.pulled.words, p.scroll}, []fyne.CanvasObject{p.under, p.inner.body}
	if p.inner.pinned {
		p.parts = append(p.parts, p.inner.foot)
	} else {
		p.content.Objects = append(p.content.Objects, p.inner.foot)
	}
	if p.is.Bar != nil {
		p.parts = append(p.parts, p.is.Bar)
	}
	if p.is.FAB != nil {
		p.parts = append(p.parts, p.is.FAB)
	}
	p.parts = append(p.parts, p.toast)
}

// SetBody puts other blocks into the body.
func (p *Page) SetBody(objects ...fyne.CanvasObject) {
	p.inner.body.Objects = objects
	p.Settle()
}

// SetFoot puts other blocks into the foot.
func (p *Page) SetFoot(objects ...fyne.CanvasObject) {
	p.inner.foot.Objects = objects
	p.Settle()
}

// Ground is what is behind all of it.
func (p *Page) Ground() look.Token { return p.is.Ground }

// Edge leaves another room below the foot.
func (p *Page) Edge(bottom float32) { p.is.Bottom = bottom }

// Settle lays all of the page out again: after content has changed, or has been
// hidden or shown.
func (p *Page) Settle() {
	p.place(p.Size())
	relayout(p.content)
	relayout(p.inner.foot)
	if p.is.Bar != nil {
		relayout(p.is.Bar)
	}
	p.appear()
	p.see()
	canvas.Refresh(p)
}

// Refresh takes the theme and the text scale again, for all that is on the page.
func (p *Page) Refresh() {
	p.BaseWidget.Refresh()
	p.content.Refresh()
	p.Settle()
}

// Toast shows words at the foot for as long as they are set; "" hides them.
func (p *Page) Toast(words string) { p.ToastWith(words, "", nil) }

// ToastWith shows words, and beside them what can be done about it.
func (p *Page) ToastWith(words, action string, do func()) {
	if p.toast.set(words, action, do) && !p.Size().IsZero() {
		x, w := column(p.Size().Width)
		p.placeToast(p.Size(), x, w)
	}
}

// ScrollToTop shows the top of the body.
func (p *Page) ScrollToTop() { p.ScrollTo(0) }

// ScrollTo shows the body from a height on.
func (p *Page) ScrollTo(y float32) {
	p.scroll.ScrollToOffset(fyne.NewPos(0, y))
	p.see()
}

// Scrolled is how far the body has been scrolled.
func (p *Page) Scrolled() float32 { return p.scroll.Offset.Y }

// CreateRenderer implements fyne.Widget.
func (p *Page) CreateRenderer() fyne.WidgetRenderer { return render(p) }

// heightFor is small: a page scrolls rather than stretch its window.
func (p *Page) heightFor(float32) float32 { return 240 }
func (p *Page) minWidth() float32         { return 280 }
func (p *Page) style()                    { p.ground.FillColor = look.Color(p.is.Ground) }
