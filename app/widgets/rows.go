package widgets

import (
	"image/color"
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kauth/app/look"
)

// Rows is a card of rows with dividers.
type Rows struct {
	control
	ground plate
	rows   []*row
	lines  []*canvas.Rectangle
}

// NewRows makes a card of rows.
func NewRows(rows ...Row) *Rows {
	r := &Rows{ground: newPlate(look.CardRadius, look.Line)}
	r.ExtendBaseWidget(r)
	r.Set(rows...)
	return r
}

// Set shows other rows. A row that is as it was is not drawn again.
func (r *Rows) Set(rows ...Row) {
	same := len(rows) == len(r.rows)
	for i, is := range rows {
		if i == len(r.rows) {
			r.rows = append(r.rows, newRow(is))
		} else if !alike(r.rows[i].is, is) {
			r.rows[i].set(is)
			same = false
		} else {
			r.rows[i].is = is
		}
	}
	if same {
		return
	}
	r.rows = r.rows[:len(rows)]
	r.parts, r.lines = r.ground.parts(), nil
	for i, o := range r.rows {
		if i > 0 {
			line := canvas.NewRectangle(color.Transparent)
			r.lines, r.parts = append(r.lines, line), append(r.parts, line)
		}
		r.parts = append(r.parts, o)
	}
	changed(r)
}

// alike compares what two rows show.
func alike(a, b Row) bool {
	if (a.Tapped == nil) != (b.Tapped == nil) {
		return false
	}
	a.Tapped, b.Tapped = nil, nil
	return reflect.DeepEqual(a, b)
}

// CreateRenderer implements fyne.Widget.
func (r *Rows) CreateRenderer() fyne.WidgetRenderer { return render(r) }

func (r *Rows) heightFor(width float32) float32 {
	total := float32(max(len(r.rows)-1, 0))
	for _, o := range r.rows {
		total += o.heightFor(width)
	}
	return total
}

func (r *Rows) minWidth() float32 { return 220 }

func (r *Rows) style() {
	r.ground.paint(look.Surface, look.Stroke)
	for _, l := range r.lines {
		l.FillColor = look.Color(look.Stroke)
	}
}

func (r *Rows) place(s fyne.Size) {
	r.ground.place(0, 0, s.Width, s.Height)
	y := float32(0)
	for i, o := range r.rows {
		if i > 0 {
			put(r.lines[i-1], 0, y, s.Width, look.Line)
			y += look.Line
		}
		high := o.heightFor(s.Width)
		put(o, 0, y, s.Width, high)
		y += high
	}
}

// Entrance is the first row that can be tapped, or nil.
func (r *Rows) Entrance() fyne.Focusable {
	for _, o := range r.rows {
		if o.is.Tapped != nil {
			return o.area
		}
	}
	return nil
}
