package text

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestACharacterIsWhatAPersonSeesAsOne(t *testing.T) {
	for _, one := range []string{
		"a", "é", "e\u0301", "한", "\u1112\u1161\u11ab", "ที่", "👨‍👩‍👧‍👦", "👍🏽", "🇨🇭", "🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F", "❤️", "1️⃣", "\r\n",
	} {
		if ends := Characters(one); !slices.Equal(ends, []int{len(one)}) {
			t.Errorf("%q ends at %v", one, ends)
		}
		if ends := Characters("x" + one + one + "x"); len(ends) != 4 {
			t.Errorf("two of %q between letters end at %v", one, ends)
		}
	}
	if ends := Characters("🇨🇭🇮🇹"); len(ends) != 2 {
		t.Errorf("two flags end at %v", ends)
	}
}

func FuzzCharactersLoseNothing(f *testing.F) {
	for _, s := range []string{"", "abc", "\xff\xfe", "👨‍👩‍👧‍👦 🇨🇭", "दनह ليلى"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		ends := Characters(s)
		if len(s) > 0 && (len(ends) == 0 || ends[len(ends)-1] != len(s)) || !slices.IsSorted(ends) {
			t.Fatalf("%q ends at %v", s, ends)
		}
		name := Name(s, 8)
		if again := Name(name, 8); again != name || !utf8.ValidString(name) || strings.ContainsAny(name, "\n\u202e\u2066") {
			t.Fatalf("%q became %q, then %q", s, name, again)
		}
	})
}

func TestANameKeepsItsLettersAndLosesItsTricks(t *testing.T) {
	for in, want := range map[string]string{
		"  My\tbank\n": "My bank", "evil\u202Egnp.exe": "evilgnp.exe", "a\u2066b\u2069c": "abc", "zero\u200Bwidth": "zerowidth",
		"می\u200Cخواهم": "می\u200Cخواهم", "👨‍👩‍👧‍👦 home": "👨‍👩‍👧‍👦 home", "abcdefghijklm": "abcdefghijkl",
		"12345678901👨‍👩‍👧‍👦9": "12345678901👨‍👩‍👧‍👦", "\u200D": "", "\ue000": "", "\u200f": "",
	} {
		if got := Name(in, 12); got != want {
			t.Errorf("%q became %q instead of %q", in, got, want)
		}
	}
}

func TestANameFromRightToLeftTurnsNothingBesideIt(t *testing.T) {
	c := New("en")
	if got := c.T("remove.title", "account", "ליאור"); got != "Remove \u2068ליאור\u2069?" {
		t.Errorf("%q", got)
	}
	if got := c.T("remove.title", "account", "anna\u202E"); got != "Remove anna?" {
		t.Errorf("%q", got)
	}
	if got := c.T("remove.title", "account", "小林"); got != "Remove 小林?" {
		t.Errorf("%q", got)
	}
}

func TestAPhoneIsCalledByItsNameInASentence(t *testing.T) {
	for in, want := range map[string]string{
		"Pixel 9 · kAuth": "Pixel 9", "Pixel 9": "Pixel 9", "kAuth": "kAuth", " · kAuth": " · kAuth", "": "", "kAuth · Anna": "kAuth · Anna",
	} {
		if got := Phone(in); got != want {
			t.Errorf("%q became %q instead of %q", in, got, want)
		}
	}
}
