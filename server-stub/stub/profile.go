package stub

import (
	"slices"
	"time"
	_ "time/tzdata" // a machine without zones still tells people their own time

	"kauth/core/api"
	"kauth/server-stub/pages"
)

// profile is what a person says of themselves. Phone and Address were each proved
// by a code that went there.
type profile struct {
	Name    string
	Country string // ISO 3166-1, two letters
	Zone    string // IANA, "Europe/Zurich"
	Phone   string // for getting back in: E.164, "+41791234567"
	Address string // for getting back in: another mail address than the one to sign in with
}

// zones are the time zones to choose from, by where their people live.
var zones = []string{
	"Europe/Zurich", "Europe/Paris", "Europe/Berlin", "Europe/Rome", "Europe/Madrid", "Europe/Vienna", "Europe/Brussels",
	"Europe/Amsterdam", "Europe/Luxembourg", "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Copenhagen",
	"Europe/Oslo", "Europe/Stockholm", "Europe/Helsinki", "Europe/Warsaw", "Europe/Prague", "Europe/Budapest",
	"Europe/Athens", "Europe/Bucharest", "Europe/Sofia", "Europe/Riga", "Europe/Kyiv", "Europe/Istanbul", "Atlantic/Reykjavik",
	"America/St_Johns", "America/Halifax", "America/New_York", "America/Toronto", "America/Chicago", "America/Denver",
	"America/Los_Angeles", "America/Anchorage", "America/Mexico_City", "America/Bogota", "America/Sao_Paulo",
	"America/Argentina/Buenos_Aires", "America/Santiago", "Africa/Casablanca", "Africa/Tunis", "Africa/Lagos", "Africa/Cairo",
	"Africa/Johannesburg", "Africa/Nairobi", "Asia/Jerusalem", "Asia/Dubai", "Asia/Karachi", "Asia/Kolkata", "Asia/Kathmandu",
	"Asia/Bangkok", "Asia/Singapore", "Asia/Hong_Kong", "Asia/Shanghai", "Asia/Tokyo", "Asia/Seoul", "Australia/Perth",
	"Australia/Sydney", "Pacific/Auckland", "Pacific/Honolulu", "Indian/Reunion", "UTC",
}

// zone is where a person's clock stands; nil leaves it to the server's own.
func (p *person) zone() *time.Location {
	if p.Profile.Zone == "" {
		return nil
	}
	at, err := time.LoadLocation(p.Profile.Zone)
	if err != nil {
		return nil // written by a version that knew more zones
	}
	return at
}

// saveProfile stores what needs no proof: "name", "lang", "country" or "zone".
func (s *Server) saveProfile(who signedIn, field, value string) error {
	bad := fail(api.CodeBadRequest, "that cannot be chosen")
	return s.update(func(t *tx) error {
		p, err := t.person(who.Account)
		if err != nil {
			return err
		}
		switch field {
		case "name":
			if p.Profile.Name = api.CleanText(value, 80); p.Profile.Name == "" {
				return bad
			}
		case "lang":
			lang, ok := pages.Known(value)
			if !ok {
				return bad
			}
			p.Lang = lang
		case "country":
			if !pages.KnownCountry(value) {
				return bad
			}
			p.Profile.Country = value
		case "zone":
			if !slices.Contains(zones, value) {
				return bad
			}
			p.Profile.Zone = value
		default:
			return errNotFound
		}
		t.putPerson(p)
		return nil
	})
}
