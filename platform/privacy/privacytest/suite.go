// Package privacytest is what every guard of a window has to keep to: the fake of the
// tests, and the simulated Android framework. Only tests import it.
package privacytest

import (
	"testing"

	"kauth/core"
)

// Port is platform/privacy.Guard.
type Port interface {
	Possible() bool
	Hide(yes bool) error
}

// Phone is a guard, and what can be seen of it from outside.
type Phone struct {
	Guard  Port
	Hidden func() bool // once what was asked for is done
	Again  func()      // the system makes the window anew, as after a rotation
}

// Suite runs all of it, each part on a phone of its own.
func Suite(t *testing.T, phone func(t *testing.T) Phone) {
	t.Run("WindowIsHiddenAtFirst", func(t *testing.T) { hidden(t, phone(t), true) })
	t.Run("HidesAndShows", func(t *testing.T) {
		p := phone(t)
		for _, yes := range []bool{false, true, true, false} {
			hide(t, p, yes)
			hidden(t, p, yes)
		}
	})
	t.Run("NewWindowIsAsTheOneBefore", func(t *testing.T) {
		p := phone(t)
		for _, yes := range []bool{false, true} {
			hide(t, p, yes)
			p.Again()
			hidden(t, p, yes)
		}
	})
}

// Absent is for a system that cannot.
func Absent(t *testing.T, g Port) {
	if g.Possible() {
		t.Error("it says that it can")
	}
	for _, yes := range []bool{true, false} {
		if err := g.Hide(yes); core.KindOf(err) != core.Unsupported {
			t.Errorf("hide %v: %v", yes, err)
		}
	}
}

func hide(t *testing.T, p Phone, yes bool) {
	t.Helper()
	if !p.Guard.Possible() {
		t.Fatal("it says that it cannot")
	}
	if err := p.Guard.Hide(yes); err != nil {
		t.Fatal(err)
	}
}

func hidden(t *testing.T, p Phone, want bool) {
	t.Helper()
	if got := p.Hidden(); got != want {
		t.Errorf("hidden: %v, want %v", got, want)
	}
}
