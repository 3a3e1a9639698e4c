//go:build harness

package e2e

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// What the phone's window shows, as a screen reader is told of it, and a finger on it.

// node is a text or a button.
type node struct {
	x, y, w, h int
	role, text string
	drawn      int // the number of what the window showed
}

func (n node) button() bool { return strings.HasSuffix(n.role, "Button") }

func (a *android) nodes() []node {
	a.t.Helper()
	all, _ := a.sight()
	return all
}

// sight is all that is shown now, and its number.
func (a *android) sight() (all []node, drawn int) {
	a.t.Helper()
	lines := strings.Split(a.act("nodes"), "\t")
	drawn, _ = strconv.Atoi(lines[0])
	for _, line := range lines[1:] {
		part := strings.SplitN(line, " ", 6)
		n := func(i int) int { v, _ := strconv.Atoi(part[i]); return v }
		all = append(all, node{n(0), n(1), n(2), n(3), part[4], part[5], drawn})
	}
	return all, drawn
}

// watch looks anew whenever the window shows something else, until it is so, or time is
// up. It gives what was shown last.
func (a *android) watch(most time.Duration, so func([]node) bool) ([]node, bool) {
	a.t.Helper()
	end, stop := a.alarm(most)
	defer stop()
	for {
		all, drawn := a.sight()
		if so(all) {
			return all, true
		}
		a.mu.Lock()
		for a.drawn == drawn && !a.ended && time.Now().Before(end) {
			a.news.Wait()
		}
		over := a.ended || !time.Now().Before(end)
		a.mu.Unlock()
		if over {
			return all, false
		}
	}
}

// seen waits until what is shown is so.
func (a *android) seen(so func([]node) bool) ([]node, bool) {
	a.t.Helper()
	return a.watch(patience, so)
}

// with finds words, or else what has them in it.
func with(all []node, text string) (node, bool) {
	for _, is := range []func(string) bool{
		func(s string) bool { return s == text },
		func(s string) bool { return strings.Contains(s, text) && len(text) > 1 },
	} {
		if i := slices.IndexFunc(all, func(n node) bool { return is(n.text) }); i >= 0 {
			return all[i], true
		}
	}
	return node{}, false
}

// find waits for words on the screen.
func (a *android) find(text string) (found node) {
	a.t.Helper()
	all, ok := a.seen(func(all []node) (ok bool) { found, ok = with(all, text); return ok })
	if !ok {
		a.t.Fatalf("%q is nowhere among %v", text, all)
	}
	return found
}

// fits waits until words stand whole in the window, above what covers its end.
func (a *android) fits(text string, covered int) {
	a.t.Helper()
	all, ok := a.seen(func(all []node) bool {
		n, there := with(all, text)
		return there && n.x >= 0 && n.y >= 0 && n.x+n.w <= a.wide && n.y+n.h <= a.high-covered
	})
	if !ok {
		a.t.Fatalf("%q is not whole in a window of %d x %d, of which %d are covered: %v", text, a.wide, a.high, covered, all)
	}
}

// tap taps on what has these words.
func (a *android) tap(text string) {
	a.t.Helper()
	a.tapAt(text, func(n node) (x, y int) { return n.x + n.w/2, n.y + n.h/2 })
}

// tapAt taps beside the middle of what has these words. The phone taps once the app rests,
// and not where it shows something else by then: so no tap lands on what it was not meant
// for, nor is one lost.
func (a *android) tapAt(text string, at func(node) (x, y int)) {
	a.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); {
		n := a.find(text)
		x, y := at(n)
		if a.act("tap %d %d %d", n.drawn, x, y) != "moved" {
			return
		}
	}
	a.t.Fatalf("%q does not come to rest", text)
}

// guarded is how long answers take nothing after they came under a hand, and a little more.
const guarded = 700 * time.Millisecond

// leave taps on a button until it has led away. Answers take nothing at first, from a
// thumb that was there before them.
func (a *android) leave(text string) {
	a.t.Helper()
	whole := a.find(text).text
	a.tapUntil(whole, func(all []node) bool {
		return !slices.ContainsFunc(all, func(n node) bool { return n.text == whole })
	})
}

// answer is leave, for a button that leads to words.
func (a *android) answer(text, words string) {
	a.t.Helper()
	a.tapUntil(text, func(all []node) bool { _, is := with(all, words); return is })
}

// tapUntil taps on what has these words until it is so.
func (a *android) tapUntil(text string, so func([]node) bool) {
	a.t.Helper()
	whole := a.find(text).text == text
	for end := time.Now().Add(patience); time.Now().Before(end); {
		all, drawn := a.sight()
		if so(all) {
			return
		}
		n, there := with(all, text)
		there = there && (n.text == text || !whole) // what it leads to may name it too
		if there && a.act("tap %d %d %d", drawn, n.x+n.w/2, n.y+n.h/2) == "moved" {
			continue
		}
		if _, is := a.watch(guarded, so); is {
			return
		}
	}
	a.t.Fatalf("%q does not lead there: %v", text, a.nodes())
}
