package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kauth/app/look"
)

// Field takes text: a label above it, an error below it.
type Field struct {
	control
	OnSubmit  func(text string) // Enter
	OnChanged func(text string)

	label   *Text
	frame   plate
	entry   *entry
	reveal  *IconButton // nil: what is typed is shown
	problem *Text
}

// NewField makes an empty field. Without a label the placeholder names it.
func NewField(label, placeholder string) *Field {
	f := &Field{frame: newPlate(look.FieldRadius, look.Line), entry: newEntry()}
	f.label = NewText(Style{look.SizeLabel, 20, look.SemiBold, look.Ink}, label)
	f.problem = NewText(Label, "").In(look.Danger)
	f.entry.field, f.entry.PlaceHolder = f, placeholder
	f.entry.OnChanged = func(s string) {
		if f.OnChanged != nil {
			f.OnChanged(s)
		}
	}
	f.entry.OnSubmitted = func(s string) {
		if f.OnSubmit != nil {
			f.OnSubmit(s)
		}
	}
	f.parts = append(f.frame.parts(), f.label, f.entry, f.problem)
	f.ExtendBaseWidget(f)
	return f
}

// Password hides what is typed behind dots, with an eye that shows it.
func (f *Field) Password(showLabel string) *Field {
	f.entry.Password = true
	f.entry.ActionItem = canvas.NewRectangle(color.Transparent) // in the place of Fyne's eye
	f.reveal = NewIconButton("eye", showLabel, nil).In(look.Muted)
	f.reveal.tapped = func() {
		f.entry.Password = !f.entry.Password
		f.entry.Refresh()
		if f.entry.Password {
			f.reveal.In(look.Muted)
		} else {
			f.reveal.In(look.Primary)
		}
	}
	f.parts = append(f.parts, f.reveal)
	return f
}

// Lines lets it hold several lines, and shows n at least.
func (f *Field) Lines(n int) *Field {
	f.entry.MultiLine, f.entry.Wrapping = true, fyne.TextWrapBreak
	f.entry.SetMinRowsVisible(n)
	return f
}

// Mono draws what is typed in the font of codes.
func (f *Field) Mono() *Field {
	f.entry.TextStyle = fyne.TextStyle{Monospace: true}
	return f
}

// Text is what is typed, SetText replaces it.
func (f *Field) Text() string { return f.entry.Text }

// SetText replaces what is typed.
func (f *Field) SetText(text string) { f.entry.SetText(text) }

// SetError says below the field what is wrong with it; "" takes it away.
func (f *Field) SetError(text string) {
	if f.problem.text != text {
		f.problem.Set(text)
		changed(f)
	}
}

// SetEnabled lets it be typed in, or not.
func (f *Field) SetEnabled(on bool) {
	if on {
		f.entry.Enable()
	} else {
		f.entry.Disable()
	}
}

// Entry is what takes the keyboard: for canvas.Focus.
func (f *Field) Entry() fyne.Focusable { return f.entry }

// CreateRenderer implements fyne.Widget.
func (f *Field) CreateRenderer() fyne.WidgetRenderer { return render(f) }

func (f *Field) box() float32 { return max(look.ButtonHeight, f.entry.MinSize().Height+12) }

// edges are the heights above and below the box.
func (f *Field) edges(width float32) (above, below float32) {
	if f.label.text != "" {
		above = f.label.heightFor(width) + 6
	}
	if f.problem.text != "" {
		below = f.problem.heightFor(width) + 6
	}
	return above, below
}

func (f *Field) heightFor(width float32) float32 {
	above, below := f.edges(width)
	return above + f.box() + below
}

func (f *Field) minWidth() float32 { return 120 }

func (f *Field) style() {
	line := look.Stroke
	f.frame.line = look.Line
	switch {
	case f.problem.text != "":
		line = look.Danger
	case f.entry.focused:
		line, f.frame.line = look.Primary, 2
	}
	f.frame.paint(look.Surface, line)
}

func (f *Field) place(s fyne.Size) {
	above, below := f.edges(s.Width)
	put(f.label, 0, 0, s.Width, max(above-6, 0))
	f.frame.place(0, above, s.Width, f.box())
	w, high := s.Width-16, f.entry.MinSize().Height
	if f.entry.MultiLine {
		high = f.box() - 12
	}
	if f.reveal != nil {
		w -= look.Touch
		put(f.reveal, s.Width-look.Touch-4, above+(f.box()-look.Touch)/2, look.Touch, look.Touch)
	}
	put(f.entry, 8, above+(f.box()-high)/2, w, high)
	put(f.problem, 0, above+f.box()+6, s.Width, max(below-6, 0))
}

// CursorToEnd goes on writing after what is there.
func (f *Field) CursorToEnd() {
	f.entry.CursorColumn = len([]rune(f.entry.Text))
	f.entry.Refresh()
}
