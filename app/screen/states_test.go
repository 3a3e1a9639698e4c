package screen

import (
	"image"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kauth/app/look"
	"kauth/app/text"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
	"kauth/core"
)

// shot is a screen in one state.
type shot struct {
	name  string
	state viewmodel.State
	page  any  // the view-model's page, for its intents
	main  bool // shown in the other languages and sizes too
	// foreign has letters that no embedded font has: what is drawn depends on the system.
	foreign bool
	// under is the page that a sheet lies over, or the list that an account is beside.
	under *shot
	size  fyne.Size    // of the window; zero: a phone's
	then  func(p page) // what happened since; nil: nothing
}

// moreShots has the shots of each subject: its own test file adds them in init.
var moreShots []func() []shot

// shots are all screens, each in every state that a person can meet.
func shots() []shot {
	var all []shot
	for _, some := range [][]shot{addShots, linkShots, homeShots(), accountShots, requestShots, resultShots, doorShots} {
		all = append(all, some...)
	}
	for _, some := range moreShots {
		all = append(all, some()...)
	}
	return all
}

// view is how shots are drawn.
type view struct {
	name       string
	language   string
	appearance look.Appearance
	scale      float32
}

var (
	light  = view{"light", "en", look.LightOnly, 1}
	dark   = view{"dark", "en", look.DarkOnly, 1}
	german = view{"de", "de", look.LightOnly, 1}
	french = view{"fr", "fr", look.LightOnly, 1}
	large  = view{"large", "en", look.LightOnly, 2}
)

var phone = fyne.NewSize(390, 844)

// at is when all of it happens: a morning in Lausanne.
var at = time.Date(2026, time.May, 12, 9, 41, 30, 0, time.FixedZone("CEST", 2*3600))

func problemOf(k core.Kind, detail string) *viewmodel.Problem {
	return &viewmodel.Problem{Kind: k, Detail: detail}
}

// easel is a window that draws shots.
type easel struct {
	w     fyne.Window
	stage *stage
	c     context
}

func newEasel(t *testing.T, v view) *easel {
	t.Helper()
	a := test.NewApp()
	a.Settings().SetTheme(look.NewTheme(v.appearance, v.scale))
	e := &easel{w: test.NewWindow(nil), stage: newStage(true)}
	t.Cleanup(e.w.Close)
	e.w.SetPadded(false)
	e.w.SetContent(e.stage)
	e.w.Resize(phone)
	e.c = context{t: text.New(v.language), now: func() time.Time { return at }, w: e.w}
	return e
}

// show builds a shot as the shell does.
func (e *easel) show(s shot) page {
	p := build(viewmodel.View{State: s.state, Intents: s.page}, e.c)
	for _, o := range e.w.Canvas().Overlays().List() {
		e.w.Canvas().Overlays().Remove(o)
	}
	if s.size.IsZero() {
		s.size = phone
	}
	if e.w.Canvas().Size() != s.size {
		e.w.Resize(s.size)
	}
	if w, ok := p.(interface{ wider(bool) }); ok {
		w.wider(s.under != nil || s.size.Width >= widgets.WideFrom)
	}
	p.update(s.state)
	e.place(s, p.object())
	if s.then != nil {
		s.then(p)
	}
	return p
}

// root is all that can be reached: a sheet alone, or what is in the window.
func (e *easel) root() fyne.CanvasObject {
	if sheet := e.w.Canvas().Overlays().Top(); sheet != nil {
		return sheet
	}
	return e.stage
}

// place puts a shot where the shell would.
func (e *easel) place(s shot, o fyne.CanvasObject) {
	_, list := s.page.(*viewmodel.Home)
	_, sheet := o.(*widgets.Sheet)
	switch {
	case sheet && s.under != nil:
		below := build(viewmodel.View{State: s.under.state, Intents: s.under.page}, e.c)
		below.update(s.under.state)
		e.stage.show(below.object(), 0, true)
		e.w.Canvas().Overlays().Add(o)
		o.Resize(e.w.Canvas().Size())
	case s.under != nil:
		below := build(viewmodel.View{State: s.under.state, Intents: s.under.page}, e.c)
		below.update(s.under.state)
		e.stage.show(widgets.NewPair(below.object(), o), 0, true)
	case list && s.size.Width >= widgets.WideFrom:
		e.stage.show(widgets.NewPair(o, nothingOpen(e.c)), 0, true)
	default:
		e.stage.show(o, 0, true)
	}
}

func (e *easel) draw(s shot) image.Image {
	e.show(s)
	return e.w.Canvas().Capture()
}
