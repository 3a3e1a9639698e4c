package comfort

import (
	"context"
	"math"
	"strconv"
	"strings"
)

// heard takes what a phone's own code says: the size of text, then "still" where nothing
// is to move.
func heard(said string) (w Wishes) {
	scale, still, _ := strings.Cut(said, " ")
	if v, err := strconv.ParseFloat(scale, 64); err == nil && v > 0 && !math.IsInf(v, 0) {
		w.TextScale = v
	}
	w.Still = still == "still"
	return w
}

// newest leaves w in a channel for one, in the place of what nobody has taken yet. It
// never waits: the window's thread calls it.
func newest(changes chan Wishes, w Wishes) {
	for {
		select {
		case changes <- w:
			return
		default:
		}
		select {
		case <-changes:
		default:
		}
	}
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
