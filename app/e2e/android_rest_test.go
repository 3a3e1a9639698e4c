//go:build harness

package e2e

import (
	"strconv"
	"testing"
	"time"
)

// TestAndroidDrawsWhatChangesAndNoMore: a page on which nothing moves is not drawn, and the
// accounts are where their seconds change. Whatever is drawn sixty times a second empties a
// battery; a machine that is busy draws less, and never more.
func TestAndroidDrawsWhatChangesAndNoMore(t *testing.T) {
	a, _, _ := linkedAndroid(t)
	if n := a.drawnFor(3 * time.Second); n > 8 {
		t.Errorf("the accounts are drawn %d times in three seconds", n)
	}
	a.tap("Settings")
	a.find("App lock")
	if n := a.drawnFor(3 * time.Second); n > 3 {
		t.Errorf("the settings are drawn %d times in three seconds", n)
	}
}

// drawnFor counts how often the window is drawn in that time, from a moment at rest.
func (a *android) drawnFor(most time.Duration) int {
	a.t.Helper()
	a.act("rest")
	frames := func() int { n, _ := strconv.Atoi(a.act("frames")); return n }
	before := frames()
	a.watch(most, func([]node) bool { return false })
	return frames() - before
}
