package stub

import (
	"errors"
	"testing"
)

func TestNumbersAreReadAsPeopleTypeThem(t *testing.T) {
	for _, one := range []struct {
		typed, country string
		want           phoneNumber
	}{
		{"+41 79 123 45 67", "", "+41791234567"},
		{"0041 79 123.45.67", "FR", "+41791234567"},
		{"079 123 45 67", "CH", "+41791234567"},
		{"79 123 45 67", "CH", "+41791234567"},
		{"+41 (0)79 123 45 67", "", "+41791234567"},
		{"+41079/1234567", "", "+41791234567"},
		{"06 12 34 56 78", "FR", "+33612345678"},
		{"0470 12 34 56", "BE", "+32470123456"},
		{"0151-2345 6789", "DE", "+4915123456789"},
	} {
		if got, err := parseMobile(one.typed, one.country); err != nil || got != one.want {
			t.Errorf("%q in %q gives %q, %v", one.typed, one.country, got, err)
		}
	}
}

func TestCodesGoToFourCountriesAlone(t *testing.T) {
	for typed, want := range map[string]error{
		"+39 333 123 4567":   errOtherCountry,
		"+1 202 555 0100":    errOtherCountry,
		"+423 660 12 34":     errOtherCountry, // Liechtenstein
		"+262 692 12 34 56":  errOtherCountry, // Réunion
		"+41 44 668 18 00":   errNoMobile,
		"+41 900 123 456":    errNoMobile,
		"+33 1 42 68 53 00":  errNoMobile,
		"+41 79 123 45 6":    errNoMobile,
		"079 123 45 67":      errNoNumber, // of which country?
		"+41 79 123 45 67 x": errNoNumber,
		"+4179123456\r\n7":   errNoNumber,
		"+٤١٧٩١٢٣٤٥٦٧":       errNoNumber,
		"":                   errNoNumber,
		"+":                  errNoNumber,
	} {
		if got, err := parseMobile(typed, ""); !errors.Is(err, want) {
			t.Errorf("%q gives %q, %v instead of %v", typed, got, err, want)
		}
	}
	if got, err := parsePhone("+39 333 123 4567", ""); err != nil || got != "+393331234567" {
		t.Errorf("a recovery phone may be of any country: %q, %v", got, err)
	}
}

func TestMaskedNumberShowsTwoDigits(t *testing.T) {
	if got := phoneNumber("+41791234567").masked(); got != "+41 ·· ··· ·· 67" {
		t.Error(got)
	}
}
