package clock

import (
	"sync"
	"time"

	"kauth/core"
)

const (
	lifetime  = 24 * time.Hour   // a correction older than that says nothing
	agreement = 5 * time.Second  // servers this close agree
	maxRound  = 10 * time.Second // a slower answer says too little: it may have been held
	resting   = time.Second      // what a time in whole seconds may hide
	jump      = 2 * time.Second  // more than clocks are slewed by between two looks
	renew     = 10 * time.Minute // until then a sharper answer stands against a newer one
)

// Clock is safe for use by several goroutines.
type Clock struct {
	now     func() time.Time
	elapsed func() time.Duration // monotonic: unmoved when somebody sets the clock

	mu   sync.Mutex
	seen map[string]observation // by origin
}

type observation struct {
	ahead   span          // how far the phone was ahead of the server
	within  time.Duration // and how wrong that may be
	at      time.Time     // by the phone's clock
	elapsed time.Duration // by the monotonic clock
	loaded  bool          // from an earlier run: elapsed means nothing
}

// New makes a clock over the phone's own: now, or time.Now for nil.
func New(now func() time.Time) *Clock {
	if now == nil {
		now = time.Now
	}
	start := now()
	return &Clock{
		now: now, elapsed: func() time.Duration { return now().Sub(start) },
		seen: map[string]observation{},
	}
}

// Observe takes in one answer: server is the time that it states, sent and
// received are the phone's times around it. An answer that took over ten
// seconds is passed over, as is one whose times make no sense.
func (c *Clock) Observe(origin string, server, sent, received time.Time) {
	round := received.Sub(sent)
	if round < 0 || round > maxRound || server.Unix() <= 0 {
		return
	}
	// Round(0) takes the wall clock's word: that is the clock which may be wrong.
	at := received.Round(0)
	o := observation{ahead: between(at, server.Add(round/2)), within: round/2 + resting, at: at}
	if o.ahead.duration().Abs() <= o.within {
		o.ahead = span{}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	o.elapsed = c.elapsed()
	if old, heard := c.seen[origin]; heard && old.within < o.within && between(at, old.at).duration().Abs() < renew {
		ahead, fresh, steady := c.current(old, received)
		if fresh && steady && ahead.add(o.ahead.neg()).duration().Abs() <= old.within+o.within {
			return
		}
	}
	c.seen[origin] = o
}

// Phone is the phone's own time.
func (c *Clock) Phone() time.Time { return c.now() }

// Now is the time corrected by what the servers say, where they all agree; else
// the phone's own.
func (c *Clock) Now() time.Time {
	now := c.now()
	ahead, _, _ := c.agreed(now)
	return ahead.neg().from(now)
}

// At is the time corrected by what that server said; where it said nothing, Now.
func (c *Clock) At(origin string) time.Time {
	now := c.now()
	if ahead, ok, _ := c.ahead(origin, now); ok {
		return ahead.neg().from(now)
	}
	return c.Now()
}

// Told is At, and whether it can be relied upon: that server said what time it is
// within a day, the machine has not slept since, and nobody has set its clock.
func (c *Clock) Told(origin string) (now time.Time, known bool) {
	phone := c.now()
	ahead, ok, sure := c.ahead(origin, phone)
	if !ok {
		return c.Now(), false
	}
	return ahead.neg().from(phone), sure
}

// Off says how far the phone's clock is ahead (negative: behind). It is known
// only where at least one server spoke within a day, all that did agree within
// five seconds, and the phone's clock did not jump since. More than 292 years are told
// as that many.
func (c *Clock) Off() (ahead time.Duration, known bool) {
	s, known, sure := c.agreed(c.now())
	return s.duration(), known && sure
}

// agreed gives what all servers say: the newest of them where they lie within
// five seconds of each other, else nothing.
func (c *Clock) agreed(now time.Time) (ahead span, ok, sure bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var newest time.Time
	var first span
	var low, high time.Duration // as far as others are from the first
	sure = true
	for _, o := range c.seen {
		a, fresh, steady := c.current(o, now)
		if !fresh {
			continue
		}
		if !ok {
			first, low, high = a, 0, 0
		}
		if !ok || o.at.After(newest) {
			ahead, newest = a, o.at
		}
		apart := a.add(first.neg()).duration()
		low, high = min(low, apart), max(high, apart)
		ok, sure = true, sure && steady
	}
	if high > agreement+low {
		return span{}, false, false
	}
	return ahead, ok, sure
}

func (c *Clock) ahead(origin string, now time.Time) (ahead span, ok, sure bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	o, found := c.seen[origin]
	if !found {
		return span{}, false, false
	}
	return c.current(o, now)
}

// current brings an observation up to the present. Where the phone's clock and
// the monotonic one went different ways, somebody set the clock or the machine
// slept (the monotonic clock stands still then). Backwards can only be the
// first, and by exactly that much. Forwards it is sleep, unless it undoes the
// error that we know of.
func (c *Clock) current(o observation, now time.Time) (ahead span, fresh, steady bool) {
	wall := between(now, o.at)
	if o.loaded {
		return o.ahead, wall.seconds >= 0 && wall.duration() < lifetime, true
	}
	elapsed := c.elapsed() - o.elapsed
	fresh = max(wall.duration(), elapsed) < lifetime
	moved := wall.add(spanOf(-elapsed))
	switch by := moved.duration(); {
	case by < -jump:
		return o.ahead.add(moved), fresh, true
	case by > jump && o.ahead.add(moved).duration().Abs() < agreement:
		return span{}, fresh, false
	default:
		return o.ahead, fresh, by <= jump
	}
}

// Corrections is what to keep for the next run.
func (c *Clock) Corrections() []core.Correction {
	now := c.now()
	c.mu.Lock()
	defer c.mu.Unlock()
	var all []core.Correction
	for origin, o := range c.seen {
		// One of more than 292 years is learned again: such a clock is set before long.
		if ahead, fresh, steady := c.current(o, now); fresh && steady && ahead.fits() {
			at := ahead.add(o.ahead.neg()).from(o.at) // as the clock stands now
			all = append(all, core.Correction{Origin: origin, Ahead: ahead.duration(), Observed: at})
		}
	}
	return all
}

// Load takes up what Corrections gave in an earlier run. Those older than a day
// are ignored, and those from the future: the clock was set back since.
func (c *Clock) Load(all []core.Correction) {
	now := c.now()
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, k := range all {
		if age := now.Sub(k.Observed); age < 0 || age >= lifetime {
			continue
		}
		if _, heard := c.seen[k.Origin]; !heard {
			c.seen[k.Origin] = observation{ahead: spanOf(k.Ahead), within: maxRound, at: k.Observed.Round(0), loaded: true}
		}
	}
}
