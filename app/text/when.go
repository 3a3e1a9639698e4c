package text

import (
	"fmt"
	"strconv"
	"time"
)

// When writes a moment as people say it, seen from now, both in now's zone:
// "Today at 9:41", "Yesterday at 18:05", "3 March 2026 at 8:12".
func (c *Catalog) When(at, now time.Time) string {
	at = at.In(now.Location())
	clock := fmt.Sprintf("%d:%02d", at.Hour(), at.Minute())
	switch {
	case sameDay(at, now):
		return c.T("date.today", "time", clock)
	case sameDay(at, now.AddDate(0, 0, -1)):
		return c.T("date.yesterday", "time", clock)
	}
	return c.T("date.on", "date", c.Date(at), "time", clock)
}

// Date writes a day: "3 March 2026".
func (c *Catalog) Date(at time.Time) string {
	month := c.T("month." + strconv.Itoa(int(at.Month())))
	return c.T("date.day", "day", at.Day(), "month", month, "year", at.Year())
}

func sameDay(a, b time.Time) bool {
	ay, am, ad := a.Date()
	by, bm, bd := b.Date()
	return ay == by && am == bm && ad == bd
}

// Span writes how long something lasts: "1:24", "1:02:03".
func Span(d time.Duration) string {
	s := int(d.Abs() / time.Second)
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}
