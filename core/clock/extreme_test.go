package clock

import (
	"testing"
	"time"
	_ "time/tzdata" // also on a machine that has none
)

// wrong are clocks as phones have them whose battery was empty, or that were set by
// somebody who plays with them.
var wrong = map[string]time.Time{
	"1601":                time.Date(1601, 1, 1, 0, 0, 0, 0, time.UTC),
	"before 1970":         time.Date(1960, 2, 29, 12, 0, 0, 0, time.UTC),
	"a second of 1969":    time.Unix(-1, 0),
	"1970":                time.Unix(0, 0),
	"the end of 32 bits":  time.Unix(1<<31-1, 0),
	"after 32 bits":       time.Unix(1<<31, 0),
	"the end of unsigned": time.Unix(1<<32, 0),
	"3000":                time.Date(3000, 1, 1, 0, 0, 0, 0, time.UTC),
	"9999":                time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC),
}

func TestAClockInAnyCenturyIsCorrectedToTheSecond(t *testing.T) {
	for name, at := range wrong {
		p, c := newPhone()
		right := p.wall
		p.wall = at
		c.Observe(a, right, p.wall, p.wall)
		p.pass(90 * time.Second)
		want := right.Add(90 * time.Second)
		if got := c.Now(); !got.Equal(want) || !c.At(a).Equal(want) || !c.At(b).Equal(want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
		if ahead, known := c.Off(); !known || (ahead > 0) != at.After(right) || ahead == 0 {
			t.Errorf("%s: off by %v %v", name, ahead, known)
		}
	}
}

func TestServersThatAgreeOnAFarClockAreBelievedAndOthersNot(t *testing.T) {
	p, c := newPhone()
	right := p.wall
	p.wall = wrong["3000"]
	c.Observe(a, right, p.wall, p.wall)
	c.Observe(b, right.Add(4*time.Second), p.wall, p.wall)
	if got := c.Now(); got.Sub(right).Abs() > 4*time.Second {
		t.Errorf("%v, want %v", got, right)
	}
	c.Observe(b, right.Add(time.Minute), p.wall, p.wall)
	if got := c.Now(); !got.Equal(p.wall) {
		t.Errorf("a minute apart: %v", got)
	}
}

func TestClockSetToAnotherCenturyAndBackIsFollowed(t *testing.T) {
	p, c := newPhone()
	p.hear(c, a, 0)
	right := p.wall
	p.wall = wrong["before 1970"]
	if got := c.Now(); !got.Equal(right) {
		t.Errorf("set back: %v, want %v", got, right)
	}
	p.wall = wrong["3000"]
	if got, known := c.Off(); known || got != 0 {
		t.Errorf("what was heard a millennium ago: %v %v", got, known)
	}
	p.wall = right
	off(t, c, 0, true)
}

func TestCorrectionsOfAnyClockAreExactOrNotKept(t *testing.T) {
	for name, at := range wrong {
		p, c := newPhone()
		right := p.wall
		p.wall = at
		c.Observe(a, right, p.wall, p.wall)
		_, next := newPhone()
		next.now = func() time.Time { return p.wall }
		next.Load(c.Corrections())
		if got := next.Now(); !got.Equal(right) && !got.Equal(at) {
			t.Errorf("%s: %v after a restart", name, got)
		}
	}
}

// At the end of a leap second a clock that does not smear it goes back by one.
func TestLeapSecondMovesNoCorrectionBeyondIt(t *testing.T) {
	p, c := newPhone()
	p.wall = time.Date(2028, 12, 31, 23, 59, 59, 0, time.UTC)
	p.hear(c, a, time.Minute)
	p.pass(2 * time.Second)
	p.set(-time.Second)
	off(t, c, time.Minute, true)
	if want := p.wall.Add(-time.Minute); !c.Now().Equal(want) {
		t.Errorf("%v, want %v", c.Now(), want)
	}
}

// The clock counts seconds: what hour a wall shows is nothing to it.
func TestChangeToSummerTimeIsNoJump(t *testing.T) {
	zurich, err := time.LoadLocation("Europe/Zurich")
	if err != nil {
		t.Fatal(err)
	}
	for _, night := range []time.Time{
		time.Date(2026, 3, 29, 0, 59, 50, 0, time.UTC), time.Date(2026, 10, 25, 0, 59, 50, 0, time.UTC),
	} {
		p, c := newPhone()
		p.wall = night.In(zurich)
		p.hear(c, a, time.Hour)
		_, was := p.wall.Zone()
		p.pass(70 * time.Minute)
		if _, is := p.wall.Zone(); is == was {
			t.Fatal("the zone has not changed")
		}
		off(t, c, time.Hour, true)
		if want := p.wall.Add(-time.Hour); !c.Now().Equal(want) {
			t.Errorf("%v, want %v", c.Now(), want)
		}
	}
}

func TestOnlyATimeThatCanBeNowIsCredible(t *testing.T) {
	for name, at := range wrong {
		if want := at.Year() == 2038; Credible(at) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
	if Credible(time.Time{}) || !Credible(time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)) {
		t.Error("now is not, or no time is")
	}
}

func FuzzCorrectionIsExact(f *testing.F) {
	f.Add(int64(1790000000), int64(-62135596800), int64(7))
	f.Add(int64(1), int64(253402300799), int64(-9))
	f.Fuzz(func(t *testing.T, server, phone, pass int64) {
		const last = 253402300799 // the year 9999, in which RFC 3339 ends
		server, phone, pass = server%last, phone%last, pass%86400
		if server <= 0 || pass < 0 {
			t.Skip("no server says that")
		}
		p, c := newPhone()
		p.wall = time.Unix(phone, 0)
		c.Observe(a, time.Unix(server, 0), p.wall, p.wall)
		p.pass(time.Duration(pass) * time.Second)
		if got := c.At(a).Unix() - server - pass; got < -1 || got > 1 {
			t.Errorf("%d seconds off", got)
		}
	})
}
