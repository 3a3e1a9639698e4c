//go:build bench

package bench

import (
	"slices"
	"time"
)

const (
	cell  = 10                   // the side of what a film keeps one brightness of
	look  = 3 * time.Millisecond // between two looks at the screen
	calm  = 2500 * time.Millisecond
	never = 15 * time.Second
)

// frame is the screen at a moment, one brightness for each cell.
type frame struct {
	at    time.Duration
	cells []uint8
}

func (d *display) frame(at time.Duration) frame {
	f := frame{at: at, cells: make([]uint8, 0, (d.width/cell)*(d.height/cell))}
	for y := 0; y+cell <= d.height; y += cell {
		for x := 0; x+cell <= d.width; x += cell {
			sum := 0
			for j := 1; j < cell; j += 3 {
				row := d.start + (y+j)*d.stride + x*4
				for i := 0; i < cell; i += 2 {
					sum += int(d.screen[row+4*i]) + int(d.screen[row+4*i+1]) + int(d.screen[row+4*i+2])
				}
			}
			f.cells = append(f.cells, uint8(sum/(3*5*3)))
		}
	}
	return f
}

// unlike is the share of cells, in percent of those that are not blank at the end,
// which do not look as they will. Those that tick are left out.
func (f frame) unlike(last frame, ticks []bool) float64 {
	off, n := 0, 0
	for i, c := range last.cells {
		if c != 0 && (ticks == nil || !ticks[i]) {
			n++
			if differs(c, f.cells[i]) {
				off++
			}
		}
	}
	return 100 * float64(off) / float64(max(n, 1))
}

func differs(a, b uint8) bool { return int(a)-int(b) > 10 || int(b)-int(a) > 10 }

// film watches from a start until nothing large has changed for a while, and says how
// much of it is calm.
func (d *display) film(start time.Time) (frames []frame, since time.Duration) {
	d.t.Helper()
	frames = []frame{d.frame(0)}
	large := time.Now()
	for shown := false; !shown || time.Since(large) < calm; time.Sleep(look) {
		f := d.frame(time.Since(start))
		last := frames[len(frames)-1]
		switch {
		case time.Since(start) > never && shown:
			return frames, time.Since(start) - calm // something large ticks
		case time.Since(start) > never:
			d.t.Fatal("nothing comes on the screen")
		case slices.Equal(f.cells, last.cells):
			continue
		case last.unlike(f, nil) > 10:
			large, shown = time.Now(), true
		}
		frames = append(frames, f)
	}
	return frames, large.Sub(start)
}

// complete is when the screen first looked as it stayed, but for what ticks: the rings
// and bars that change once all is calm.
func complete(frames []frame, since time.Duration) time.Duration {
	last := frames[len(frames)-1]
	ticks := make([]bool, len(last.cells))
	for _, f := range slices.Backward(frames) {
		if f.at < since+200*time.Millisecond {
			break
		}
		for i, c := range f.cells {
			ticks[i] = ticks[i] || differs(c, last.cells[i])
		}
	}
	at := last.at
	for _, f := range slices.Backward(frames) {
		if f.unlike(last, ticks) > 2 {
			break
		}
		at = f.at
	}
	return at
}

// blank waits until nothing is left on the screen but the pointer.
func (d *display) blank() {
	d.t.Helper()
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		lit := 0
		for _, c := range d.frame(0).cells {
			if c > 0 {
				lit++
			}
		}
		if lit < 10 {
			return
		}
		if time.Now().After(end) {
			d.t.Fatal("the last window does not go away")
		}
	}
}
