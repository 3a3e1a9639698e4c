package text

import (
	"math"
	"testing"
	"time"
)

func TestLengthsOfTimeAreToldInTheirTwoLongestUnits(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0 seconds", time.Second: "1 second", 59 * time.Second: "59 seconds", -3 * time.Minute: "3 minutes",
		61 * time.Second: "1 minute 1 second", 62 * time.Minute: "1 hour 2 minutes", time.Hour + 30*time.Second: "1 hour",
		50 * time.Hour: "2 days 2 hours", 400 * 24 * time.Hour: "1 year", math.MaxInt64: "292 years", math.MinInt64: "292 years",
		59*time.Second + 600*time.Millisecond: "1 minute",
	} {
		if got := New("en").Lasts(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
	for lang, want := range map[string]string{
		"de": "1 Stunde 2 Minuten", "fr": "1 heure 2 minutes", "it": "1 ora 2 minuti", "es": "1 hora 2 minutos",
	} {
		if got := New(lang).Lasts(62 * time.Minute); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}
