package screen

import (
	"testing"

	"fyne.io/fyne/v2"

	"kauth/app/viewmodel"
	"kauth/app/widgets"
	"kauth/core"
)

func TestWhatWasTypedIsThereAfterARequestCameBetween(t *testing.T) {
	w := open(t)
	w.tap("Add an account", "welcome")
	w.tap("Log in from a computer", "steps")
	w.tap("Enter the code by hand", "manual")
	field := w.shell.page.(*manual).address
	field.SetText("kauth://half of it")
	w.ports.ask(core.Confirm)
	w.until(func(s viewmodel.State) bool { c, ok := s.(viewmodel.ChallengeState); return ok && c.Armed })
	w.tap("NO", "result")
	w.shell.app.Back()
	w.until(func(s viewmodel.State) bool { return s.Screen() == "manual" })
	if got := w.shell.page.(*manual).address; got != field || got.Text() != "kauth://half of it" {
		t.Errorf("the field has %q", got.Text())
	}
	if w.w.Canvas().Focused() != field.Entry() {
		t.Error("the keyboard is elsewhere")
	}
}

func TestAChangeOfLanguageKeepsEachPagesPlace(t *testing.T) {
	w := open(t)
	w.w.Resize(fyne.NewSize(390, 420))
	w.tap("Settings", "settings")
	w.shell.page.object().(*widgets.Page).ScrollTo(220)
	w.tap("Language As the system", "language")
	w.tap("Deutsch", "language")
	w.until(func(viewmodel.State) bool { return w.shell.shown.Look.Language == "de" })
	w.tap("Zurück", "settings")
	if got := scrolled(w.shell.page); got != 220 {
		t.Errorf("scrolled to %v", got)
	}
	w.tap("Sprache Deutsch", "language") // the page is drawn in the new language
}

func TestALockForgetsThePagesBehindIt(t *testing.T) {
	var k kept
	k.leave(viewmodel.View{Page: 1, Depth: 1, State: viewmodel.HomeState{}}, &home{page: widgets.NewPage(widgets.PageSpec{})})
	k.enter(viewmodel.View{Page: 2, Depth: 2, State: viewmodel.DoorState{}})
	if len(k.behind) != 0 {
		t.Errorf("%d pages are kept behind the lock", len(k.behind))
	}
}

func TestAChangeOfLanguageKeepsWhatIsLookedFor(t *testing.T) {
	w := open(t)
	w.tap("Search", "home")
	w.until(func(s viewmodel.State) bool { return s.(viewmodel.HomeState).Searching })
	w.shell.page.(*home).search.SetText("info")
	w.until(func(s viewmodel.State) bool { return s.(viewmodel.HomeState).Query == "info" })
	w.tap("Settings", "settings")
	w.tap("Language As the system", "language")
	w.tap("Italiano", "language")
	w.until(func(viewmodel.State) bool { return w.shell.shown.Look.Language == "it" })
	w.tap("Indietro", "settings")
	w.tap("Indietro", "home")
	h := w.shell.page.(*home)
	if s := w.shell.shown.State.(viewmodel.HomeState); h.search.Text() != "info" || s.Query != "info" || len(s.Rows) != 1 {
		t.Errorf("the field has %q, the list %q with %d rows", h.search.Text(), s.Query, len(s.Rows))
	}
}
