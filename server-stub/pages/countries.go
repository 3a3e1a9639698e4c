package pages

import (
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Choice is an entry of a list to choose from.
type Choice struct{ Value, Name string }

// Countries lists them by name, in the order of the language's own alphabet.
func Countries(lang Lang) []Choice { return countries()[lang] }

// KnownCountry tells a country by its two letters.
func KnownCountry(code string) bool {
	_, ok := countryName(code, Langs[0])
	return ok
}

// countryName gives a country's name in that language.
func countryName(code string, lang Lang) (string, bool) {
	region, err := language.ParseRegion(code)
	if err != nil || region.String() != code || !region.IsCountry() || region.IsPrivateUse() || region.Canonicalize() != region {
		return "", false
	}
	tag := language.MustParse(string(lang))
	name := display.Regions(tag).Name(region)
	return name, name != ""
}

// nameOr gives the letters themselves where they name no country any more.
func nameOr(code string, lang Lang) string {
	if name, ok := countryName(code, lang); ok {
		return name
	}
	return code
}

// countries are looked up when the first profile is edited: a server that starts has
// no time for that.
var countries = sync.OnceValue(func() map[Lang][]Choice {
	all := map[Lang][]Choice{}
	for _, lang := range Langs {
		var list byName
		for a := 'A'; a <= 'Z'; a++ {
			for b := 'A'; b <= 'Z'; b++ {
				code := string([]rune{a, b})
				if name, ok := countryName(code, lang); ok {
					list = append(list, Choice{code, name})
				}
			}
		}
		collate.New(language.MustParse(string(lang))).Sort(list)
		all[lang] = list
	}
	return all
})

type byName []Choice

func (l byName) Len() int           { return len(l) }
func (l byName) Swap(i, j int)      { l[i], l[j] = l[j], l[i] }
func (l byName) Bytes(i int) []byte { return []byte(l[i].Name) }

// city names a time zone by its town: "Europe/Zurich" is Zurich.
func city(zone string) string {
	return strings.ReplaceAll(zone[strings.LastIndex(zone, "/")+1:], "_", " ")
}
