package pages

import (
	"encoding/json"
	"fmt"
	"html/template"
	"io/fs"
	"strconv"
	"strings"
)

// Lang is a language that the pages speak.
type Lang string

// Langs are all of them, the one to fall back to first.
var Langs = []Lang{"en", "fr", "de", "it", "es"}

// LangNames is each in its own words, for the switch at the foot.
var LangNames = map[Lang]string{"en": "English", "fr": "Français", "de": "Deutsch", "it": "Italiano", "es": "Español"}

// Known gives the language of that name; false where the pages do not speak it.
func Known(name string) (Lang, bool) {
	_, ok := LangNames[Lang(name)]
	return Lang(name), ok
}

// Pick chooses by an Accept-Language header (RFC 9110 section 12.5.4): the highest
// weight wins, the earlier of equal ones.
func Pick(accept string) Lang {
	best, most := Langs[0], 0.0
	for _, entry := range strings.Split(accept, ",") {
		tag, params, _ := strings.Cut(entry, ";")
		base, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
		lang, ok := Known(base)
		if weight := weightOf(params); ok && weight > most {
			best, most = lang, weight
		}
	}
	return best
}

// weightOf reads ";q=0.8"; none is 1, one that cannot be read is 0.
func weightOf(params string) float64 {
	params = strings.ReplaceAll(params, " ", "")
	if params == "" {
		return 1
	}
	weight, err := strconv.ParseFloat(strings.TrimPrefix(params, "q="), 64)
	if err != nil || weight > 1 {
		return 0
	}
	return weight
}

var texts = loadTexts()

// loadTexts reads texts/<language>/<subject>.json: one file a subject.
func loadTexts() map[Lang]map[string]string {
	all := map[Lang]map[string]string{}
	for _, lang := range Langs {
		all[lang] = map[string]string{}
		names, _ := fs.Glob(files, "texts/"+string(lang)+"/*.json") // the pattern is well formed
		for _, name := range names {
			data, err := files.ReadFile(name)
			one := map[string]string{}
			if err == nil {
				err = json.Unmarshal(data, &one)
			}
			if err != nil {
				panic(err) // embedded, and read by a test
			}
			for key, text := range one {
				if _, twice := all[lang][key]; twice {
					panic("pages: text " + key + " is there twice, again in " + name)
				}
				all[lang][key] = text
			}
		}
	}
	return all
}

// Text gives a text, with {0}, {1} replaced. A key that is missing shows itself.
func Text(lang Lang, key string, args ...any) string {
	s, ok := texts[lang][key]
	if !ok {
		return key
	}
	return filled(s, args, func(a any) string { return fmt.Sprint(a) })
}

// hasText tells whether there is such a text.
func hasText(lang Lang, key string) bool {
	_, ok := texts[lang][key]
	return ok
}

// bold gives a text whose replaced parts stand out. The parts are escaped: they
// are names that strangers choose.
func bold(lang Lang, key string, args ...any) template.HTML {
	return template.HTML(filled(template.HTMLEscapeString(Text(lang, key)), args, func(a any) string {
		return "<b>" + template.HTMLEscapeString(fmt.Sprint(a)) + "</b>"
	}))
}

// filled puts parts in the place of {0}, {1}, in one pass: a part that looks like
// {1} stays as it is.
func filled(s string, args []any, write func(any) string) string {
	var pairs []string
	for i, a := range args {
		pairs = append(pairs, "{"+strconv.Itoa(i)+"}", write(a))
	}
	return strings.NewReplacer(pairs...).Replace(s)
}
