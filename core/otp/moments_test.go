package otp

import (
	"testing"
	"time"
	_ "time/tzdata" // also on a machine that has none

	"kauth/core"
)

// moments are those at which programs that reckon in days, hours or 32 bits go wrong.
// What oathtool 2.6 says of each is beside it; -tags oracle asks it again.
var moments = []struct {
	name string
	at   time.Time
	code string
}{
	{"the first second", time.Unix(0, 0), "755224"},
	{"before summer time", time.Date(2026, 3, 29, 0, 59, 59, 0, time.UTC), "619539"},
	{"summer time", time.Date(2026, 3, 29, 1, 0, 0, 0, time.UTC), "880484"},
	{"the hour that comes twice", time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC), "944863"},
	{"the same once more", time.Date(2026, 10, 25, 1, 30, 0, 0, time.UTC), "344861"},
	{"before a leap second", time.Date(2016, 12, 31, 23, 59, 59, 0, time.UTC), "021503"},
	{"after a leap second", time.Date(2017, 1, 1, 0, 0, 0, 0, time.UTC), "132510"},
	{"a leap day", time.Date(2028, 2, 29, 23, 59, 59, 0, time.UTC), "471443"},
	{"no leap day", time.Date(2100, 3, 1, 0, 0, 0, 0, time.UTC), "269486"},
	{"the end of 31 bits", time.Unix(1<<31-1, 0), "703886"},
	{"after 31 bits", time.Unix(1<<31, 0), "703886"},
	{"after 32 bits", time.Unix(1<<32, 0), "791428"},
	{"the year 3000", time.Date(3000, 1, 1, 0, 0, 0, 0, time.UTC), "692314"},
	{"the year 9999", time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), "099568"},
}

func ofMoments() core.OTP {
	return core.OTP{Type: core.TOTP, Secret: seed(digits40[:20]), Algorithm: "SHA1", Digits: 6, Period: 30 * time.Second}
}

func TestCodesFollowSecondsAndNoCalendar(t *testing.T) {
	for _, zone := range []string{"UTC", "Europe/Zurich", "Australia/Lord_Howe", "Pacific/Apia"} {
		where, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range moments {
			c, err := At(ofMoments(), m.at.In(where))
			if err != nil || c.Digits != m.code || c.Left <= 0 || c.Left > c.Period {
				t.Errorf("%s in %s: %+v %v, want %s", m.name, zone, c, err, m.code)
			}
		}
	}
}

func TestNoCodeIsMadeForATimeBefore1970(t *testing.T) {
	for _, at := range []time.Time{time.Unix(-1, 0), time.Date(1601, 1, 1, 0, 0, 0, 0, time.UTC), {}} {
		if c, err := At(ofMoments(), at); core.KindOf(err) != core.Malformed || c != (core.Code{}) {
			t.Errorf("%v: %+v %v", at, c, err)
		}
	}
}
