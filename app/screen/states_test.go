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
	p.update(s.state)
	e.stage.show(p.object(), 0, true)
	return p
}

func (e *easel) draw(s shot) image.Image {
	e.show(s)
	return e.w.Canvas().Capture()
}
