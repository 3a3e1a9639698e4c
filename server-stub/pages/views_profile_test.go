package pages

import (
	"strings"
	"testing"
	"time"
)

func init() {
	moreViews = append(moreViews, func(at time.Time) map[string]View {
		all := map[string]View{
			"profile, empty":  Profile{User: hostile, Now: at},
			"profile":         Profile{Name: hostile, User: hostile, Lang: "de", Country: "CH", Zone: "Europe/Zurich", Phone: hostile, Address: hostile, Now: at, Gone: true},
			"profile name":    ProfileEdit{What: "name", Value: hostile},
			"profile lang":    ProfileEdit{What: "lang", Value: "de", Choices: []Choice{{"de", "Deutsch"}}},
			"profile country": ProfileEdit{What: "country", Choices: Countries("it")},
			"profile zone":    ProfileEdit{What: "zone", Value: "Europe/Zurich", Choices: Zones([]string{"Europe/Zurich"})},
			"contact moving":  Contact{What: "user", Gone: true, Must: true, Old: hostile},
			"contact later":   Contact{What: "user", Gone: true, Old: hostile, Next: "/2fa"},
			"sent contact":    SentCode{What: "contact", Where: hostile, Action: "/x", Again: "/y", Cancel: "/z"},
			"failure change":  Failure{What: "change"},
		}
		for _, field := range []string{"name", "lang", "country", "zone", "phone", "address", "user"} {
			all["profile, done "+field] = Profile{Notice: "profile.done." + field, Now: at}
		}
		for _, field := range []string{"name", "lang", "country", "zone"} {
			all["profile, bad "+field] = ProfileEdit{What: field, Field: Field{Error: "profile.bad." + field}}
		}
		for _, what := range []string{"phone", "address", "user"} {
			for _, wrong := range []string{"", "number.bad", "contact.bad", "contact.same", "password.wrong"} {
				all["contact "+what+" "+wrong] = Contact{What: what, Prefix: hostile, Number: hostile, Address: hostile, Field: Field{Error: wrong}}
			}
			all["contact often "+what] = Contact{What: what, Field: Field{"contact.often", 12}}
		}
		return all
	})
}

func TestTimesAreOnTheReadersClock(t *testing.T) {
	at := time.Date(2026, 3, 3, 23, 41, 0, 0, time.UTC)
	zone, err := time.LoadLocation("Asia/Kathmandu")
	if err != nil {
		t.Fatal(err)
	}
	v := Manager{On: true, Methods: []Method{{Kind: "totp", Added: at}}, Events: []Event{{At: at, What: "denied"}}, Now: at}
	page := render(t, Frame{Lang: "en", Zone: zone}, v)
	for _, want := range []string{"Today 05:26", "added 4 March 2026", `datetime="2026-03-04T05:26:00&#43;05:45"`} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in %s", want, page)
		}
	}
	if !v.Events[0].At.Equal(at) || v.Events[0].At.Location() != time.UTC {
		t.Error("the caller's own view was changed")
	}
}

func TestCountriesAreNamedAndSortedInEachLanguage(t *testing.T) {
	for lang, want := range map[Lang]string{"en": "Switzerland", "fr": "Suisse", "de": "Schweiz", "it": "Svizzera", "es": "Suiza"} {
		list := Countries(lang)
		if len(list) < 240 {
			t.Fatalf("%s has %d countries", lang, len(list))
		}
		at := map[string]int{}
		for i, c := range list {
			at[c.Value] = i
			if c.Name == "" || !KnownCountry(c.Value) {
				t.Errorf("%s: %+v", lang, c)
			}
		}
		if list[at["CH"]].Name != want {
			t.Errorf("%s calls Switzerland %q", lang, list[at["CH"]].Name)
		}
	}
	de := map[string]int{}
	for i, c := range Countries("de") {
		de[c.Value] = i
	}
	if de["AT"] > de["PK"] { // Österreich is sorted with the O, before Pakistan
		t.Error("umlauts come last")
	}
	for _, no := range []string{"", "ch", "ZZ", "XX", "UK", "AAA", "EU", "C1", "../", "001"} {
		if KnownCountry(no) {
			t.Errorf("%q is a country", no)
		}
	}
}
