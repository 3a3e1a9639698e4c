package api

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The most bytes of UTF-8 that each field of a Context may have. Origin and IP
// have the room that their own grammars need.
const (
	MaxApp    = 64
	MaxAgent  = 96
	MaxPlace  = 64
	MaxName   = 64
	maxOrigin = 255 + len("https://:65535")
	maxIP     = 64
)

// Clean cuts every field to its size and strips what could disguise it. The
// server does it before it signs, and the app again before it shows.
func (c Context) Clean() Context {
	c.App = CleanText(c.App, MaxApp)
	c.Origin = CleanText(c.Origin, maxOrigin)
	c.IP = CleanText(c.IP, maxIP)
	c.Place = CleanText(c.Place, MaxPlace)
	c.Agent = CleanText(c.Agent, MaxAgent)
	c.To = CleanText(c.To, MaxName)
	switch c.Device {
	case "computer", "phone", "tablet":
	default:
		c.Device = "computer"
	}
	return c
}

// maxMarks is how many combining marks a character may carry: no script in use needs
// more, and a pile of them lies over the lines beside it.
const maxMarks = 4

// CleanText drops control, format (bidi, zero width), private and invisible
// characters, and combining marks on nothing or beyond four on a character; it folds
// white space and line breaks, and cuts to at most max bytes at a character.
func CleanText(s string, max int) string {
	var b strings.Builder
	space, marks := false, 0
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		case r == utf8.RuneError || unicode.In(r, unicode.C, unicode.Other_Default_Ignorable_Code_Point):
			continue
		case !unicode.Is(unicode.M, r):
			marks = 0
		case space || b.Len() == 0 || marks == maxMarks:
			continue
		default:
			marks++
		}
		n := utf8.RuneLen(r)
		if space {
			n++
		}
		if b.Len()+n > max {
			break
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Clean makes a line of activity fit to be shown.
func (e Event) Clean() Event {
	e.What = CleanText(e.What, MaxName)
	e.With = CleanText(e.With, MaxName)
	e.Agent = CleanText(e.Agent, MaxAgent)
	e.Place = CleanText(e.Place, MaxPlace)
	e.IP = CleanText(e.IP, maxIP)
	return e
}
