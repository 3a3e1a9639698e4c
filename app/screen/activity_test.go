package screen

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// TestOfALongActivityOnlyWhatIsInSightExists opens a year of requests.
func TestOfALongActivityOnlyWhatIsInSightExists(t *testing.T) {
	var rows []viewmodel.ActivityRow
	for i := range 2000 {
		rows = append(rows, happened(viewmodel.WhatApproved, "Firefox on Windows", "Lausanne, Switzerland", time.Duration(i)*4*time.Hour))
	}
	e := newEasel(t, light)
	begun := time.Now()
	p := e.show(shot{state: pastOf(func(s *viewmodel.ActivityState) { s.Days = days(rows...) }), page: activityPage}).(*activity)
	took := time.Since(begun)
	exist := func() (n int) {
		for _, o := range test.WidgetRenderer(p.days).Objects() {
			if _, ok := o.(*widgets.PieceRow); ok {
				n++
			}
		}
		return n
	}
	if n := exist(); n < 8 || n > 30 {
		t.Errorf("%d rows exist", n)
	}
	p.page.ScrollTo(60000)
	if n := exist(); n < 8 || n > 30 {
		t.Errorf("%d rows exist further down", n)
	}
	_, controls := everything(p.object(), phone)
	found := false
	for _, c := range controls {
		label := c.object.(fyne.Accessible).AccessibilityLabel()
		found = found || c.all() && len(label) > 8 && label[:8] == "Approved"
	}
	if !found {
		t.Error("no row can be tapped further down")
	}
	t.Logf("2,000 requests: %v", took)
}
