package pages

import "html/template"

// Offline is the page for a phone without a network: the request as a QR code, and a
// field for the digits that the phone shows.
type Offline struct {
	Field
	ID       string
	Phones   []string // that can answer so
	Phone    string   // whose request is shown; "" where there is one alone
	At       int      // which one that is, from 1
	QR       template.URL
	Match    string // digits to type on the phone first; "" for YES or NO
	Left, Of int    // seconds
	Wrong    bool   // other digits were typed: the request is closed
}

func (Offline) name() string { return "offline" }
