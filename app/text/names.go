package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"golang.org/x/text/unicode/bidi"
)

// Characters gives the ends of what a person sees as one character (UAX #29): a letter
// with its marks, a syllable, an emoji with its joiners, a flag.
func Characters(s string) []int {
	if plain(s) {
		ends := make([]int, len(s))
		for i := range ends {
			ends[i] = i + 1
		}
		return ends
	}
	var ends []int
	for each := graphemes.FromString(s); each.Next(); {
		ends = append(ends, each.End())
	}
	return ends
}

// plain says that each byte is a character.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf || s[i] == '\r' {
			return false
		}
	}
	return true
}

// Name makes what a person typed fit to stand in a row: one line, nothing that is
// invisible or turns the direction of what stands beside it, and at most max characters.
// Joiners stay: scripts and emoji need them.
func Name(s string, max int) string {
	last := ' '
	s = strings.Map(func(r rune) rune {
		before := last
		last = r
		switch {
		case unicode.IsSpace(r):
			return ' '
		case strings.ContainsRune(joiners, r) || tag(r) && (before == flag || tag(before)):
			return r
		case r == utf8.RuneError || unicode.In(r, unicode.C, unicode.Other_Default_Ignorable_Code_Point):
			return -1
		}
		return r
	}, s)
	s = strings.Trim(strings.Join(strings.Fields(s), " "), joiners+" ")
	if ends := Characters(s); len(ends) > max {
		s = strings.TrimRight(s[:ends[max-1]], joiners+" ")
	}
	return s
}

// ours is what stands behind a phone's name in the lists of a server, where other
// programs have their names beside it.
const ours = " · kAuth"

// Phone is the name of a phone in a sentence: as a person would call it.
func Phone(name string) string {
	if short := strings.TrimSuffix(name, ours); short != "" {
		return short
	}
	return name
}

const (
	joiners = "\u200C\u200D"
	flag    = '\U0001F3F4'
)

// tag letters spell a region after the flag.
func tag(r rune) bool { return r >= 0xE0020 && r <= 0xE007F }

// The signs that keep the direction of a word from what stands around it.
const (
	isolateFirst = "\u2068"
	isolateEnd   = "\u2069"
)

// apart puts a value that reads from right to left into a sentence, so that the words
// and numbers beside it stay where they are. What turns directions is taken out.
func apart(s string) string {
	right := false
	for _, r := range s {
		if r < 0x590 {
			continue
		}
		p, _ := bidi.LookupRune(r)
		right = right || p.Class() == bidi.R || p.Class() == bidi.AL
		if unicode.Is(unicode.Bidi_Control, r) {
			s = strings.ReplaceAll(s, string(r), "")
		}
	}
	if !right {
		return s
	}
	return isolateFirst + s + isolateEnd
}
