package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// entry is Fyne's, without a frame of its own: its field draws that.
type entry struct {
	widget.Entry
	field   *Field
	focused bool
}

func newEntry() *entry {
	e := &entry{}
	e.ExtendBaseWidget(e)
	return e
}

// FocusGained implements fyne.Focusable.
func (e *entry) FocusGained() {
	e.focused = true
	e.Entry.FocusGained()
	e.frame()
	reveal(e)
}

// FocusLost implements fyne.Focusable.
func (e *entry) FocusLost() {
	e.focused = false
	e.Entry.FocusLost()
	e.frame()
}

func (e *entry) frame() {
	e.field.style()
	e.field.place(e.field.Size())
	e.field.frame.repaint()
}

// TypedRune implements fyne.Focusable.
func (e *entry) TypedRune(r rune) {
	e.tell()
	e.Entry.TypedRune(r)
}

// tell lets the window's content know that somebody is there: a field keeps its keys to
// itself.
func (e *entry) tell() {
	if c := canvasOf(e); c != nil {
		if watches, ok := c.Content().(interface{ Used() }); ok {
			watches.Used()
		}
	}
}

// TypedShortcut implements fyne.Shortcutable. The window's own work in a field too; each
// ignores what it does not know.
func (e *entry) TypedShortcut(s fyne.Shortcut) {
	e.tell()
	e.Entry.TypedShortcut(s)
	if c, ok := canvasOf(e).(fyne.Shortcutable); ok {
		c.TypedShortcut(s)
	}
}

// TypedKey implements fyne.Focusable. Escape is the page's: it goes back. So are
// the keys that move in what a field of one line looks for.
func (e *entry) TypedKey(k *fyne.KeyEvent) {
	e.tell()
	up := !e.MultiLine && (k.Name == fyne.KeyUp || k.Name == fyne.KeyDown)
	if k.Name == fyne.KeyEscape || up {
		if c := canvasOf(e); c != nil && c.OnTypedKey() != nil {
			c.OnTypedKey()(k)
		}
		return
	}
	e.Entry.TypedKey(k)
}

// AccessibilityLabel implements fyne.Accessible.
func (e *entry) AccessibilityLabel() string {
	if e.field.label.text != "" {
		return e.field.label.text
	}
	return e.PlaceHolder
}

// AccessibilityRole implements fyne.Accessible.
func (e *entry) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }
