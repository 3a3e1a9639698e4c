package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kauth/app/look"
)

// dress starts an app in our theme.
func dress() { test.NewApp().Settings().SetTheme(look.NewTheme(look.LightOnly, 1)) }

// begin shows o in a window as wide as a phone.
func begin(t *testing.T, o fyne.CanvasObject) fyne.Window {
	t.Helper()
	w := test.NewWindow(o)
	t.Cleanup(w.Close)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(390, 844))
	return w
}

func TestATapOnTheCodeCopiesAndElsewhereOpens(t *testing.T) {
	dress()
	said := ""
	row := NewAccountRow(Account{
		Title: "GitHub", Label: "annam", Code: "913 008", Seconds: 9, Fraction: 0.3,
		Copy: func() { said = "copy" }, Open: func() { said = "open" },
	})
	p := NewPage(PageSpec{Body: []fyne.CanvasObject{row}})
	w := begin(t, p)
	for at, want := range map[fyne.Position]string{{X: 150, Y: 60}: "copy", {X: 40, Y: 60}: "open", {X: 350, Y: 60}: "open"} {
		said = ""
		test.TapCanvas(w.Canvas(), at)
		if said != want {
			t.Errorf("a tap at %v: %q, want %q", at, said, want)
		}
	}
	row.Set(Account{Title: "GitHub", Pending: true, Note: "Finish linking", Open: func() { said = "open" }})
	said = ""
	if test.TapCanvas(w.Canvas(), fyne.NewPos(150, 60)); said != "open" {
		t.Errorf("a row that has no code: %q", said)
	}
}

func TestABusyOrDisabledButtonTakesNoTap(t *testing.T) {
	dress()
	taps := 0
	b := NewButton(Yes, "YES", func() { taps++ })
	begin(t, b)
	b.SetBusy(true)
	test.Tap(b)
	b.SetBusy(false)
	b.Disable()
	test.Tap(b)
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if taps != 0 || !b.Disabled() {
		t.Fatalf("%d taps, disabled %v", taps, b.Disabled())
	}
	b.Enable()
	test.Tap(b)
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if taps != 2 {
		t.Errorf("%d taps when enabled, want 2", taps)
	}
}

func TestEscapeOnAButtonOrAFieldGoesToThePage(t *testing.T) {
	dress()
	b, f := NewButton(Primary, "Go", nothing), NewField("Name", "")
	w := begin(t, NewPage(PageSpec{Body: []fyne.CanvasObject{b, f}}))
	back := 0
	w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) {
		if e.Name == fyne.KeyEscape {
			back++
		}
	})
	for _, o := range []fyne.Focusable{b, f.Entry()} {
		w.Canvas().Focus(o)
		o.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	}
	if back != 2 {
		t.Errorf("%d of 2 reached the page", back)
	}
}

func TestSettingACheckTellsNobodyAndTappingItDoes(t *testing.T) {
	dress()
	told := []bool{}
	c := NewCheck("I keep them", func(on bool) { told = append(told, on) })
	begin(t, c)
	c.SetChecked(true)
	if len(told) != 0 || !c.IsChecked() {
		t.Fatal("setting it told", told)
	}
	test.Tap(c)
	if len(told) != 1 || told[0] || c.IsChecked() {
		t.Error("tapping it told", told)
	}
}

func TestTheKeypadTypesDigitsAndDeletes(t *testing.T) {
	dress()
	typed := ""
	k := NewKeypad("Delete", func(r rune) { typed += string(r) }, func() { typed = typed[:len(typed)-1] })
	begin(t, k)
	for _, i := range []int{0, 8, 9} { // 1, 9, 0
		test.Tap(k.keys[i])
	}
	if test.Tap(k.del); typed != "19" {
		t.Errorf("typed %q", typed)
	}
	k.SetEnabled(false)
	test.Tap(k.keys[0])
	if test.Tap(k.del); typed != "19" {
		t.Errorf("typed %q while it was off", typed)
	}
}

func TestRowsShowWhatTheyAreSetTo(t *testing.T) {
	dress()
	said := ""
	r := NewRows(Row{Value: "one", Tapped: func() { said = "one" }}, Row{Value: "two"})
	begin(t, r)
	r.Set(Row{Value: "one", Tapped: func() { said = "another" }})
	if len(r.rows) != 1 {
		t.Fatalf("%d rows", len(r.rows))
	}
	test.Tap(r.rows[0].area)
	if said != "another" {
		t.Errorf("the row kept its old callback: %q", said)
	}
}
