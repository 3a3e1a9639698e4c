package screen

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kauth/app/viewmodel"
	"kauth/app/widgets"
	"kauth/core"
)

func TestTapsOnTheAccountsReachTheirIntents(t *testing.T) {
	w := open(t)
	code := w.shell.shown.State.(viewmodel.HomeState).Code(0).Digits
	w.tap("Copy the code "+widgets.Spell(code), "home")
	w.until(func(s viewmodel.State) bool { return s.(viewmodel.HomeState).Toast == viewmodel.ToastCopied })
	if got := w.ports.text(); len(got) != 6 || got != strings.ReplaceAll(code, " ", "") {
		t.Fatalf("the clipboard has %q, the row %q", got, code)
	}
	w.tap("Open Infomaniak anna@assoziation.ch", "detail")
	w.tap("Rename", "rename")
	w.tap("Back", "detail")
	w.tap("Remove from this phone", "remove")
	w.tap("Keep it", "detail")
	w.tap("Back", "home")
	w.tap("Add an account", "welcome")
	w.tap("Log in from a computer", "steps")
	w.tap("Continue", "scan")
	w.tap("Enter by hand", "manual")
	w.tap("Use this address", "manual")
	w.until(func(s viewmodel.State) bool { return s.(viewmodel.ManualState).Problem != nil })
}

func TestTapsOnTheSettingsTakeEffectAtOnce(t *testing.T) {
	w := open(t)
	w.tap("Settings", "settings")
	w.tap("Language As the system", "language")
	w.tap("Français", "language")
	w.until(func(viewmodel.State) bool { return w.shell.shown.Look.Language == "fr" })
	w.tap("Retour", "settings")
	w.tap("Apparence Comme le système", "appearance")
	w.tap("Sombre", "appearance")
	w.until(func(viewmodel.State) bool { return w.shell.shown.Look.Appearance == "dark" })
	w.tap("Retour", "settings")
	w.tap("Retour", "home")
}

func TestATapBeforeTheAnswersAreArmedAnswersNothing(t *testing.T) {
	w := open(t)
	w.ports.ask(core.Confirm)
	w.until(func(s viewmodel.State) bool { return s.Screen() == "challenge" })
	if w.shell.shown.State.(viewmodel.ChallengeState).Armed {
		t.Fatal("armed at once")
	}
	w.tap("YES", "challenge")
	w.until(func(s viewmodel.State) bool { return s.(viewmodel.ChallengeState).Armed })
	if said := w.ports.answers(); len(said) > 0 {
		t.Fatalf("answered %v too early", said)
	}
	w.tap("YES", "result")
	if said := w.ports.answers(); len(said) != 1 || said[0] != "approve " {
		t.Fatalf("answered %q", said)
	}
}

func TestKeysAndTapsTypeTheNumber(t *testing.T) {
	w := open(t)
	w.ports.ask(core.Match)
	w.until(func(s viewmodel.State) bool { c, ok := s.(viewmodel.ChallengeState); return ok && c.Armed })
	typed := func(want string) func(viewmodel.State) bool {
		return func(s viewmodel.State) bool { return s.(viewmodel.ChallengeState).Typed == want }
	}
	w.tap("4", "challenge")
	w.until(typed("4"))
	w.tap("Delete the last digit", "challenge")
	w.until(typed(""))
	w.shell.rune('6')
	w.until(typed("6"))
	w.shell.key(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	w.until(typed(""))
	w.shell.rune('7')
	w.until(typed("7"))
	w.tap("2", "result")
	if said := w.ports.answers(); len(said) != 1 || said[0] != "approve 72" {
		t.Fatalf("answered %q", said)
	}
}

// tap touches the left of what is called label, where no other lies over it, and waits for a screen.
func (w *world) tap(label, screen string) {
	w.t.Helper()
	_, controls := everything(w.shell.stage, phone)
	for _, c := range controls {
		if c.object.(fyne.Accessible).AccessibilityLabel() == label && c.all() {
			test.TapCanvas(w.w.Canvas(), fyne.NewPos(c.whole.x+min(c.whole.w/2, 20), c.whole.y+c.whole.h/2))
			w.until(func(s viewmodel.State) bool { return s.Screen() == screen })
			return
		}
	}
	w.t.Fatalf("%s has no %q in the window", w.shell.Screen(), label)
}
