package screen

import (
	"io"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/driver/mobile"
	"fyne.io/fyne/v2/storage"

	"kauth/app/look"
	"kauth/app/text"
	"kauth/app/viewmodel"
)

// Options override a person's choices, for scripts and tests.
type Options struct {
	Language   string           // "" is the chosen one, or the system's
	Appearance string           // "" is the chosen one, or the system's
	TextScale  float32          // 1 to 2
	System     string           // the system's locale
	Now        func() time.Time // for words like "Today"; nil: time.Now
	Still      bool             // no motion
	Bars       func(dark bool)  // told what stands behind the system's bars; nil: there are none
	Spoken     bool             // says to screen readers what is shown, also in a build for a system without them
}

// Shell shows the page on top of the view-model's stack in one window.
type Shell struct {
	app   *viewmodel.App
	w     fyne.Window
	o     Options
	words *text.Catalog
	stage *stage
	echo  *echo
	name  atomic.Value // the State's name, for who asks from another goroutine

	shown  viewmodel.View
	page   page
	system system
	kept   kept
	sight  sight
}

// page is one built screen.
type page interface {
	object() fyne.CanvasObject
	update(s viewmodel.State)
}

// context is what a screen needs besides its State.
type context struct {
	t   *text.Catalog
	now func() time.Time
	w   fyne.Window
	app *viewmodel.App
}

// NewShell fills w and follows app. It is called on the window's goroutine.
func NewShell(w fyne.Window, app *viewmodel.App, o Options) *Shell {
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Shell{app: app, w: w, o: o, stage: newStage(o.Still)}
	s.name.Store("")
	w.SetPadded(false)
	var content fyne.CanvasObject
	s.echo, content = newEcho(s.stage, !heard && !o.Spoken)
	s.stage.settled, s.stage.bars = s.echo.say, o.Bars
	w.SetContent(content)
	w.Canvas().AddShortcut(&lockShortcut, func(fyne.Shortcut) { s.app.Lock() })
	s.stage.used = s.app.Used
	s.listen()
	w.SetOnDropped(func(_ fyne.Position, files []fyne.URI) {
		all := make([]viewmodel.File, len(files))
		for i, f := range files {
			all[i] = viewmodel.File{Name: f.Name(), Open: func() (io.ReadCloser, error) { return storage.Reader(f) }}
		}
		s.app.Drop(all)
	})
	app.Observe(func(v viewmodel.View) { fyne.Do(func() { s.show(v) }) })
	return s
}

// Screen names the page that is shown, for the headless phone.
func (s *Shell) Screen() string { return s.name.Load().(string) }

// dress takes a change of language or appearance, and says whether there was one.
func (s *Shell) dress(l viewmodel.Look) bool {
	if s.page != nil && l == s.shown.Look && !s.system.changed {
		return false
	}
	s.system.changed = false
	first := func(values ...string) string {
		for _, v := range values {
			if v != "" {
				return v
			}
		}
		return ""
	}
	s.words = text.New(first(s.o.Language, l.Language, s.o.System)).In(s.o.System)
	a := look.Appearance(first(s.o.Appearance, l.Appearance))
	fyne.CurrentApp().Settings().SetTheme(look.NewTheme(a, s.scaleFor(l)))
	still := s.o.Still || s.system.still || l.Still || !fyne.CurrentApp().Settings().ShowAnimations()
	s.stage.still = still
	look.SetStill(still)
	s.stage.Refresh()
	return true
}

// closeDialogs takes away what stands over a page that the lock has ended: a place to
// save codes to must not be chosen any more.
func (s *Shell) closeDialogs() {
	c := s.w.Canvas()
	for _, o := range c.Overlays().List() {
		if o != s.sight.sheet {
			c.Overlays().Remove(o)
		}
	}
}

// forgetMeasured has the toolkit forget the texts that it measured: it keeps each, what
// was typed into a password's field too, and drops them all when the theme is set.
func forgetMeasured() {
	settings := fyne.CurrentApp().Settings()
	settings.SetTheme(settings.Theme())
}

// lockShortcut locks at once.
var lockShortcut = desktop.CustomShortcut{KeyName: fyne.KeyL, Modifier: fyne.KeyModifierShortcutDefault}

func (s *Shell) key(e *fyne.KeyEvent) {
	s.app.Used()
	if l := s.list(); l != nil && l.key(e) {
		return
	}
	switch e.Name {
	case fyne.KeyEscape, mobile.KeyBack:
		s.app.Back()
	case fyne.KeyReturn, fyne.KeyEnter:
		if d, ok := s.shown.Intents.(interface{ Enter() }); ok {
			d.Enter()
		}
	case fyne.KeyBackspace, fyne.KeyDelete:
		if d, ok := s.shown.Intents.(interface{ Delete() }); ok {
			d.Delete()
		}
	}
}

// rune types digits on a page that takes a number, by a keyboard.
func (s *Shell) rune(r rune) {
	if l := s.list(); l != nil {
		l.in.Type(r)
		return
	}
	if d, ok := s.shown.Intents.(interface{ Digit(rune) }); ok {
		d.Digit(r)
	}
}
