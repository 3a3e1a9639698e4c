// Package redraw says when a window is to be drawn again because the system still waits
// for a picture of it. Android holds its own thread until Fyne has drawn a window that is
// new or has changed; where Fyne's picture comes before that thread listens for it, nobody
// tells the thread, and an app that has nothing else to draw stands still for good. It
// draws nothing itself.
package redraw

import (
	"context"
	"time"
)

// pause is longer than most pictures take, and shorter than a person notices.
const pause = 250 * time.Millisecond

// follow calls again after each pause for as long as somebody waits, until ctx ends.
func follow(ctx context.Context, waits <-chan bool, again func()) {
	var late <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case w := <-waits:
			late = nil
			if w {
				late = time.After(pause)
			}
		case <-late:
			late = time.After(pause)
			again()
		}
	}
}
