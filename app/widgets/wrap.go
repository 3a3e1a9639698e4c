package widgets

import (
	"strings"
	"unicode"

	words "kauth/app/text"
)

// wrap breaks text into lines no wider than width: at blanks and between the
// characters of scripts that write none, and inside a word only where it alone is too wide.
func wrap(text string, width float32, measure func(string) float32) []string {
	var lines []string
	for _, para := range strings.Split(text, "\n") {
		line := ""
		for _, piece := range pieces(para) {
			if measure(strings.TrimRight(line+piece, " ")) <= width {
				line += piece
				continue
			}
			if strings.TrimSpace(line) != "" {
				lines = append(lines, strings.TrimRight(line, " "))
			}
			line = piece
			for measure(strings.TrimRight(line, " ")) > width {
				head, tail := split(line, width, measure)
				if tail == "" {
					break
				}
				lines, line = append(lines, head), tail
			}
		}
		lines = append(lines, strings.TrimRight(line, " "))
	}
	return lines
}

// pieces are the parts between which a line may end, each with the blanks after it.
func pieces(s string) []string {
	var out []string
	start, blank := 0, false
	var before rune
	for i, r := range s {
		if i > start && ((blank && r != ' ') || ideograph(before) && ideograph(r)) {
			out = append(out, s[start:i])
			start = i
		}
		blank, before = r == ' ', r
	}
	return append(out, s[start:])
}

func ideograph(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

// split cuts a word that is too wide: after a sign of an address where one leaves a
// third of the line, else anywhere. At least one character stays in front.
func split(word string, width float32, measure func(string) float32) (head, tail string) {
	cut := 0
	for _, end := range words.Characters(word) {
		if cut > 0 && measure(word[:end]) > width {
			break
		}
		cut = end
	}
	if sign := strings.LastIndexAny(word[:cut], "/.@:-_=&?") + 1; cut < len(word) && 3*sign >= cut {
		cut = sign
	}
	return word[:cut], word[cut:]
}

// shorten takes characters out of the middle until text fits: both ends of a name or
// an address tell it apart from others.
func shorten(text string, width float32, measure func(string) float32) string {
	if measure(text) <= width {
		return text
	}
	ends := append([]int{0}, words.Characters(text)...)
	n := len(ends) - 1
	for keep := n - 1; keep > 1; keep-- {
		head, tail := (keep+1)/2, keep/2
		s := text[:ends[head]] + "…" + text[ends[n-tail]:]
		if measure(s) <= width {
			return s
		}
	}
	return "…"
}
