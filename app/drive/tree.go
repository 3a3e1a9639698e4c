package drive

import (
	"reflect"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// Item is a text, a button or a field as a person meets it.
type Item struct {
	Kind     string  `json:"kind"` // "text", "button", "field"
	Text     string  `json:"text"` // a field's content; a password's is dots
	Label    string  `json:"label,omitempty"`
	X        float32 `json:"x"`
	Y        float32 `json:"y"`
	W        float32 `json:"w"`
	H        float32 `json:"h"`
	InView   bool    `json:"in_view"` // false: scrolled out of sight
	Disabled bool    `json:"disabled,omitempty"`
	Focused  bool    `json:"focused,omitempty"`
	Checked  bool    `json:"checked,omitempty"`

	object  fyne.CanvasObject
	scrolls []*container.Scroll // those around it, outermost first
}

// items lists what is on a canvas, in drawing order.
func items(c fyne.Canvas) []Item {
	w := walker{focused: c.Focused()}
	full := box{0, 0, c.Size().Width, c.Size().Height}
	w.walk(c.Content(), fyne.Position{}, full, nil)
	for _, o := range c.Overlays().List() {
		w.walk(o, fyne.Position{}, full, nil)
	}
	return w.found
}

type box struct{ x, y, w, h float32 }

func (b box) meet(c box) box {
	x, y := max(b.x, c.x), max(b.y, c.y)
	return box{x, y, min(b.x+b.w, c.x+c.w) - x, min(b.y+b.h, c.y+c.h) - y}
}

func (b box) empty() bool { return b.w <= 1 || b.h <= 1 }

type walker struct {
	found   []Item
	focused fyne.Focusable
}

func (w *walker) walk(o fyne.CanvasObject, at fyne.Position, clip box, scrolls []*container.Scroll) {
	if o == nil || !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	here := box{at.X, at.Y, o.Size().Width, o.Size().Height}
	it, ok := w.describe(o)
	if ok {
		it.X, it.Y, it.W, it.H = here.x, here.y, here.w, here.h
		it.InView = !here.meet(clip).empty()
		it.object, it.scrolls = o, scrolls
		w.found = append(w.found, it)
	}
	if ok && it.Kind == "text" {
		return // what it draws with says the same in pieces
	}
	switch t := o.(type) {
	case *fyne.Container:
		for _, child := range t.Objects {
			w.walk(child, at, clip, scrolls)
		}
	case *container.Scroll:
		inner := append(append([]*container.Scroll(nil), scrolls...), t)
		w.walk(t.Content, at, clip.meet(here), inner)
	case *widget.Entry:
		// its content is the item; what it draws with is not
	case fyne.Widget:
		if isField(o) {
			return
		}
		for _, child := range test.WidgetRenderer(t).Objects() {
			w.walk(child, at, clip, scrolls)
		}
	}
}

// field is what an entry and everything that embeds one can do.
type field interface {
	fyne.Focusable
	SetText(string)
	SelectedText() string
}

func isField(o fyne.CanvasObject) bool {
	_, ok := o.(field)
	return ok
}

func (w *walker) describe(o fyne.CanvasObject) (Item, bool) {
	if t, ok := o.(*canvas.Text); ok {
		return Item{Kind: "text", Text: t.Text}, t.Text != ""
	}
	it := Item{}
	if f, ok := o.(fyne.Focusable); ok {
		it.Focused = w.focused == f
	}
	if d, ok := o.(fyne.Disableable); ok {
		it.Disabled = d.Disabled()
	}
	if c, ok := o.(interface{ IsChecked() bool }); ok {
		it.Checked = c.IsChecked()
	}
	a, named := o.(fyne.Accessible)
	if named {
		it.Label = a.AccessibilityLabel()
	}
	if named && a.AccessibilityRole() == fyne.AccessibleRoleText && !isField(o) {
		if s, ok := o.(interface{ Shown() string }); ok { // a code is said in another way than it is drawn
			return Item{Kind: "text", Text: s.Shown(), Label: it.Label}, s.Shown() != ""
		}
		return Item{Kind: "text", Text: it.Label}, it.Label != ""
	}
	if isField(o) {
		it.Kind = "field"
		it.Text = content(o)
		if it.Label == "" {
			it.Label = stringField(o, "PlaceHolder")
		}
		return it, true
	}
	if _, ok := o.(fyne.Tappable); ok {
		it.Kind, it.Text = "button", it.Label
		if s, ok := o.(interface{ Shown() string }); ok { // how it stands is in the label
			it.Text = s.Shown()
		}
		if it.Text == "" {
			it.Text = wordsIn(o)
		}
		return it, true
	}
	return it, false
}

// content reads an entry's text, or the text of whatever embeds one.
func content(o fyne.CanvasObject) string {
	text := stringField(o, "Text")
	v := reflect.Indirect(reflect.ValueOf(o)).FieldByName("Password")
	if v.IsValid() && v.Kind() == reflect.Bool && v.Bool() {
		return strings.Repeat("•", len([]rune(text)))
	}
	return text
}

func stringField(o fyne.CanvasObject, name string) string {
	v := reflect.Indirect(reflect.ValueOf(o)).FieldByName(name)
	if !v.IsValid() || v.Kind() != reflect.String {
		return ""
	}
	return v.String()
}

// wordsIn joins the texts drawn inside a control that names itself in no other way.
func wordsIn(o fyne.CanvasObject) string {
	w := walker{}
	if t, ok := o.(fyne.Widget); ok {
		for _, child := range test.WidgetRenderer(t).Objects() {
			w.walk(child, fyne.Position{}, box{0, 0, 1e6, 1e6}, nil)
		}
	}
	var words []string
	for _, it := range w.found {
		if it.Kind == "text" {
			words = append(words, it.Text)
		}
	}
	return strings.Join(words, " ")
}
