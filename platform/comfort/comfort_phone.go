package comfort

import (
	"context"
	"math"
	"strconv"
	"strings"

	"kauth/platform/bridge"
)

// phone is what of a phone's own code is asked and heard here. This file is for every
// system, so that its tests run on all of them.
type phone struct {
	call   func(what, text string, data []byte) ([]byte, error)
	listen func(what string, f func(said string))
}

// usual is the size of body text on iOS where nobody asked for another, in points (Human
// Interface Guidelines, Typography, Dynamic Type sizes). From 14 to 53 can be chosen.
const usual = 17

func (p phone) follow(ctx context.Context, f func(Wishes)) {
	changes := make(chan Wishes, 1)
	p.listen("comfort.changed", func(said string) { bridge.Newest(changes, heard(said)) })
	now, err := p.call("comfort.read", "", nil)
	if err != nil {
		return
	}
	each(ctx, heard(string(now)), changes, f)
}

// heard takes what a phone's own code says: the size of text, Android's as a scale and
// iOS's in points ("17pt"), then "still" where nothing is to move.
func heard(said string) (w Wishes) {
	size, still, _ := strings.Cut(said, " ")
	size, points := strings.CutSuffix(size, "pt")
	if v, err := strconv.ParseFloat(size, 64); err == nil && v > 0 && !math.IsInf(v, 0) {
		w.TextScale = v
		if points {
			w.TextScale = v / usual
		}
	}
	w.Still = still == "still"
	return w
}

// each calls f with what is so now, and with each change, until ctx ends.
func each(ctx context.Context, now Wishes, changes <-chan Wishes, f func(Wishes)) {
	f(now)
	for {
		select {
		case <-ctx.Done():
			return
		case w := <-changes:
			if w != now {
				now = w
				f(w)
			}
		}
	}
}
