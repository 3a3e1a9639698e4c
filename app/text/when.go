package text

import (
	"fmt"
	"strconv"
	"time"
)

// When writes a moment as people say it, seen from now, both in now's zone: "Today at
// 9:41", "Yesterday at 18:05", "3 March 2026, 8:12".
func (c *Catalog) When(at, now time.Time) string {
	at = at.In(now.Location())
	switch {
	case sameDay(at, now):
		return c.T("date.today", "time", c.Clock(at))
	case sameDay(at, now.AddDate(0, 0, -1)):
		return c.T("date.yesterday", "time", c.Clock(at))
	}
	return c.T("date.on", "date", c.Date(at), "time", c.Clock(at))
}

// Clock writes the time of day: "9:41", "09:41", "9:41 AM".
func (c *Catalog) Clock(at time.Time) string {
	switch {
	case c.twelve():
		return fmt.Sprintf("%d:%02d\u00A0%s", (at.Hour()+11)%12+1, at.Minute(), c.half(at.Hour() >= 12))
	case c.language == "en" || c.language == "es":
		return fmt.Sprintf("%d:%02d", at.Hour(), at.Minute())
	}
	return fmt.Sprintf("%02d:%02d", at.Hour(), at.Minute())
}

// half names the half of the day.
func (c *Catalog) half(afternoon bool) string {
	names := [2]string{"am", "pm"}
	switch {
	case c.language == "es":
		names = [2]string{"a.\u00A0m.", "p.\u00A0m."}
	case c.in(monthFirst): // American habits go together
		names = [2]string{"AM", "PM"}
	}
	if afternoon {
		return names[1]
	}
	return names[0]
}

// Date writes a day: "3 March 2026", "1er mars 2026".
func (c *Catalog) Date(at time.Time) string {
	month := c.T("month." + strconv.Itoa(int(at.Month())))
	if c.language == "en" && c.in(monthFirst) {
		return fmt.Sprintf("%s %d, %d", month, at.Day(), at.Year())
	}
	day := strconv.Itoa(at.Day())
	if c.language == "fr" && at.Day() == 1 {
		day = "1er"
	}
	return c.T("date.day", "day", day, "month", month, "year", at.Year())
}

// Number writes a number with its thousands apart: "1,000", "1.000", "1’000".
func (c *Catalog) Number(n int) string {
	digits, sign := strconv.Itoa(n), ""
	if n < 0 {
		digits, sign = digits[1:], "-"
	}
	apart := c.thousands()
	if c.language == "es" && len(digits) < 5 {
		return sign + digits // Spanish begins at ten thousand
	}
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + apart + digits[at:]
	}
	return sign + digits
}

func (c *Catalog) thousands() string {
	switch {
	case c.region == "CH" && c.language != "fr":
		return "’"
	case c.language == "en":
		return ","
	case c.language == "fr":
		return "\u202F"
	}
	return "."
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
