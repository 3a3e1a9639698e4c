package screen

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2/theme"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

func TestTheSystemsBarsAreToldOfADarkPage(t *testing.T) {
	e := newEasel(t, light)
	t.Cleanup(func() { look.SetGround(look.Bg) })
	var told []bool
	e.stage.bars = func(dark bool) { told = append(told, dark) }
	page := func(s viewmodel.State, in any) { e.show(shot{state: s, page: in}) }
	page(viewmodel.ManualState{}, manualPage)
	page(viewmodel.ScanState{}, &viewmodel.Scan{})
	page(viewmodel.ScanState{Busy: true}, &viewmodel.Scan{})
	e.stage.cover(true) // for the list of recent apps
	e.stage.cover(false)
	page(viewmodel.ManualState{}, manualPage)
	if want := []bool{false, true, false, true, false}; !slices.Equal(told, want) {
		t.Errorf("told %v instead of %v", told, want)
	}
	if p, is := e.stage.objects[0].(*widgets.Page); !is || p.Ground() != look.Bg {
		t.Error("the last page has another ground")
	}
}

// TestFynesDialogIsReadOverTheDarkPageOfADesktop: it writes on its icons, which have the
// color of text, with what a window is cleared with.
func TestFynesDialogIsReadOverTheDarkPageOfADesktop(t *testing.T) {
	for _, v := range []view{light, dark} {
		e := newEasel(t, v)
		e.show(shot{state: viewmodel.ScanState{}, page: &viewmodel.Scan{}})
		on, words := nrgba(theme.Color(theme.ColorNameForeground)), nrgba(theme.Color(theme.ColorNameBackground))
		if c := look.Contrast(on, words); c < 4.5 {
			t.Errorf("%s: %.1f", v.name, c)
		}
	}
}
