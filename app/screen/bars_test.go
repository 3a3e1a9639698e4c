package screen

import (
	"slices"
	"testing"

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
