package pages

import "time"

// Moment says when something was, in a mail: with the zone, since a mail is read
// anywhere.
func Moment(lang Lang, at time.Time) string {
	return Text(lang, "at", day(lang, at), at.Format("15:04 MST"))
}

// Place puts the server's own words for near places into a language.
func Place(lang Lang, s string) string { return place(lang, s) }

// Agent puts "Firefox on Windows" into a language.
func Agent(lang Lang, s string) string { return agent(lang, s) }
