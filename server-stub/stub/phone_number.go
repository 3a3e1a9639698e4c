package stub

import (
	"errors"
	"regexp"
	"strings"
)

// phoneNumber is a number as ITU-T E.164 writes it: "+41791234567".
type phoneNumber string

// country is one that codes are sent to by SMS.
type country struct {
	Code   string // ISO 3166-1
	Prefix string // "+41"
	mobile *regexp.Regexp
}

// smsCountries are all of them, in the order in which the guides name them. Only
// mobile numbers get codes: a land line reads none, and a premium one earns from
// every message.
var smsCountries = []country{
	{"CH", "+41", regexp.MustCompile(`^7[4-9][0-9]{7}$`)},
	{"FR", "+33", regexp.MustCompile(`^[67][0-9]{8}$`)},
	{"BE", "+32", regexp.MustCompile(`^4[0-9]{8}$`)},
	{"DE", "+49", regexp.MustCompile(`^1[567][0-9]{8,9}$`)},
}

var (
	errNoNumber      = errors.New("that is no phone number")
	errOtherCountry  = errors.New("codes go to Switzerland, France, Belgium and Germany alone")
	errNoMobile      = errors.New("that is no mobile number")
	internationalNum = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
)

// parsePhone reads a number as people type it: with "+41", with "0041", or as it
// is dialed in that country ("" knows none). It takes numbers of any country.
func parsePhone(typed, countryCode string) (phoneNumber, error) {
	n := strings.Replace(typed, "(0)", "", 1) // +41 (0)79 ...
	n = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "-", "", ".", "", "/", "", "(", "", ")", "").Replace(n)
	switch home := countryOf(countryCode); {
	case strings.HasPrefix(n, "+"):
	case strings.HasPrefix(n, "00"):
		n = "+" + n[2:]
	case home != nil && strings.HasPrefix(n, "0"):
		n = home.Prefix + n[1:]
	case home != nil && home.mobile.MatchString(n):
		n = home.Prefix + n
	}
	if c := phoneNumber(n).country(); c != nil && strings.HasPrefix(n, c.Prefix+"0") {
		n = c.Prefix + n[len(c.Prefix)+1:] // +41079 ...: the zero of a call at home
	}
	if !internationalNum.MatchString(n) {
		return "", errNoNumber
	}
	return phoneNumber(n), nil
}

// parseMobile reads a number that codes may be sent to.
func parseMobile(typed, countryCode string) (phoneNumber, error) {
	n, err := parsePhone(typed, countryCode)
	if err == nil {
		err = n.takesCodes()
	}
	if err != nil {
		return "", err
	}
	return n, nil
}

// takesCodes is nil for a mobile number of a country that codes are sent to.
func (n phoneNumber) takesCodes() error {
	c := n.country()
	switch {
	case c == nil:
		return errOtherCountry
	case !c.mobile.MatchString(strings.TrimPrefix(string(n), c.Prefix)):
		return errNoMobile
	}
	return nil
}

// country is nil where no codes are sent to.
func (n phoneNumber) country() *country {
	for i, c := range smsCountries {
		if strings.HasPrefix(string(n), c.Prefix) {
			return &smsCountries[i]
		}
	}
	return nil
}

func countryOf(code string) *country {
	for i, c := range smsCountries {
		if c.Code == code {
			return &smsCountries[i]
		}
	}
	return nil
}

// shown is masked, and "" for none.
func (n phoneNumber) shown() string {
	if n == "" {
		return ""
	}
	return n.masked()
}

// masked shows whose number it is to whoever knows it: "+41 ·· ··· ·· 67".
func (n phoneNumber) masked() string {
	if len(n) < 8 {
		return "··"
	}
	prefix := string(n[:3])
	if c := n.country(); c != nil {
		prefix = c.Prefix
	}
	return prefix + " ·· ··· ·· " + string(n[len(n)-2:])
}
