package clock

import (
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
)

const a, b = "https://a.example", "https://b.example"

// phone is a clock that can be set, and a monotonic one that cannot.
type phone struct {
	wall    time.Time
	elapsed time.Duration
}

func newPhone() (*phone, *Clock) {
	p := &phone{wall: time.Unix(1790000000, 0)}
	c := New(func() time.Time { return p.wall })
	c.elapsed = func() time.Duration { return p.elapsed }
	return p, c
}

func (p *phone) pass(d time.Duration)  { p.wall, p.elapsed = p.wall.Add(d), p.elapsed+d }
func (p *phone) sleep(d time.Duration) { p.wall = p.wall.Add(d) }
func (p *phone) set(by time.Duration)  { p.wall = p.wall.Add(by) }

// hear reports an answer that came at once, from a server that the phone is ahead of.
func (p *phone) hear(c *Clock, origin string, ahead time.Duration) {
	c.Observe(origin, p.wall.Add(-ahead), p.wall, p.wall)
}

func off(t *testing.T, c *Clock, want time.Duration, known bool) {
	t.Helper()
	if got, k := c.Off(); got != want || k != known {
		t.Errorf("off by %v %v, want %v %v", got, k, want, known)
	}
}

func TestWithoutServersTheClockIsThePhones(t *testing.T) {
	p, c := newPhone()
	if !c.Now().Equal(p.wall) || !c.At(a).Equal(p.wall) || !c.Phone().Equal(p.wall) {
		t.Errorf("%v %v %v", c.Now(), c.At(a), c.Phone())
	}
	off(t, c, 0, false)
}

func TestAnHourOffIsCorrectedByHalfTheRoundTrip(t *testing.T) {
	p, c := newPhone()
	sent := p.wall
	p.pass(4 * time.Second)
	server := sent.Add(2 * time.Second).Add(-time.Hour) // true time halfway
	c.Observe(a, server, sent, p.wall)
	off(t, c, time.Hour, true)
	p.pass(time.Minute)
	if want := p.wall.Add(-time.Hour); !c.Now().Equal(want) || !c.At(a).Equal(want) || !c.At(b).Equal(want) {
		t.Errorf("%v %v, want %v", c.Now(), c.At(a), want)
	}
}

func TestNoCorrectionWithinWhatAnAnswerCanProve(t *testing.T) {
	p, c := newPhone()
	p.hear(c, a, 900*time.Millisecond)
	off(t, c, 0, true)
	p.hear(c, a, 3*time.Second)
	off(t, c, 3*time.Second, true)
}

func TestSharperAnswerStandsAgainstAVaguerOne(t *testing.T) {
	p, c := newPhone()
	p.hear(c, a, time.Hour)
	held := func(ahead time.Duration) { c.Observe(a, p.wall.Add(-ahead), p.wall.Add(-6*time.Second), p.wall) }
	p.pass(time.Minute)
	held(time.Hour) // answered at its end: half the round trip is three seconds off
	off(t, c, time.Hour, true)
	held(-time.Hour) // too far off for that: the clock was set
	off(t, c, -time.Hour-3*time.Second, true)
	p.hear(c, a, time.Hour)
	p.pass(renew)
	held(time.Hour)
	off(t, c, time.Hour-3*time.Second, true)
}

func TestHeldOrSenselessAnswersAreIgnored(t *testing.T) {
	p, c := newPhone()
	c.Observe(a, p.wall.Add(time.Hour), p.wall.Add(-25*time.Second), p.wall)
	c.Observe(a, p.wall.Add(time.Hour), p.wall.Add(time.Second), p.wall)
	c.Observe(a, time.Time{}, p.wall, p.wall)
	off(t, c, 0, false)
}

func TestServersThatDisagreeMoveOnlyTheirOwnTime(t *testing.T) {
	p, c := newPhone()
	p.hear(c, a, time.Hour)
	p.hear(c, b, time.Hour+4*time.Second)
	if _, known := c.Off(); !known {
		t.Error("four seconds are agreement")
	}
	p.hear(c, b, -time.Minute)
	off(t, c, 0, false)
	if !c.Now().Equal(p.wall) {
		t.Errorf("now %v, want the phone's", c.Now())
	}
	if !c.At(a).Equal(p.wall.Add(-time.Hour)) || !c.At(b).Equal(p.wall.Add(time.Minute)) {
		t.Errorf("%v %v", c.At(a), c.At(b))
	}
}

func TestClockSetBackIsFollowedAtOnce(t *testing.T) {
	p, c := newPhone()
	p.hear(c, a, 0)
	right := p.wall
	p.set(-time.Hour)
	off(t, c, -time.Hour, true)
	if !c.Now().Equal(right) {
		t.Errorf("now %v, want %v", c.Now(), right)
	}
}

func TestClockSetRightByThePersonIsBelieved(t *testing.T) {
	p, c := newPhone()
	p.hear(c, a, -time.Hour)
	p.set(time.Hour)
	if !c.Now().Equal(p.wall) {
		t.Errorf("now %v, want the phone's %v", c.Now(), p.wall)
	}
	off(t, c, 0, false) // believed, but not proven
	p.set(-time.Hour)
	p.hear(c, a, time.Hour)
	p.set(-time.Hour)
	off(t, c, 0, true)
}

func TestSleepKeepsTheCorrectionButProvesNothing(t *testing.T) {
	p, c := newPhone()
	p.hear(c, a, -time.Minute)
	p.sleep(8 * time.Hour)
	if want := p.wall.Add(time.Minute); !c.Now().Equal(want) {
		t.Errorf("now %v, want %v", c.Now(), want)
	}
	if _, known := c.Off(); known || len(c.Corrections()) != 0 {
		t.Error("known after a sleep")
	}
	p.hear(c, a, -time.Minute)
	off(t, c, -time.Minute, true)
}

func TestCorrectionsLiveADay(t *testing.T) {
	p, c := newPhone()
	p.hear(c, a, time.Hour)
	p.pass(24*time.Hour - time.Second)
	off(t, c, time.Hour, true)
	p.pass(time.Second)
	off(t, c, 0, false)
	if !c.At(a).Equal(p.wall) || len(c.Corrections()) != 0 {
		t.Error("a day-old correction is used")
	}
}

func TestCorrectionsSurviveARestart(t *testing.T) {
	p, c := newPhone()
	p.hear(c, a, 90*time.Minute)
	p.pass(time.Minute)
	p.set(-time.Hour)
	kept := c.Corrections()
	_, next := newPhone()
	next.now = func() time.Time { return p.wall }
	next.Load(kept)
	off(t, next, 30*time.Minute, true)
}

func TestOldAndFutureCorrectionsAreNotLoaded(t *testing.T) {
	p, c := newPhone()
	p.hear(c, b, 0)
	c.Load([]core.Correction{
		{Origin: a, Ahead: time.Hour, Observed: p.wall.Add(-25 * time.Hour)},
		{Origin: a, Ahead: time.Hour, Observed: p.wall.Add(time.Hour)},
		{Origin: b, Ahead: time.Hour, Observed: p.wall}, // heard since
	})
	off(t, c, 0, true)
}

func TestRealClockNeedsNoHelp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := New(nil)
		c.Observe(a, time.Now().Add(time.Hour), time.Now(), time.Now())
		time.Sleep(time.Hour)
		off(t, c, -time.Hour, true)
		if want := time.Now().Add(time.Hour); !c.Now().Equal(want) {
			t.Errorf("now %v, want %v", c.Now(), want)
		}
	})
}
