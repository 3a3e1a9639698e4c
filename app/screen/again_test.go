//go:build !race

package screen

import (
	"testing"

	"kauth/app/viewmodel"
	"kauth/core"
)

// TestNewsOfLinkingAgainIsInSight is for who has large letters: what a button at the foot
// has done is said at the top. Where the page was left to its layouts, its place depended
// on which of two quick states was drawn.
func TestNewsOfLinkingAgainIsInSight(t *testing.T) {
	e := newEasel(t, view{"", "de", "dark", 2})
	to := func(step viewmodel.AgainStep) viewmodel.State { return linkingAgain(step, nil) }
	failed := linkingAgain(viewmodel.AgainReady, func(s *viewmodel.AgainState) { s.Problem = problemOf(core.Offline, "") })
	for name, states := range map[string][]viewmodel.State{
		"every state":           {to(viewmodel.AgainAdding), to(viewmodel.AgainBrowser)},
		"the last of them":      {to(viewmodel.AgainBrowser)},
		"a problem":             {to(viewmodel.AgainAdding), failed},
		"a problem, by itself":  {failed},
		"after it, the browser": {failed, to(viewmodel.AgainBrowser)},
	} {
		p := e.show(shot{page: againPage, state: to(viewmodel.AgainReady)}).(*again)
		e.w.Canvas().Focus(p.goOn)
		if p.page.Scrolled() == 0 {
			t.Fatal("the button is not at the foot of a long page")
		}
		for _, s := range states {
			p.update(s)
		}
		if got := p.page.Scrolled(); got != 0 {
			t.Errorf("%s: it is %v down the page", name, got)
		}
	}
}

func TestTheCodeOfLinkingAgainLeavesThePageWhereItIs(t *testing.T) {
	e := newEasel(t, view{"", "de", "dark", 2})
	p := e.show(shot{page: againPage, state: linkingAgain(viewmodel.AgainReady, nil)}).(*again)
	p.page.ScrollTo(200)
	p.update(linkingAgain(viewmodel.AgainReady, func(s *viewmodel.AgainState) { s.Code.Digits, s.Copied = "111 222", true }))
	if got := p.page.Scrolled(); got != 200 {
		t.Errorf("scrolled to %v", got)
	}
}
