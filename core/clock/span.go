package clock

import (
	"math"
	"time"
)

// span is how far apart two moments are, exactly. A time.Duration ends at 292 years, and
// a clock that has failed is further off: many begin in 1970 or 1601, and some end up
// beyond 3000. A code by a skew that was cut short would be a wrong one.
type span struct {
	seconds int64
	nanos   int64 // 0 to 999,999,999
}

// between is a minus b, by their wall clocks.
func between(a, b time.Time) span {
	return norm(a.Unix()-b.Unix(), int64(a.Nanosecond()-b.Nanosecond()))
}

func spanOf(d time.Duration) span { return norm(0, int64(d)) }

func norm(seconds, nanos int64) span {
	seconds += nanos / int64(time.Second)
	if nanos %= int64(time.Second); nanos < 0 {
		nanos += int64(time.Second)
		seconds--
	}
	return span{seconds, nanos}
}

func (s span) add(o span) span { return norm(s.seconds+o.seconds, s.nanos+o.nanos) }

func (s span) neg() span { return norm(-s.seconds, -s.nanos) }

// duration is the span, or the longest time.Duration where it is longer.
func (s span) duration() time.Duration {
	const most = math.MaxInt64 / int64(time.Second)
	switch {
	case s.seconds >= most:
		return math.MaxInt64
	case s.seconds <= -most:
		return -math.MaxInt64
	}
	return time.Duration(s.seconds)*time.Second + time.Duration(s.nanos)
}

// fits tells whether duration is all of it.
func (s span) fits() bool { return spanOf(s.duration()) == s }

// from is t moved by the span. t keeps its monotonic reading where it can.
func (s span) from(t time.Time) time.Time {
	if s.fits() {
		return t.Add(s.duration())
	}
	return time.Unix(t.Unix()+s.seconds, int64(t.Nanosecond())+s.nanos).In(t.Location())
}
