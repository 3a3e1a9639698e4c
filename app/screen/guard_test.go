package screen

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"kauth/app/viewmodel"
	"kauth/core"
)

// button finds a control by its name, and where its middle is.
func (w *world) button(label string) (o fyne.CanvasObject, middle fyne.Position) {
	w.t.Helper()
	_, controls := everything(w.shell.stage, phone)
	for _, c := range controls {
		if c.object.(fyne.Accessible).AccessibilityLabel() == label {
			return c.object, fyne.NewPos(c.whole.x+c.whole.w/2, c.whole.y+c.whole.h/2)
		}
	}
	w.t.Fatalf("no %q", label)
	return nil, middle
}

func (w *world) untilArmed() {
	w.t.Helper()
	w.until(func(s viewmodel.State) bool { c, ok := s.(viewmodel.ChallengeState); return ok && c.Armed })
}

// TestAFingerThatCameDownTooEarlyAnswersNothing: it goes up once YES takes taps, as it
// does when the hand was resting there. The next tap counts.
func TestAFingerThatCameDownTooEarlyAnswersNothing(t *testing.T) {
	w := open(t)
	w.ports.ask(core.Confirm)
	w.until(func(s viewmodel.State) bool { return s.Screen() == "challenge" })
	yes, _ := w.button("YES")
	yes.(desktop.Mouseable).MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
	w.untilArmed()
	yes.(desktop.Mouseable).MouseUp(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
	yes.(fyne.Tappable).Tapped(&fyne.PointEvent{})
	yes.(desktop.Mouseable).MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
	if said := w.ports.answers(); len(said) > 0 {
		t.Fatalf("answered %q", said)
	}
	yes.(fyne.Tappable).Tapped(&fyne.PointEvent{})
	w.until(func(s viewmodel.State) bool { return s.Screen() == "result" })
}

// TestANewRequestMovesNoAnswerUnderTheFinger: YES stays where it was, and takes nothing.
func TestANewRequestMovesNoAnswerUnderTheFinger(t *testing.T) {
	w := open(t)
	w.ports.ask(core.Confirm)
	w.untilArmed()
	_, before := w.button("YES")
	page := w.shell.shown.Page
	w.ports.asks("chl_2", core.Confirm)
	w.until(func(viewmodel.State) bool { return w.shell.shown.Page != page })
	_, after := w.button("YES")
	if before != after {
		t.Errorf("YES went from %v to %v", before, after)
	}
	if w.shell.shown.State.(viewmodel.ChallengeState).Armed {
		t.Fatal("armed at once")
	}
	test.TapCanvas(w.w.Canvas(), after)
	w.untilArmed()
	if said := w.ports.answers(); len(said) > 0 {
		t.Fatalf("a tap that was meant for the older request answered %q", said)
	}
}

func TestAnotherSizeOfTheWindowDisarmsTheAnswers(t *testing.T) {
	w := open(t)
	w.ports.ask(core.Confirm)
	w.untilArmed()
	w.w.Resize(fyne.NewSize(phone.Height, phone.Width))
	w.until(func(s viewmodel.State) bool { return !s.(viewmodel.ChallengeState).Armed })
	w.untilArmed()
}

// TestALayoutThatIsDoneAnewLeavesTheAnswersArmed: a script that looks at the headless
// phone again and again has it done with each look, and with its tap.
func TestALayoutThatIsDoneAnewLeavesTheAnswersArmed(t *testing.T) {
	w := open(t)
	w.ports.ask(core.Confirm)
	w.untilArmed()
	w.w.Resize(phone.AddWidthHeight(1, 1))
	w.w.Resize(phone)
	_, yes := w.button("YES")
	test.TapCanvas(w.w.Canvas(), yes)
	w.until(func(s viewmodel.State) bool { return s.Screen() == "result" })
}

// TestEnterThatIsHeldAnswersNothing: the keyboard repeats it, on YES that has the focus.
func TestEnterThatIsHeldAnswersNothing(t *testing.T) {
	w := open(t)
	w.ports.ask(core.Confirm)
	w.until(func(s viewmodel.State) bool { return s.Screen() == "challenge" })
	yes, _ := w.button("YES")
	key := yes.(fyne.Focusable)
	key.FocusGained()
	for range 3 {
		key.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		key.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	}
	w.untilArmed()
	if said := w.ports.answers(); len(said) > 0 {
		t.Fatalf("answered %q", said)
	}
	key.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	w.until(func(s viewmodel.State) bool { return s.Screen() == "result" })
}
