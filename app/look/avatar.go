package look

import (
	"hash/fnv"
	"image/color"
	"strings"
	"unicode"
)

// avatarColors all hold 4.5:1 against the white letters on them.
var avatarColors = []color.NRGBA{
	hex(0x1257E0), hex(0x0B7A55), hex(0x7A3FC2), hex(0xB4560B),
	hex(0xBE2138), hex(0x0A6E86), hex(0xA02C7F), hex(0x4A5B75),
}

// AvatarColor is the color for an identity, the same on every phone. White letters
// stand on it.
func AvatarColor(identity string) color.NRGBA {
	h := fnv.New32a()
	h.Write([]byte(strings.ToLower(strings.TrimSpace(identity))))
	return avatarColors[h.Sum32()%uint32(len(avatarColors))]
}

// Initials are one or two letters for a name: those of its first two words, where an
// address counts by its own words ("anna.maria@example.ch" is AM). A name without a
// letter or digit gives "?".
func Initials(name string) string {
	name, _, _ = strings.Cut(name, "@")
	words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) == 0 {
		return none
	}
	out := first(words[0])
	if len(words) > 1 && shareScript(words[0], words[1]) {
		out += first(words[1])
	}
	return out
}

// AccountInitials are the first letter of an account's title and that of its label, so
// that two accounts at one company look different. Where one of them has no letter, or
// both are the same, they are those of the other alone.
func AccountInitials(title, label string) string {
	a, b := Initials(title), Initials(label)
	switch {
	case b == none || title == label:
		return a
	case a == none:
		return b
	case !shareScript(a, b):
		return first(a)
	}
	return first(a) + first(b)
}

// none stands for a name that has no letter.
const none = "?"

func first(word string) string {
	for _, r := range word {
		return string(unicode.ToUpper(r))
	}
	return ""
}

// shareScript keeps letters that read in different directions out of one avatar.
func shareScript(a, b string) bool {
	rtl := func(s string) bool {
		for _, r := range s {
			return unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana)
		}
		return false
	}
	return rtl(a) == rtl(b)
}
