package viewmodel

import (
	"time"

	"kauth/core/qr"
)

// judge finds out from the frames why nothing is read, in time for a person to mend it.
type judge struct {
	since   time.Time // nothing of ours was seen
	foreign time.Time // a code of others was seen last
	sampled time.Time
	cause   Hint
	told    Hint
	late    bool
	changed time.Time
	ink     inkRows
}

const (
	sampleTime  = 500 * time.Millisecond // a hint is worth no more work than that
	steadyTime  = 2 * time.Second        // a hint stays at least that long, or nobody can read it
	foreignTime = 3 * time.Second
	darkMean    = 45  // of 255: a lit room has 80 and more, video's black is 16
	white       = 250 // where a sensor has no more to say
	glareLeast  = 4   // percent of the middle: a lamp in a glossy screen
	glareMost   = 40  // more is a white page
)

func (j *judge) begin(now time.Time) { j.since = now }

// look takes a frame. news says that what it gives has changed.
func (j *judge) look(l qr.Luma, codes []qr.Code, now time.Time) (h Hint, late, news bool) {
	for _, c := range codes {
		if ours(c.Text) {
			j.since, j.foreign = now, time.Time{}
		} else {
			j.foreign = now
		}
	}
	gone := now.Sub(j.since)
	switch {
	case !j.foreign.IsZero() && now.Sub(j.foreign) < foreignTime:
		h = HintForeign
	case gone >= hintTime:
		if now.Sub(j.sampled) >= sampleTime {
			j.sampled, j.cause = now, j.causeOf(l)
		}
		h = j.cause
	}
	late = gone >= lateTime
	if h != j.told && j.told != HintNone && h != HintNone && h != HintForeign && now.Sub(j.changed) < steadyTime {
		h = j.told
	}
	news = h != j.told || late != j.late
	if h != j.told {
		j.changed = now
	}
	j.told, j.late = h, late
	return h, late, news
}

// causeOf looks for what spoils a frame, the surest sign first.
func (j *judge) causeOf(l qr.Luma) Hint {
	if l.Stride <= 0 || len(l.Pix) < (l.Height-1)*l.Stride+l.Width {
		return HintHold
	}
	sum, n, glare, middle := 0, 0, 0, 0
	for y := 0; y < l.Height; y += 8 {
		for x := 0; x < l.Width; x += 8 {
			v := int(l.Pix[y*l.Stride+x])
			sum, n = sum+v, n+1
			if 4*x > l.Width && 4*x < 3*l.Width && 4*y > l.Height && 4*y < 3*l.Height {
				middle++
				if v >= white {
					glare++
				}
			}
		}
	}
	switch share := 100 * glare / max(middle, 1); {
	case n == 0:
		return HintHold
	case sum/n < darkMean:
		return HintDark
	case j.ink.far(l):
		return HintFar
	case share >= glareLeast && share <= glareMost:
		return HintGlare
	}
	return HintHold
}
