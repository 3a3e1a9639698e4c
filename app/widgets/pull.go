package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

const (
	pullFar  = 64  // a page that is let go here asks for news
	pullMost = 104 // and goes no further down
)

// Pull is what a page does that is pulled down at its top.
type Pull struct {
	Words, Ready string // while it is pulled; where letting go will do it
	Do           func()
}

// pulled is how far a page is pulled down, and the words in the gap.
type pulled struct {
	by    float32
	words *Text
}

// ground lies under all that scrolls: a finger on it moves the page.
type ground struct {
	control
	page *Page
}

func newGround(p *Page) *ground {
	g := &ground{page: p}
	g.ExtendBaseWidget(g)
	return g
}

// CreateRenderer implements fyne.Widget.
func (g *ground) CreateRenderer() fyne.WidgetRenderer { return render(g) }
func (g *ground) heightFor(float32) float32           { return 0 }
func (g *ground) minWidth() float32                   { return 0 }
func (g *ground) style()                              {}
func (g *ground) place(fyne.Size)                     {}

// dragBy scrolls, or pulls the page down where it is at its top. What goes on by
// itself after a fling scrolls alone.
func (p *Page) dragBy(dy float32, flung bool) {
	at := p.scroll.Offset.Y
	if can := p.is.Pull.Do != nil && !flung; can && (p.pulled.by > 0 || at <= 0 && dy > 0) {
		p.pull(p.pulled.by + dy/2)
		return
	}
	most := max(p.content.MinSize().Height-p.scroll.Size().Height, 0)
	p.ScrollTo(min(max(at-dy, 0), most))
}

// dragDone lets go.
func (p *Page) dragDone() {
	far := p.pulled.by >= pullFar
	if p.pulled.by > 0 {
		p.pull(0)
	}
	if far {
		p.is.Pull.Do()
	}
}

func (p *Page) pull(by float32) {
	p.pulled.by = min(max(by, 0), pullMost)
	words := p.is.Pull.Words
	if p.pulled.by >= pullFar {
		words = p.is.Pull.Ready
	}
	if p.pulled.by == 0 {
		words = ""
	}
	p.pulled.words.Set(words)
	p.place(p.Size())
	canvas.Refresh(p)
}

// placePulled moves what scrolls down, with the words above it.
func (p *Page) placePulled(y, x, w float32) {
	if p.pulled.by == 0 {
		hide(p.pulled.words, true)
		return
	}
	hide(p.pulled.words, p.pulled.by < 28)
	p.scroll.Move(fyne.NewPos(0, y+p.pulled.by))
	high := p.pulled.words.heightFor(w)
	put(p.pulled.words, x, y+max((p.pulled.by-high)/2, 0), w, high)
}

// roll is what a finger on it moves: a page, or a sheet.
type roll interface {
	dragBy(dy float32, flung bool)
	dragDone()
}

// rollOf is what an object rolls along with, or nil.
func rollOf(o fyne.CanvasObject) roll {
	c := canvasOf(o)
	if c == nil {
		return nil
	}
	for _, over := range c.Overlays().List() {
		if s, ok := over.(*Sheet); ok && holds(s, o) {
			return s
		}
	}
	if around := pagesAround(c.Content(), o); len(around) > 0 {
		return around[len(around)-1]
	}
	return nil
}
