package pages

import (
	"bytes"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestEveryTextIsThereInEveryLanguage(t *testing.T) {
	want := slices.Sorted(maps.Keys(texts["en"]))
	hole := regexp.MustCompile(`\{\d\}`)
	for _, lang := range Langs {
		if got := slices.Sorted(maps.Keys(texts[lang])); !slices.Equal(got, want) {
			t.Errorf("%s has other keys: %v", lang, difference(want, got))
		}
		for key, text := range texts[lang] {
			holes, wanted := hole.FindAllString(text, -1), hole.FindAllString(texts["en"][key], -1)
			slices.Sort(holes)
			slices.Sort(wanted)
			if strings.TrimSpace(text) == "" || !slices.Equal(holes, wanted) {
				t.Errorf("%s %s is %q", lang, key, text)
			}
		}
		if n := len(strings.Fields(texts[lang]["months"])); n != 12 {
			t.Errorf("%s has %d months", lang, n)
		}
	}
}

func difference(a, b []string) (d []string) {
	for _, key := range a {
		if !slices.Contains(b, key) {
			d = append(d, key)
		}
	}
	for _, key := range b {
		if !slices.Contains(a, key) {
			d = append(d, key)
		}
	}
	return d
}

// hostile is a name that a stranger chose.
const hostile = `<script>alert(1)</script>"'&{0}`

// keyLike finds a key that has no text: Text shows it as it is.
var keyLike = regexp.MustCompile(`>[a-z]+(\.[a-z_0-9]+)+<|>[^<]*\{\d\}[^<]*<`)

func TestEveryPageIsRenderedInEveryLanguageWithNamesEscaped(t *testing.T) {
	for _, lang := range Langs {
		for title, v := range everyView() {
			page := render(t, Frame{Lang: lang, Path: "/x?a=" + hostile + "&", User: hostile, Refresh: 3, Again: "/x"}, v)
			switch {
			case strings.Contains(page, "<script>alert"):
				t.Errorf("%s %s: a name is not escaped", lang, title)
			case strings.Contains(page, "ZgotmplZ"):
				t.Errorf("%s %s: a value was refused by the template", lang, title)
			case !strings.Contains(page, `<html lang="`+string(lang)+`">`):
				t.Errorf("%s %s: no language", lang, title)
			case strings.Count(page, "<h1") != 1:
				t.Errorf("%s %s: not one heading", lang, title)
			case !strings.Contains(page, `<noscript><meta http-equiv="refresh" content="3; url=/x"></noscript>`):
				t.Errorf("%s %s: goes nowhere without script", lang, title)
			case inline.MatchString(page):
				t.Errorf("%s %s: inline script or style", lang, title)
			}
			plain := strings.ReplaceAll(page, "&amp;{0}", "")
			if found := keyLike.FindString(plain); found != "" && !strings.Contains(found, "example") {
				t.Errorf("%s %s: no text for %s", lang, title, found)
			}
		}
	}
}

var inline = regexp.MustCompile(`(?i)<style|\sstyle=|\son[a-z]+=|<script>|javascript:|https?://[^"]*\.(js|css|woff)`)

func render(t *testing.T, f Frame, v View) string {
	t.Helper()
	var b bytes.Buffer
	if err := Render(&b, f, v); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestLabelsNameEveryField(t *testing.T) {
	field := regexp.MustCompile(`<input id="([a-z]+)"`)
	hidden := regexp.MustCompile(`<input [^>]*>`)
	for title, v := range everyView() {
		page := render(t, Frame{Lang: "en"}, v)
		for _, m := range field.FindAllStringSubmatch(page, -1) {
			if !strings.Contains(page, `<label for="`+m[1]+`">`) {
				t.Errorf("%s: field %s has no label", title, m[1])
			}
		}
		for _, m := range hidden.FindAllString(page, -1) {
			if !strings.Contains(m, "id=") && !strings.Contains(m, `type="hidden"`) {
				t.Errorf("%s: %s is neither hidden nor labeled", title, m)
			}
		}
	}
}

func TestLanguageIsPickedAsTheBrowserAsks(t *testing.T) {
	for accept, want := range map[string]Lang{
		"":                        "en",
		"fr":                      "fr",
		"de-CH,de;q=0.9,en;q=0.8": "de",
		"it, fr;q=0.7, en;q=0.9":  "it",
		"pt, es-MX;q=0.5":         "es",
		"ja":                      "en",
		"en;q=0, de;q=0.1":        "de",
		"fr;q=9, de;q=nonsense":   "en",
	} {
		if got := Pick(accept); got != want {
			t.Errorf("%q gives %s, want %s", accept, got, want)
		}
	}
}
