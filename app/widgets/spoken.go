package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Fyne 2.8 shows a screen reader what it finds in fyne.Containers alone: it does not
// look into widgets, which all of this package is made of. So a window keeps a list of
// what is in sight beside its page, made by Speak.

// Spoken is something in sight as a screen reader meets it, in the window's measures.
type Spoken struct {
	Role  fyne.AccessibleRole
	Label string
	At    fyne.Position
	Size  fyne.Size
}

// Holder is a widget of another package that shows other objects.
type Holder interface{ Held() []fyne.CanvasObject }

// parts are the objects that o is made of.
func parts(o fyne.CanvasObject) []fyne.CanvasObject {
	switch t := o.(type) {
	case *fyne.Container:
		return t.Objects
	case *container.Scroll:
		return []fyne.CanvasObject{t.Content}
	case drawn:
		return t.objects()
	case Holder:
		return t.Held()
	}
	return nil
}

// Pages are the pages in o.
func Pages(o fyne.CanvasObject) (found []*Page) {
	if p, ok := o.(*Page); ok {
		return []*Page{p}
	}
	for _, part := range parts(o) {
		found = append(found, Pages(part)...)
	}
	return found
}

// Speak lists what is in sight of o, in the order in which it is drawn. Words that a
// button over them says are left to the button.
func Speak(o fyne.CanvasObject, window fyne.Size) []Spoken {
	var s speaker
	s.walk(o, fyne.Position{}, fyne.Position{}, fyne.NewPos(window.Width, window.Height))
	return s.said()
}

type speaker struct{ found []Spoken }

// walk goes through what stands between two corners of the window.
func (s *speaker) walk(o fyne.CanvasObject, at, from, to fyne.Position) {
	if o == nil || !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	end := at.AddXY(o.Size().Width, o.Size().Height)
	if a, ok := o.(fyne.Accessible); ok && a.AccessibilityRole() != fyne.AccessibleRoleContainer {
		middle := fyne.NewPos((at.X+end.X)/2, (at.Y+end.Y)/2) // where a screen reader taps
		in := middle.X >= from.X && middle.X <= to.X && middle.Y >= from.Y && middle.Y <= to.Y
		if a.AccessibilityRole() == fyne.AccessibleRoleText {
			in = in || at.Y < to.Y && end.Y > from.Y && at.X < to.X && end.X > from.X // some of its lines can be read
		}
		if label := a.AccessibilityLabel(); label != "" && in {
			s.found = append(s.found, Spoken{a.AccessibilityRole(), label, at, o.Size()})
		}
		return
	}
	if _, ok := o.(*container.Scroll); ok {
		from = fyne.NewPos(max(from.X, at.X), max(from.Y, at.Y))
		to = fyne.NewPos(min(to.X, end.X), min(to.Y, end.Y))
	}
	for _, part := range parts(o) {
		s.walk(part, at, from, to)
	}
}

func (s *speaker) said() []Spoken {
	var out []Spoken
	for _, one := range s.found {
		if one.Role != fyne.AccessibleRoleText || !s.covered(one) {
			out = append(out, one)
		}
	}
	return out
}

// covered tells whether a button over these words says them.
func (s *speaker) covered(words Spoken) bool {
	for _, b := range s.found {
		if b.Role == fyne.AccessibleRoleButton && strings.Contains(b.Label, words.Label) &&
			words.At.X >= b.At.X-1 && words.At.Y >= b.At.Y-1 &&
			words.At.X < b.At.X+b.Size.Width && words.At.Y < b.At.Y+b.Size.Height {
			return true
		}
	}
	return false
}

// Spell writes a grouped code so that it is read digit by digit: "4 8 2, 9 1 3".
func Spell(code string) string {
	groups := strings.Fields(code)
	for i, g := range groups {
		groups[i] = strings.Join(strings.Split(g, ""), " ")
	}
	return strings.Join(groups, ", ")
}
