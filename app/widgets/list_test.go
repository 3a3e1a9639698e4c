package widgets

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kauth/app/look"
)

// listed is a page with a list of n accounts, and how many rows were ever made.
func listed(t *testing.T, n int) (p *Page, l *List, made *int) {
	t.Helper()
	test.NewApp().Settings().SetTheme(look.NewTheme(look.LightOnly, 1))
	made = new(int)
	account := func(i int) Account { return Account{Title: fmt.Sprint("Account ", i), Label: "anna", Code: "482 913"} }
	l = NewList(ListSpec{
		Gap:    look.Gap,
		Make:   func() fyne.CanvasObject { *made++; return NewAccountRow(Account{}) },
		Show:   func(o fyne.CanvasObject, i int) { o.(*AccountRow).Set(account(i)) },
		Height: func(i int, width float32) float32 { return AccountHeight(account(i), width) },
	})
	l.SetLength(n)
	p = NewPage(PageSpec{Bar: NewBar("Accounts"), Body: []fyne.CanvasObject{NewText(Body, "above the list"), l}})
	w := test.NewWindow(p)
	t.Cleanup(w.Close)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(390, 844))
	p.Settle()
	return p, l, made
}

// title is what a row shows, or "" for none.
func title(l *List, i int) string {
	if r, ok := l.Row(i).(*AccountRow); ok {
		return r.is.Title
	}
	return ""
}

func TestOfAThousandAccountsOnlyThoseInSightExist(t *testing.T) {
	p, l, made := listed(t, 1000)
	if *made > 11 {
		t.Errorf("%d rows for a window of seven", *made)
	}
	if got, want := p.content.MinSize().Height, float32(1000*120); got < want {
		t.Errorf("the page is %v high, the accounts alone are %v", got, want)
	}
	for y := float32(0); y < 1000*120; y += 50 {
		p.ScrollTo(y)
		first, last := l.At(p.Scrolled()-l.Position().Y-8), l.At(p.Scrolled()+p.scroll.Size().Height-l.Position().Y-8)
		for i := first; i <= last; i++ {
			if title(l, i) != fmt.Sprint("Account ", i) {
				t.Fatalf("at %v, the place of account %d shows %q", y, i, title(l, i))
			}
		}
	}
	if *made > 13 {
		t.Errorf("%d rows were made while it was scrolled", *made)
	}
}

func TestAListThatGetsShorterShowsItsEnd(t *testing.T) {
	p, l, _ := listed(t, 1000)
	p.ScrollTo(90000)
	l.SetLength(3)
	p.Settle()
	if p.Scrolled() != 0 || title(l, 0) != "Account 0" || title(l, 2) != "Account 2" || title(l, 3) != "" {
		t.Errorf("scrolled %v, shows %q to %q", p.Scrolled(), title(l, 0), title(l, 2))
	}
	l.SetLength(0)
	p.Settle()
	if len(l.parts) != 0 || l.heightFor(358) != 0 {
		t.Errorf("nothing is %v high in %d rows", l.heightFor(358), len(l.parts))
	}
}

func TestTheKeyboardLeavesARowThatShowsAnother(t *testing.T) {
	p, l, _ := listed(t, 1000)
	row := l.Row(1).(*AccountRow)
	c := canvasOf(row)
	c.Focus(row.open)
	p.ScrollTo(60)
	if !row.open.focused {
		t.Error("a row that is still in sight lost it")
	}
	p.ScrollTo(50000)
	if row.open.focused || c.Focused() != nil {
		t.Error("it stays on what is now another account")
	}
}

func TestAnItemThatIsLiftedMakesRoomForItself(t *testing.T) {
	_, l, _ := listed(t, 20)
	high := l.Top(1) - l.Top(0)
	if to := l.Lift(1, 0.6*high); to != 2 {
		t.Errorf("it would be at %d", to)
	}
	if y := l.Row(2).Position().Y; y != l.Top(1) {
		t.Errorf("the next one is at %v", y)
	}
	if l.parts[len(l.parts)-1] != l.Row(1) {
		t.Error("it is not drawn over the others")
	}
	if to := l.Lift(1, -900); to != 0 || l.Row(1).Position().Y != 0 {
		t.Errorf("above the first: %d at %v", to, l.Row(1).Position().Y)
	}
	if from, to := l.Drop(); from != 1 || to != 0 || l.Row(1).Position().Y != l.Top(1) {
		t.Errorf("from %d to %d", from, to)
	}
}

func TestWhatIsHiddenIsNotLaidOut(t *testing.T) {
	test.NewApp()
	f := NewField("", "Search")
	p := NewPage(PageSpec{Body: []fyne.CanvasObject{f, NewText(Body, "shown")}})
	f.Hide()
	w := test.NewWindow(p)
	t.Cleanup(w.Close)
	w.Resize(fyne.NewSize(390, 844))
	p.Settle()
	if s := f.Entry().(fyne.CanvasObject).Size(); !s.IsZero() {
		t.Errorf("the hidden field takes %v", s)
	}
	f.Hidden = false
	p.Settle()
	if s := f.Entry().(fyne.CanvasObject).Size(); s.Width < 200 {
		t.Errorf("shown, it takes %v", s)
	}
}
