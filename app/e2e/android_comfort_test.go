//go:build harness

package e2e

import (
	"testing"
	"time"
)

const fromComputer = "Log in from a computer"

// welcomed is a phone on its first page, in a world that was made so before.
func welcomed(t *testing.T, world ...string) *android {
	t.Helper()
	t.Parallel()
	a := newAndroid(t)
	a.start()
	for _, is := range world {
		a.act("%s", is)
	}
	a.act("create")
	a.find(fromComputer)
	return a
}

// TestAndroidTextIsAsLargeAsTheSystemSays: at the start, and when it changes while the app
// runs.
func TestAndroidTextIsAsLargeAsTheSystemSays(t *testing.T) {
	a := welcomed(t)
	high := func() int { return a.find(fromComputer).h }
	usual := high()
	is := func(so func(h int) bool) {
		t.Helper()
		if all, ok := a.seen(func(all []node) bool { n, there := with(all, fromComputer); return there && so(n.h) }); !ok {
			t.Errorf("it was %d high, and is %v", usual, all)
		}
	}
	larger := func(h int) bool { return h > usual*5/4 }
	a.act("font 2.0")
	is(larger)
	a.keep("50-text-200")
	a.act("font 1.0")
	is(func(h int) bool { return h == usual })
	a.again("font 2.0")
	is(larger)
}

// TestAndroidPagesSlideUnlessTheSystemHasThemStill: what was set in the system's settings
// counts once the person is back.
func TestAndroidPagesSlideUnlessTheSystemHasThemStill(t *testing.T) {
	a := welcomed(t, "still no")
	slides := func() bool {
		t.Helper()
		a.act("rest")
		a.tap(fromComputer)
		first := a.find("Continue")
		a.act("rest")
		last := a.find("Continue")
		a.act("back")
		a.find(fromComputer)
		return first.x != last.x
	}
	moved := 0
	for range 20 { // a machine that is busy may draw no frame between the first and the last
		if moved == 0 && slides() {
			moved++
		}
	}
	if moved == 0 {
		t.Error("no page slides")
	}
	a.act("pause")
	a.act("still yes")
	a.act("resume")
	for range 3 {
		if slides() {
			t.Error("a page slides")
		}
	}
}

// TestAndroidTakesASlowFinger: one that stays on a button as long as on what has a menu.
func TestAndroidTakesASlowFinger(t *testing.T) {
	a := welcomed(t)
	n := a.find(fromComputer)
	for end := time.Now().Add(patience); time.Now().Before(end); {
		a.act("rest")
		a.act("hold %d %d 500", n.x+n.w/2, n.y+n.h/2)
		led := func(all []node) bool { _, there := with(all, "Continue"); return there }
		if _, there := a.watch(time.Second, led); there {
			return
		}
	} // a page that was made anew under the finger takes nothing from it
	t.Fatal("a finger that stays half a second leads nowhere")
}
