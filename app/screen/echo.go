package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/widgets"
)

// echo says to screen readers what the page shows. Fyne finds what stands in
// containers only; the voices in this one draw nothing and take no tap.
type echo struct {
	within *fyne.Container
	of     fyne.CanvasObject
	over   fyne.CanvasObject // a sheet that is heard instead, or nil
}

// through has a sheet heard, and not what it lies over; nil ends that.
func (e *echo) through(sheet fyne.CanvasObject) {
	if e != nil {
		e.over = sheet
		e.say()
	}
}

// newEcho makes a window's content of a page's ground and its echo. off is for
// systems where nobody would hear it: then the ground stands alone.
func newEcho(of fyne.CanvasObject, off bool) (*echo, fyne.CanvasObject) {
	if off {
		return nil, of
	}
	e := &echo{within: &fyne.Container{}, of: of}
	return e, &fyne.Container{Layout: e, Objects: []fyne.CanvasObject{of, &ear{e: e}, e.within}}
}

// follow says again what is in sight whenever a page of o is scrolled.
func (e *echo) follow(o fyne.CanvasObject) {
	if e == nil {
		return
	}
	for _, p := range widgets.Pages(o) {
		p.OnMoved = e.say
	}
}

// say takes down what is in sight now.
func (e *echo) say() {
	if e == nil {
		return
	}
	var voices []fyne.CanvasObject
	of := e.of
	if e.over != nil {
		of = e.over
	}
	for _, s := range widgets.Speak(of, e.of.Size()) {
		voices = append(voices, &voice{s})
	}
	e.within.Objects = voices
}

// Layout implements fyne.Layout.
func (e *echo) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.Position{})
		o.Resize(s)
	}
}

// MinSize implements fyne.Layout.
func (e *echo) MinSize([]fyne.CanvasObject) fyne.Size { return e.of.MinSize() }

// ear stands before the voices. Fyne asks it for its role once it has laid a frame out
// and drawn it, and before it comes to them: so they are where that frame has what they
// name, and who taps on what was heard finds it.
type ear struct {
	voice
	e *echo
}

// AccessibilityRole implements fyne.Accessible.
func (r *ear) AccessibilityRole() fyne.AccessibleRole {
	r.e.say()
	return fyne.AccessibleRoleContainer
}

// voice is one thing that can be heard.
type voice struct{ widgets.Spoken }

var (
	_ fyne.CanvasObject = (*voice)(nil)
	_ fyne.Accessible   = (*voice)(nil)
)

// AccessibilityLabel implements fyne.Accessible.
func (v *voice) AccessibilityLabel() string { return v.Label }

// AccessibilityRole implements fyne.Accessible.
func (v *voice) AccessibilityRole() fyne.AccessibleRole { return v.Role }

// What follows implements fyne.CanvasObject: a place, and nothing to draw.
func (v *voice) Position() fyne.Position { return v.At }
func (v *voice) Move(p fyne.Position)    { v.At = p }
func (v *voice) Size() fyne.Size         { return v.Spoken.Size }
func (v *voice) Resize(s fyne.Size)      { v.Spoken.Size = s }
func (v *voice) MinSize() fyne.Size      { return fyne.Size{} }
func (v *voice) Visible() bool           { return true }
func (v *voice) Show()                   {}
func (v *voice) Hide()                   {}
func (v *voice) Refresh()                {}
