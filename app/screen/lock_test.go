package screen

import (
	ctx "context"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/dialog"

	"kauth/app/viewmodel"
	"kauth/app/widgets"
	"kauth/core"
)

// pinLock is a lock with a PIN whose number of digits is not known.
type pinLock struct {
	viewmodel.Lock
	mu   sync.Mutex
	shut bool
}

func (l *pinLock) Facts() viewmodel.LockFacts {
	l.mu.Lock()
	defer l.mu.Unlock()
	return viewmodel.LockFacts{Kind: viewmodel.AskPIN, Shut: l.shut, Keyring: true}
}

func (l *pinLock) Shut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.shut = true
}

func (l *pinLock) Unlock(_ ctx.Context, secret []byte) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if string(secret) != "4802137" {
		return core.E("test", core.WrongPass, nil)
	}
	l.shut = false
	return nil
}

func TestKeysTypeThePINAndEnterEndsIt(t *testing.T) {
	w := openWith(t, &ports{appLock: &pinLock{}})
	w.shell.app.Lock()
	w.until(func(s viewmodel.State) bool { return s.Screen() == "lock" })
	typed := func(n int) func(viewmodel.State) bool {
		return func(s viewmodel.State) bool { d, ok := s.(viewmodel.DoorState); return ok && d.Typed == n }
	}
	for _, r := range "48021399" {
		w.shell.rune(r)
	}
	w.until(typed(8))
	w.shell.key(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	w.until(typed(7))
	w.shell.key(&fyne.KeyEvent{Name: fyne.KeyReturn})
	w.until(func(s viewmodel.State) bool { d, ok := s.(viewmodel.DoorState); return ok && d.Wrong })
	for _, d := range "4802137" {
		w.tap(string(d), "lock")
	}
	w.until(typed(7))
	w.tap("The PIN is complete", "home")
}

func TestADialogDoesNotStandOverTheLock(t *testing.T) {
	w := openWith(t, &ports{appLock: &pinLock{}})
	dialog.NewInformation("A place", "to save to", w.w).Show()
	if len(w.w.Canvas().Overlays().List()) != 1 {
		t.Fatal("there is no dialog")
	}
	w.shell.app.Lock()
	w.until(func(s viewmodel.State) bool { return s.Screen() == "lock" })
	if n := len(w.w.Canvas().Overlays().List()); n != 0 {
		t.Errorf("%d stand over the lock", n)
	}
}

func TestTheSettingsLeadToTheLockAndItsPages(t *testing.T) {
	w := openWith(t, &ports{appLock: &pinLock{}})
	w.tap("Settings", "settings")
	w.tap("App lock PIN", "locksettings")
	w.tap("Change the PIN", "lock")
	w.tap("Forgot your PIN?", "forgot")
	w.tap("Use your recovery passphrase", "lock")
	w.tap("Back", "lock")
	w.until(func(s viewmodel.State) bool { return s.(viewmodel.DoorState).Ask == viewmodel.AskPIN })
	w.tap("Back", "locksettings")
	w.tap("Back", "settings")
}

func TestAPageInTheBackgroundIsCoveredAndKeepsWhatWasTyped(t *testing.T) {
	e := newEasel(t, light)
	field := widgets.NewField("Name", "")
	field.SetText("typed")
	page := widgets.NewPage(widgets.PageSpec{Body: []fyne.CanvasObject{field}})
	e.stage.show(page, 0, true)
	e.stage.cover(true)
	texts, controls := everything(e.stage, phone)
	if len(texts)+len(controls) != 0 {
		t.Errorf("%d texts and %d controls can be seen", len(texts), len(controls))
	}
	e.stage.cover(false)
	if _, controls := everything(e.stage, phone); len(controls) == 0 || field.Text() != "typed" {
		t.Error("the page is not there again")
	}
}

func TestALockThatComesWhileAPageSlidesIsInFront(t *testing.T) {
	newEasel(t, light)
	st := newStage(false)
	st.Resize(phone)
	first, sliding, lock := canvas.NewCircle(nil), canvas.NewCircle(nil), canvas.NewCircle(nil)
	st.show(first, 0, false)
	st.objects = append(st.objects, sliding) // the driver of tests slides in no time
	st.moves = fyne.NewAnimation(slideTime, func(float32) {})
	st.show(lock, 0, true)
	if st.moves != nil || len(st.objects) != 1 || st.objects[0] != lock {
		t.Errorf("%d pages are in front, sliding %v", len(st.objects), st.moves)
	}
}

func TestTheKeyboardLeavesANoThatHasGone(t *testing.T) {
	e := newEasel(t, light)
	for _, ask := range []string{viewmodel.AskPIN, viewmodel.AskPassphrase} {
		with := visited(nil).(viewmodel.DoorState)
		with.Ask = ask
		p := e.show(shot{state: with, page: doorPage}).(*door)
		next, none := with, with
		next.Request = &viewmodel.DoorRequest{Count: 1}
		none.Request, none.Ended = nil, viewmodel.ResultDenied
		for _, s := range []viewmodel.DoorState{next, none} {
			p.update(with)
			e.w.Canvas().Focus(p.visitor.no)
			p.update(s)
			if e.w.Canvas().Focused() == fyne.Focusable(p.visitor.no) {
				t.Errorf("%s: Enter would refuse the next request", ask)
			}
		}
	}
}
