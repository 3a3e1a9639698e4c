package screen

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

func several(t *testing.T) *world {
	return open(t, coded("a", "Infomaniak", "anna@assoziation.ch"), coded("b", "GitHub", "annam"), coded("c", "Nextcloud", "anna@cloud.example"))
}

func (w *world) list() *home { return w.shell.list() }

// lists waits for an order of the accounts.
func (w *world) lists(want ...string) {
	w.t.Helper()
	w.until(func(s viewmodel.State) bool {
		h, ok := s.(viewmodel.HomeState)
		var got []string
		for _, r := range h.Rows {
			got = append(got, r.Title)
		}
		return ok && slices.Equal(got, want)
	})
}

func (w *world) row(i int) *widgets.AccountRow { return w.list().list.Row(i).(*widgets.AccountRow) }

// middle is the place in the window of a row's avatar.
func (w *world) middle(i int) fyne.Position {
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(w.row(i)).AddXY(30, 50)
}

// onSheet taps what is called label on the sheet over the page.
func (w *world) onSheet(label, screen string) {
	w.t.Helper()
	_, controls := everything(w.shell.sight.sheet, w.w.Canvas().Size())
	for _, c := range controls {
		if c.object.(fyne.Accessible).AccessibilityLabel() == label {
			test.TapCanvas(w.w.Canvas(), fyne.NewPos(c.whole.x+20, c.whole.y+c.whole.h/2))
			w.until(func(s viewmodel.State) bool { return s.Screen() == screen })
			return
		}
	}
	w.t.Fatalf("the sheet has no %q", label)
}

func (w *world) press(key fyne.KeyName, with fyne.KeyModifier) {
	if with != 0 {
		for _, k := range listKeys { // the test driver's canvas takes no shortcuts
			if k.key == key && k.with == with {
				w.shell.shortcut(k.do)
			}
		}
		return
	}
	if f := w.w.Canvas().Focused(); f != nil {
		f.TypedKey(&fyne.KeyEvent{Name: key})
		return
	}
	w.w.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: key})
}

func TestARowIsDraggedToItsPlace(t *testing.T) {
	w := several(t)
	test.Drag(w.w.Canvas(), w.middle(0), 0, 250)
	w.lists("GitHub", "Nextcloud", "Infomaniak")
	test.Drag(w.w.Canvas(), w.middle(2), 0, -130)
	w.lists("GitHub", "Infomaniak", "Nextcloud")
}

func TestTheKeyboardAloneMovesOpensAndCopies(t *testing.T) {
	w := several(t)
	w.press(fyne.KeyDown, 0)
	w.press(fyne.KeyDown, 0)
	w.press(fyne.KeyUp, fyne.KeyModifierAlt)
	w.lists("GitHub", "Infomaniak", "Nextcloud")
	if !w.row(0).Focused() {
		t.Error("the keyboard has left the account that it moved")
	}
	w.press(fyne.KeyDown, fyne.KeyModifierAlt)
	w.lists("Infomaniak", "GitHub", "Nextcloud")
	w.press(fyne.KeyReturn, 0)
	w.until(func(s viewmodel.State) bool { return s.Screen() == "detail" })
	w.press(fyne.KeyEscape, 0)
	w.until(func(s viewmodel.State) bool { return s.Screen() == "home" })
}

func TestTheOtherButtonOpensARowsMenuAndEscapeClosesIt(t *testing.T) {
	w := several(t)
	menu := func() {
		test.TapSecondary(w.row(1).Entrance().(fyne.SecondaryTappable))
		w.until(func(s viewmodel.State) bool { return s.Screen() == "rowmenu" })
	}
	menu()
	if len(w.w.Canvas().Overlays().List()) != 1 || w.w.Canvas().Focused() == nil {
		t.Error("the keyboard is not on the sheet")
	}
	w.press(fyne.KeyEscape, 0)
	w.until(func(s viewmodel.State) bool { return s.Screen() == "home" })
	if len(w.w.Canvas().Overlays().List()) != 0 {
		t.Fatal("the sheet stays")
	}
	menu()
	w.onSheet("Move up", "rowmenu")
	w.onSheet("Close", "home")
	w.lists("GitHub", "Infomaniak", "Nextcloud")
	menu()
	w.onSheet("Copy next code", "home")
	if got := w.ports.text(); len(got) != 6 {
		t.Errorf("copied %q", got)
	}
	menu()
	w.onSheet("Order of accounts", "ordering")
	w.onSheet("A to Z", "home")
	w.lists("GitHub", "Infomaniak", "Nextcloud")
	menu()
	w.onSheet("Rename", "rename")
}

func TestWhatIsTypedOnTheListIsLookedFor(t *testing.T) {
	w := several(t)
	w.w.Canvas().OnTypedRune()('n')
	w.lists("Infomaniak", "GitHub", "Nextcloud")
	w.until(func(s viewmodel.State) bool { return s.(viewmodel.HomeState).Query == "n" })
	field := w.list().search
	if w.w.Canvas().Focused() != field.Entry() || field.Text() != "n" {
		t.Fatalf("the field has %q", field.Text())
	}
	w.w.Canvas().Focused().TypedRune('e')
	w.lists("Nextcloud")
	w.press(fyne.KeyReturn, 0)
	w.until(func(s viewmodel.State) bool { return s.(viewmodel.HomeState).Toast == viewmodel.ToastCopied })
	w.press(fyne.KeyDown, 0)
	if !w.row(0).Focused() {
		t.Error("the keyboard does not go on to what was found")
	}
	w.press(fyne.KeyEscape, 0)
	w.lists("Infomaniak", "GitHub", "Nextcloud")
	w.press(fyne.KeyF, fyne.KeyModifierShortcutDefault)
	w.until(func(s viewmodel.State) bool { return s.(viewmodel.HomeState).Searching })
}

func TestPullingTheListAsksTheServers(t *testing.T) {
	w := several(t)
	w.press(fyne.KeyF5, 0)
	w.until(func(s viewmodel.State) bool { return !s.(viewmodel.HomeState).Check.At.IsZero() })
	if w.ports.asked != 1 || !w.list().check.Visible() {
		t.Errorf("asked %d times", w.ports.asked)
	}
}

func TestAWindowThatIsMadeWideKeepsTheAccountBesideTheList(t *testing.T) {
	w := several(t)
	w.tap("Open GitHub annam", "detail")
	opened := w.shell.page
	w.w.Resize(tablet)
	w.until(func(viewmodel.State) bool { return w.shell.shown.Wide })
	list := w.list()
	if list == nil || w.shell.page != opened || list.s.Selected != "b" {
		t.Fatal("the account or the list is gone")
	}
	w.press(fyne.KeyDown, 0)
	w.until(func(s viewmodel.State) bool { d, ok := s.(viewmodel.DetailState); return ok && d.Title == "Nextcloud" })
	w.press(fyne.KeyUp, 0)
	w.until(func(s viewmodel.State) bool { return s.(viewmodel.DetailState).Title == "GitHub" })
	if !w.row(1).Focused() || w.list() != list {
		t.Error("the keyboard has left the list")
	}
	w.w.Resize(phone)
	w.until(func(viewmodel.State) bool { return !w.shell.shown.Wide })
	if w.shell.list() != nil || w.shell.shown.State.(viewmodel.DetailState).Title != "GitHub" {
		t.Errorf("narrow again, it shows %+v", w.shell.shown.State)
	}
	w.tap("Back", "home")
}

func TestAWindowThatIsMadeNarrowAgainStillShowsTheList(t *testing.T) {
	w := several(t)
	w.w.Resize(tablet)
	w.until(func(viewmodel.State) bool { return w.shell.shown.Wide })
	w.w.Resize(phone)
	w.until(func(viewmodel.State) bool { return !w.shell.shown.Wide })
	if !w.shell.page.object().Visible() {
		t.Error("the window is empty")
	}
}

func TestTheRoundButtonNeverLiesOnTheLastAccount(t *testing.T) {
	for _, size := range []fyne.Size{phone, lying, tablet} {
		w := open(t, coded("a", "A", "a"), coded("b", "B", "b"), coded("c", "C", "c"), coded("d", "D", "d"), coded("e", "E", "e"), coded("f", "F", "f"), coded("g", "G", "g"))
		w.w.Resize(size)
		w.until(func(viewmodel.State) bool { return w.shell.shown.Wide == (size.Width >= widgets.WideFrom) })
		w.list().page.ScrollTo(10000)
		_, controls := everything(w.shell.stage, size)
		var last, button box
		for _, c := range controls {
			switch c.object.(fyne.Accessible).AccessibilityLabel() {
			case "Open G g":
				last = c.whole
			case "Add an account":
				button = c.whole
			}
		}
		if last.h == 0 || button.h == 0 || last.y+last.h > button.y {
			t.Errorf("%v: the last account is at %v, the button at %v", size, last, button)
		}
	}
}
