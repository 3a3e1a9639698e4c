package api

import (
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestTextIsFitToBeShown(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		max  int
		want string
	}{
		"plain":                 {"Firefox on Windows", 96, "Firefox on Windows"},
		"line breaks":           {"a\nb\r\nc\u2028d\u2029e\u0085f\vg", 96, "a b c d e f g"},
		"white space at ends":   {"  a \t\u00a0 b  ", 96, "a b"},
		"controls":              {"a\x00b\x1bc\x7fd\u0080e", 96, "abcde"},
		"bidi override":         {"\u202egpj.exe\u202c", 96, "gpj.exe"},
		"bidi isolate and mark": {"a\u2066b\u2069c\u200ed\u061ce", 96, "abcde"},
		"zero width":            {"g\u200boo\u200dgle\ufeff\u2060", 96, "google"},
		"invisible letters":     {"a\u3164b\u115f\u1160c\uffa0d\u034fe\u17b5f", 96, "abcdef"},
		"tags":                  {"a\U000e0041\U000e0042b", 96, "ab"},
		"private use":           {"a\ue000\U000f0000b", 96, "ab"},
		"not UTF-8":             {"a\xffb\xc3", 96, "ab"},
		"replacement character": {"a\ufffdb", 96, "ab"},
		"marks":                 {"e\u0301 Tiếng Việt \u0928\u093f", 96, "e\u0301 Tiếng Việt \u0928\u093f"},
		"a pile of marks":       {"B" + strings.Repeat("\u0301", 90) + "ank", 96, "B\u0301\u0301\u0301\u0301ank"},
		"marks on nothing":      {"\u0336\u0336Bank \u0336x", 96, "Bank x"},
		"cut at a character":    {"aéé", 4, "aé"},
		"cut before a blank":    {"abc def", 4, "abc"},
		"other scripts":         {"Zürich, Schweiz · 日本 עברית", 64, "Zürich, Schweiz · 日本 עברית"},
		"no room":               {"abc", 0, ""},
		"less than no room":     {"abc", -1, ""},
		"nothing but rubbish":   {"\u202e \x00 \n", 96, ""},
	} {
		if got := CleanText(c.in, c.max); got != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestContextIsCutToSize(t *testing.T) {
	long := strings.Repeat("ab\u202e", 400)
	c := Context{App: long, Origin: long, IP: long, Place: long, Agent: long, Device: "toaster", At: 5}.Clean()
	for name, got := range map[string]struct {
		s   string
		max int
	}{"app": {c.App, 64}, "ua": {c.Agent, 96}, "loc": {c.Place, 64}, "ip": {c.IP, maxIP}, "origin": {c.Origin, maxOrigin}} {
		if len(got.s) != got.max || strings.Contains(got.s, "\u202e") {
			t.Errorf("%s: %d bytes", name, len(got.s))
		}
	}
	if c.Device != "computer" || c.At != 5 {
		t.Errorf("%+v", c)
	}
	if again := c.Clean(); again != c {
		t.Error("cleaning twice changes it")
	}
	e := Event{At: 1, What: long, With: long, Agent: long, Place: long, IP: long}.Clean()
	if v := reflect.ValueOf(e); v.NumField() != 6 {
		t.Error("a new field of Event has to be cleaned too")
	}
	if len(e.What) != MaxName || len(e.With) != MaxName || len(e.Agent) != MaxAgent || len(e.Place) != MaxPlace || len(e.IP) != maxIP {
		t.Errorf("%+v", e)
	}
}

func FuzzCleanText(f *testing.F) {
	for _, s := range []string{"", "a b", "\u202eabc", "a\xff", strings.Repeat("é ", 50), "\u3164", "a\r\n\tb", "👨‍👩‍👧"} {
		f.Add(s, 16)
	}
	f.Fuzz(func(t *testing.T, s string, max int) {
		got := CleanText(s, max)
		switch {
		case len(got) > 0 && len(got) > max:
			t.Fatalf("%d bytes", len(got))
		case !utf8.ValidString(got):
			t.Fatalf("%q is not UTF-8", got)
		case CleanText(got, max) != got:
			t.Fatalf("%q becomes %q", got, CleanText(got, max))
		case got != strings.TrimSpace(got) || strings.Contains(got, "  "):
			t.Fatalf("%q has loose blanks", got)
		}
		for _, r := range got {
			if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp, unicode.Bidi_Control) || r == utf8.RuneError {
				t.Fatalf("%q has %U", got, r)
			}
		}
	})
}
