package text

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestTheAppAndTheServersPagesUseOneVocabulary reads the pages of the reference server:
// a person goes from one to the other and back, and looks for the same words.
func TestTheAppAndTheServersPagesUseOneVocabulary(t *testing.T) {
	for _, lang := range Languages() {
		app, pages := load()[lang], pagesIn(t, lang)
		for key, page := range map[string]string{
			"codes.bar": "codes.title", "confirm.server": "authorize.server", "challenge.device": "authorize.phone",
			"detail.account": "authorize.account", "detail.activity": "activity.title",
		} {
			if app[key] != pages[page] {
				t.Errorf("%s: %s is %q, the pages say %q", lang, key, app[key], pages[page])
			}
		}
		for _, x := range []struct{ whole, part string }{
			{pages["steps.2"], app["welcome.computer"]},
			{pages["steps.2"], app["action.continue"]},
			{app["steps.2"], pages["method.kauth"]},
			{app["steps.2.more"], pages["manager.enable"]},
			{app["steps.2.more"], pages["manager.add"]},
			{app["steps.3.more"], pages["next"]},
			{app["steps.1"], pages["manager.title"]},
			{app["browser.sentence"], pages["authorize.do"]},
			{app["server.sentence"], pages["authorize.do"]},
			{app["kind.denied.next"], pages["authorize.do"]},
		} {
			if !strings.Contains(words(x.whole), words(x.part)) {
				t.Errorf("%s: %q does not name %q", lang, x.whole, x.part)
			}
		}
	}
}

// words are without what differs by place: case, hyphens, and English's "authentication".
func words(s string) string {
	s = strings.NewReplacer("-anmeldung", "", "-", " ", " authentication", "").Replace(strings.ToLower(s))
	return s
}

func pagesIn(t *testing.T, lang string) map[string]string {
	t.Helper()
	files, err := filepath.Glob("../../server-stub/pages/texts/" + lang + "/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("the server has no pages in %s: %v", lang, err)
	}
	all := map[string]string{}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err == nil {
			err = json.Unmarshal(data, &all) // adds to what is there
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// unwanted are words that people do not know, or that another word of ours means.
var unwanted = map[string]*regexp.Regexp{
	"en": regexp.MustCompile(`(?i)\b(totp|otp|token|enrol|push|recovery code|2fa)\b`),
	"de": regexp.MustCompile(`(?i)\b(totp|otp|token|push|backup-?codes?|wiederherstellungscodes?|2fa)\b|ß|„`),
	"fr": regexp.MustCompile(`(?i)\b(totp|otp|token|jeton|push|codes? de récupération|codes? qr|2fa)\b`),
	"it": regexp.MustCompile(`(?i)\b(totp|otp|token|push|codic[ei] di (recupero|backup)|qr code|2fa)\b`),
	"es": regexp.MustCompile(`(?i)\b(totp|otp|token|push|códigos? de (recuperación|copia)|qr code|2fa)\b`),
}

func TestNoWordIsJargonOrASecondNameForAThing(t *testing.T) {
	for _, lang := range Languages() {
		bad, ok := unwanted[lang]
		if !ok {
			t.Errorf("%s has no list of unwanted words", lang)
			continue
		}
		for key, s := range load()[lang] {
			if found := bad.FindString(s); found != "" {
				t.Errorf("%s %s says %q: %q", lang, key, found, s)
			}
		}
	}
}

// untidy is what a typewriter writes.
var untidy = regexp.MustCompile(`^ | $|  |['"]|\.\.\.`)

// loose are French signs that a line's end may tear from their word.
var loose = regexp.MustCompile(` [:;!?»]|« `)

func TestWordsAreSetAsABookSetsThem(t *testing.T) {
	for _, lang := range Languages() {
		for key, s := range load()[lang] {
			if found := untidy.FindString(s); found != "" {
				t.Errorf("%s %s has %q: %q", lang, key, found, s)
			}
			if found := loose.FindString(s); lang == "fr" && found != "" {
				t.Errorf("%s %s has a blank that breaks in %q: %q", lang, key, found, s)
			}
		}
	}
}
