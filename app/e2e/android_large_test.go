//go:build harness

package e2e

import "testing"

// shows waits for words, and holds that nothing is cut off at the sides once all is at
// rest. It keeps a picture.
func (a *android) shows(words, picture string) {
	a.t.Helper()
	a.find(words)
	a.act("rest")
	for _, n := range a.nodes() {
		if n.x < 0 || n.x+n.w > a.wide {
			a.t.Errorf("%s: %q is from %d to %d of %d", picture, n.text, n.x, n.x+n.w, a.wide)
		}
	}
	a.keep(picture)
}

// The longest words of the five languages, in the dark, twice as large as usual.
func TestAndroidInLargeGermanWordsInTheDark(t *testing.T) {
	t.Parallel()
	s, who, c := demo(t)
	a := newAndroid(t)
	a.lang = "de"
	a.start()
	a.act("create")
	a.act("dark yes")
	a.act("font 2")
	a.shows("Anmeldungen mit einem", "50-large-welcome")
	o := c.Offer()
	a.act("intent %s", o.Link)
	a.shows("Erlauben", "51-large-confirm")
	a.tap("Erlauben")
	digits := c.Registered(o).Digits
	a.shows("Zahl eingeben", "52-large-digits")
	for _, d := range digits {
		a.tap(string(d))
	}
	a.shows("Notfallcodes", "53-large-codes")
	a.reach("Ich bewahre sie sicher auf")
	a.tap("Ich bewahre sie sicher auf")
	a.leave("Fertig")
	a.shows(who.User, "54-large-home")

	computer, login, _ := asked(t, s, who)
	a.shows("Möchten Sie sich anmelden?", "55-large-request")
	a.reach("NEIN")
	a.fits("NEIN", 0)
	a.reach("JA")
	a.fits("JA", 0)
	a.leave("JA")
	ends(t, computer, login, "approved")
	a.shows("Angemeldet", "56-large-approved")
	a.tap("Fertig")
	computer, login, _ = asked(t, s, who)
	a.shows("NEIN", "57-large-number")
	a.leave("NEIN")
	ends(t, computer, login, "denied")
	a.leave("Fertig")
	a.tap("Einstellungen")
	a.tap("App-Sperre")
	a.tap("PIN")
	a.shows("PIN wählen", "58-large-pin")
	a.act("back")
	a.act("back")
	a.reach("Kommen Anfragen nicht an?")
	a.tap("Kommen Anfragen nicht an?")
	a.shows("Anfragen kommen an, solange kAuth offen ist", "59-large-check")
}
