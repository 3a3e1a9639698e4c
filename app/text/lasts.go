package text

import "time"

// units are what a length of time is told in, the longest first. A year is one of the
// Gregorian calendar's, on average.
var units = []struct {
	key  string
	long time.Duration
}{
	{"lasts.years", 31556952 * time.Second},
	{"lasts.days", 24 * time.Hour},
	{"lasts.hours", time.Hour},
	{"lasts.minutes", time.Minute},
	{"lasts.seconds", time.Second},
}

// Lasts writes a length of time in words, by its two longest units: "3 minutes",
// "1 hour 2 minutes", "56 years".
func (c *Catalog) Lasts(d time.Duration) string {
	d = d.Abs().Round(time.Second)
	for i, u := range units {
		n := d / u.long
		if n == 0 && i < len(units)-1 {
			continue
		}
		words := c.N(u.key, int(n))
		if i == 0 || i+1 == len(units) {
			return words
		}
		if rest := d % u.long / units[i+1].long; rest > 0 {
			words += " " + c.N(units[i+1].key, int(rest))
		}
		return words
	}
	return ""
}
