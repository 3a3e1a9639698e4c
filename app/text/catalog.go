package text

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"kauth/assets"
	"kauth/core"
)

// Default is the language of last resort.
const Default = "en"

// Catalog has the words of one language.
type Catalog struct {
	locale
	tag   language.Tag
	words map[string]string
}

var load = sync.OnceValue(func() map[string]map[string]string {
	files, err := fs.Glob(assets.Translations, "translations/*/*.json")
	if err != nil || len(files) == 0 {
		panic(fmt.Sprintf("text: no translations are embedded: %v", err))
	}
	all := map[string]map[string]string{}
	for _, f := range files {
		data, err := assets.Translations.ReadFile(f)
		if err != nil {
			panic("text: " + err.Error())
		}
		words := map[string]string{}
		if err := json.Unmarshal(data, &words); err != nil {
			panic(fmt.Sprintf("text: %s: %v", f, err)) // a test reads every file
		}
		lang := path.Base(path.Dir(f))
		if all[lang] == nil {
			all[lang] = map[string]string{}
		}
		for key, w := range words {
			if _, twice := all[lang][key]; twice {
				panic(fmt.Sprintf("text: %s has %s a second time", f, key))
			}
			all[lang][key] = w
		}
	}
	return all
})

// Languages lists the languages there are, by code.
func Languages() []string {
	var codes []string
	for code := range load() {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return codes
}

// New gives the catalog for a language ("fr", "fr-CH", "fr_CH.UTF-8"), or Default's
// where there is none. Dates follow the region.
func New(lang string) *Catalog {
	l := parse(lang)
	words, ok := load()[l.language]
	if !ok {
		l.language, words = Default, load()[Default]
	}
	return &Catalog{locale: l, tag: language.Make(l.language), words: words}
}

// In has dates follow the region of the system's locale, where the catalog has none: who
// chooses English on a Swiss phone keeps 24 hours.
func (c *Catalog) In(system string) *Catalog {
	if c.region == "" {
		c.region = parse(system).region
	}
	return c
}

// Language is the catalog's own code.
func (c *Catalog) Language() string { return c.language }

// T gives the words of a key. values are pairs of a placeholder's name and its
// value: T("banner.request.sentence", "agent", "Firefox", "time", "1:24").
func (c *Catalog) T(key string, values ...any) string {
	s, ok := c.words[key]
	if !ok {
		return key // a test keeps every key that is used in every language
	}
	for i := 0; i+1 < len(values); i += 2 {
		s = strings.ReplaceAll(s, "{"+fmt.Sprint(values[i])+"}", apart(fmt.Sprint(values[i+1])))
	}
	return s
}

// N is T for a number of things: the key's form that CLDR's rules pick for n in this
// language, key.one or key.other; {count} is the number.
func (c *Catalog) N(key string, n int, values ...any) string {
	form := key + forms[plural.Cardinal.MatchPlural(c.tag, n, 0, 0, 0, 0)]
	if _, ok := c.words[form]; !ok {
		form = key + forms[plural.Other]
	}
	return c.T(form, append(values, "count", c.Number(n))...)
}

var forms = map[plural.Form]string{
	plural.Other: ".other", plural.Zero: ".zero", plural.One: ".one", plural.Two: ".two", plural.Few: ".few", plural.Many: ".many",
}

// Message is an error in words: what happened, what was kept safe, what to do.
type Message struct{ Title, Sentence, Next string }

// Of gives the words for a kind of error.
func (c *Catalog) Of(kind core.Kind) Message {
	key := "kind." + string(kind)
	if _, ok := c.words[key+".title"]; !ok {
		key = "kind." + string(core.Internal)
	}
	return Message{c.T(key + ".title"), c.T(key + ".sentence"), c.T(key + ".next")}
}

// String is a message in one run.
func (m Message) String() string { return m.Title + ". " + m.Sentence + " " + m.Next }
