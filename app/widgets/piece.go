package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kauth/app/look"
)

// Piece is one item of a long List that looks like cards of Rows under headings: a
// heading, or a row with its piece of the card.
type Piece struct {
	Heading     string // "": a row
	Row         Row
	First, Last bool // of its card; of a heading, First: of the list
}

// PieceRow shows a Piece.
type PieceRow struct {
	control
	is           Piece
	outer, inner *canvas.Rectangle // as a plate's; the row's upper edge is its divider
	heading      *Text
	row          *row
}

const (
	headingAbove = 16
	headingBelow = 10
	headingLeft  = 4
)

// NewPieceRow makes one.
func NewPieceRow() *PieceRow {
	p := &PieceRow{
		outer: canvas.NewRectangle(color.Transparent), inner: canvas.NewRectangle(color.Transparent),
		heading: NewText(Section, ""), row: newRow(Row{}),
	}
	p.ExtendBaseWidget(p)
	return p
}

// Set shows another piece.
func (p *PieceRow) Set(is Piece) {
	if same := p.parts != nil && p.is.Heading == is.Heading && p.is.First == is.First && p.is.Last == is.Last && alike(p.is.Row, is.Row); same {
		p.is, p.row.is = is, is.Row
		return
	}
	p.is = is
	if p.parts = []fyne.CanvasObject{p.heading}; is.Heading == "" {
		p.parts = []fyne.CanvasObject{p.outer, p.inner, p.row}
		p.row.set(is.Row)
	}
	p.heading.Set(is.Heading)
	changed(p)
}

// CreateRenderer implements fyne.Widget.
func (p *PieceRow) CreateRenderer() fyne.WidgetRenderer { return render(p) }

func (p *PieceRow) heightFor(width float32) float32 {
	return p.is.height(p.heading.heightFor(width-2*headingLeft), func() float32 { return p.row.heightFor(width) })
}

// height adds to the words what stands around them.
func (is Piece) height(heading float32, row func() float32) float32 {
	switch {
	case is.Heading != "" && is.First:
		return headingLeft + heading + headingBelow
	case is.Heading != "":
		return headingAbove + heading + headingBelow
	case is.First:
		return row()
	}
	return look.Line + row()
}

func (p *PieceRow) minWidth() float32 { return 220 }

func (p *PieceRow) style() {
	p.outer.FillColor, p.inner.FillColor = look.Color(look.Stroke), look.Color(look.Surface)
	corners := func(r *canvas.Rectangle, radius float32) {
		var top, bottom float32
		if p.is.First {
			top = radius
		}
		if p.is.Last {
			bottom = radius
		}
		r.TopLeftCornerRadius, r.TopRightCornerRadius = top, top
		r.BottomLeftCornerRadius, r.BottomRightCornerRadius = bottom, bottom
	}
	corners(p.outer, look.CardRadius)
	corners(p.inner, look.CardRadius-look.Line)
}

func (p *PieceRow) place(s fyne.Size) {
	if p.is.Heading != "" {
		high := p.heading.heightFor(s.Width - 2*headingLeft)
		put(p.heading, headingLeft, s.Height-headingBelow-high, s.Width-2*headingLeft, high)
		return
	}
	below, above := float32(0), float32(look.Line)
	if p.is.Last {
		below = look.Line
	}
	put(p.outer, 0, 0, s.Width, s.Height)
	put(p.inner, look.Line, look.Line, s.Width-2*look.Line, s.Height-look.Line-below)
	if p.is.First {
		above = 0
	}
	put(p.row, 0, above, s.Width, s.Height-above)
}

// PieceHeights says how high pieces are without showing them. Many say the same but
// for the time of day, and are measured once.
type PieceHeights struct {
	scale, width float32
	known        map[string]float32
	digit        byte // the widest
	heading      *Text
	row          *row
}

// NewPieceHeights makes an empty one.
func NewPieceHeights() *PieceHeights {
	return &PieceHeights{heading: NewText(Section, ""), row: newRow(Row{})}
}

// Of is the height of a piece, whose row has no pill.
func (h *PieceHeights) Of(is Piece, width float32) float32 {
	if h.scale != look.Scale() || h.width != width {
		h.scale, h.width, h.known = look.Scale(), width, map[string]float32{}
		h.digit = widest()
	}
	is.Row.Trailing = h.wide(is.Row.Trailing)
	key := is.Heading + "\x00" + is.Row.Value + "\x00" + is.Row.Key + "\x00" + is.Row.Trailing
	words, ok := h.known[key]
	if !ok {
		if h.heading.text = is.Heading; is.Heading != "" {
			words = h.heading.heightFor(width - 2*headingLeft)
		} else {
			h.row.say(is.Row)
			words = h.row.heightFor(width)
		}
		h.known[key] = words
	}
	return is.height(words, func() float32 { return words })
}

// wide makes all digits the widest one: a time of day needs no more room than that.
func (h *PieceHeights) wide(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= '0' && c <= '9' {
			b[i] = h.digit
		}
	}
	return string(b)
}

func widest() byte {
	digit, most := byte('0'), float32(0)
	for d := byte('0'); d <= '9'; d++ {
		if w := Label.width(string(d)); w > most {
			digit, most = d, w
		}
	}
	return digit
}
