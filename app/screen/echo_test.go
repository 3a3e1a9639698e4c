package screen

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// heardBy lists what Fyne's drivers give to a screen reader: accessible objects that
// stand in containers (internal/driver/mobile/accessibility_android.go and its like).
func heardBy(o fyne.CanvasObject, at fyne.Position) (found []widgets.Spoken) {
	if o == nil || !o.Visible() {
		return nil
	}
	at = at.Add(o.Position())
	if a, ok := o.(fyne.Accessible); ok && a.AccessibilityRole() != fyne.AccessibleRoleContainer {
		found = append(found, widgets.Spoken{Role: a.AccessibilityRole(), Label: a.AccessibilityLabel(), At: at, Size: o.Size()})
	}
	if c, ok := o.(*fyne.Container); ok {
		for _, child := range c.Objects {
			found = append(found, heardBy(child, at)...)
		}
	}
	return found
}

// hears shows a shot in a window with an echo, and gives what is heard of it.
func (e *easel) hears(s shot) (page fyne.CanvasObject, heard []widgets.Spoken) {
	echo, content := newEcho(e.stage, false)
	e.w.SetContent(content)
	e.w.Resize(phone)
	page = e.show(s).object()
	if echo.through(e.w.Canvas().Overlays().Top()); !s.size.IsZero() {
		page = e.root()
	}
	return page, heardBy(content, fyne.Position{})
}

func TestScreenReadersHearEveryControlAndWordInSight(t *testing.T) {
	e := newEasel(t, light)
	for _, s := range shots() {
		page, heard := e.hears(s)
		texts, controls := everything(page, e.w.Canvas().Size())
		for _, c := range controls {
			if c.all() && !slices.ContainsFunc(heard, func(h widgets.Spoken) bool {
				return h.Label == c.object.(fyne.Accessible).AccessibilityLabel() && h.At.X == c.whole.x && h.At.Y == c.whole.y
			}) {
				t.Errorf("%s: nobody hears of %s", s.name, called(c.object))
			}
		}
		for _, x := range texts {
			words := x.object.(*canvas.Text).Text
			if x.all() && !decoration(words) && !slices.ContainsFunc(heard, func(h widgets.Spoken) bool {
				return strings.Contains(h.Label, firstOf(words)) || strings.Contains(h.Label, widgets.Spell(words)) || eachIn(h.Label, words)
			}) {
				t.Errorf("%s: nobody hears %q", s.name, words)
			}
		}
	}
}

// eachIn tells that a label says each of the words, or spells it.
func eachIn(label, words string) bool {
	for _, w := range strings.Fields(strings.ToLower(words)) {
		if l := strings.ToLower(label); !strings.Contains(l, w) && !strings.Contains(l, widgets.Spell(w)) {
			return false
		}
	}
	return true
}

// firstOf is what comes before the place where words are shortened: what is heard is
// the whole.
func firstOf(words string) string {
	first, _, _ := strings.Cut(words, "…")
	return first
}

// decoration is what stands beside words that say more: a row's number, initials, the
// seconds in a ring, a placeholder or what was typed into a field, which says it itself.
func decoration(words string) bool {
	return len([]rune(words)) <= 2 || strings.HasPrefix(words, "•") // dots for a code: it is said that it is hidden
}

func TestCodesAreReadDigitByDigit(t *testing.T) {
	e := newEasel(t, light)
	found := 0
	for _, s := range shots() {
		_, heard := e.hears(s)
		for _, h := range heard {
			for _, word := range strings.FieldsFunc(h.Label, func(r rune) bool { return r < '0' || r > '9' }) {
				if len(word) > 2 && strings.Contains(h.Label, "482 913") {
					t.Errorf("%s: %q is read as a number", s.name, h.Label)
				}
			}
			if strings.Contains(h.Label, "4 8 2, 9 1 3") {
				found++
			}
		}
	}
	if found < 3 {
		t.Errorf("the code is heard on %d screens", found)
	}
}

func TestTapOnWhatIsHeardReachesItsButton(t *testing.T) {
	e := newEasel(t, light)
	echo, content := newEcho(e.stage, false)
	e.w.SetContent(content)
	e.w.Resize(phone)
	tapped := 0
	e.stage.show(widgets.NewPage(widgets.PageSpec{
		Body: []fyne.CanvasObject{widgets.NewButton(widgets.Primary, "Open", func() { tapped++ })},
	}), 0, true)
	echo.say()
	for _, h := range heardBy(content, fyne.Position{}) {
		test.TapCanvas(e.w.Canvas(), h.At.AddXY(h.Size.Width/2, h.Size.Height/2)) // as a screen reader does
	}
	if tapped != 1 {
		t.Errorf("tapped %d times", tapped)
	}
}

func TestWhatIsHeardIsWhereTheFrameHasIt(t *testing.T) {
	e := newEasel(t, light)
	echo, content := newEcho(e.stage, false)
	e.w.SetContent(content)
	e.w.Resize(phone)
	page := widgets.NewPage(widgets.PageSpec{Body: []fyne.CanvasObject{widgets.NewButton(widgets.Primary, "Open", func() {})}})
	e.stage.show(page, 0, true)
	echo.say()
	before := heardBy(content, fyne.Position{})
	page.Move(fyne.NewPos(0, 40)) // laid out anew, and nobody says so
	after := heardBy(content, fyne.Position{})
	if len(before) != 1 || len(after) != 1 || after[0].At.Y != before[0].At.Y+40 {
		t.Errorf("heard at %v, then at %v", before, after)
	}
}

func TestWhatIsScrolledIntoSightIsHeard(t *testing.T) {
	e := newEasel(t, large)
	for _, s := range shots() {
		if s.name != "settings-keyring" {
			continue
		}
		echo, content := newEcho(e.stage, false)
		e.w.SetContent(content)
		e.w.Resize(phone)
		page := e.show(s).object()
		echo.follow(page)
		echo.say()
		last := e.c.t.T("about.bar")
		hears := func() bool {
			return slices.ContainsFunc(heardBy(content, fyne.Position{}), func(h widgets.Spoken) bool { return h.Label == last })
		}
		if hears() {
			t.Fatal("the last row is in sight at once")
		}
		widgets.Pages(page)[0].ScrollTo(10000)
		if !hears() {
			t.Error("nobody hears of the last row, which was scrolled into sight")
		}
	}
}

// TestKeyboardReachesEveryControlAndSeesIt goes from control to control with Tab.
func TestKeyboardReachesEveryControlAndSeesIt(t *testing.T) {
	for _, v := range []view{light, large} {
		e := newEasel(t, v)
		for _, s := range shots() {
			e.show(s)
			page, c := e.root(), e.w.Canvas()
			_, controls := everything(page, c.Size())
			c.Unfocus()
			reached := map[fyne.CanvasObject]bool{}
			for range len(controls) + 40 { // rows come into being on the way
				c.FocusNext()
				o, ok := c.Focused().(fyne.CanvasObject)
				if !ok { // a row is met again as another one
					break
				}
				reached[o] = true
				_, now := everything(page, c.Size())
				at := slices.IndexFunc(now, func(x seen) bool { return x.object == o })
				if at < 0 {
					continue // a row that came into being by this step
				}
				if x := now[at]; x.shown.h < min(x.whole.h, 100)-0.5 {
					t.Errorf("%s, %s: %s has the keyboard, and %v of %v is in sight", s.name, v.name, called(o), x.shown.h, x.whole.h)
				}
			}
			for _, x := range controls {
				if d, ok := x.object.(fyne.Disableable); ok && d.Disabled() {
					continue
				}
				if !reached[x.object] {
					t.Errorf("%s, %s: Tab does not reach %s", s.name, v.name, called(x.object))
				}
			}
		}
	}
}

// TestTypedDigitsAreCounted: whoever does not see the boxes hears how many are filled.
func TestTypedDigitsAreCounted(t *testing.T) {
	e, found := newEasel(t, light), 0
	for _, s := range shots() {
		typed := ""
		switch st := s.state.(type) {
		case viewmodel.DigitsState:
			typed = st.Typed
		case viewmodel.ChallengeState:
			if typed = st.Typed; st.Digits == 0 {
				continue
			}
		default:
			continue
		}
		want := e.c.t.T("lock.dots", "count", len(typed))
		_, heard := e.hears(s)
		if !slices.ContainsFunc(heard, func(h widgets.Spoken) bool { return h.Label == want }) {
			t.Errorf("%s: nobody hears %q", s.name, want)
		}
		found++
	}
	if found < 5 {
		t.Errorf("digits are typed on %d screens", found)
	}
}
