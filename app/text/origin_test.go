package text

import (
	"os"
	"strings"
	"testing"
)

func TestAgreedWordsOfAServerComeInThePersonsLanguage(t *testing.T) {
	for language, want := range map[string][3]string{
		"en": {"The server’s own computer", "Local network", "Firefox on Windows"},
		"de": {"Der Computer des Servers", "Lokales Netz", "Firefox auf Windows"},
		"fr": {"L’ordinateur du serveur", "Réseau local", "Firefox sur Windows"},
		"it": {"Il computer del server", "Rete locale", "Firefox su Windows"},
		"es": {"El ordenador del servidor", "Red local", "Firefox en Windows"},
	} {
		c := New(language)
		if got := [3]string{c.Place("This computer"), c.Place("Local network"), c.Agent("Firefox on Windows")}; got != want {
			t.Errorf("%s says %q instead of %q", language, got, want)
		}
	}
}

func TestWhatAServerSaysBesidesStaysAsItWasSigned(t *testing.T) {
	c := New("de")
	for _, said := range []string{
		"", "Lausanne, Switzerland", "this computer", "This computer, Bern", "Go-http-client/1.1", "on Windows", " on Windows",
		"Firefox on Windows on a stick", "Sign in on Mars", "Firefox on ",
	} {
		if place, agent := c.Place(said), c.Agent(said); place != said || agent != said {
			t.Errorf("%q became %q and %q", said, place, agent)
		}
	}
}

func TestTheAgreedWordsAreThoseOfTheProtocol(t *testing.T) {
	protocol, err := os.ReadFile("../../docs/protocol.md")
	if err != nil {
		t.Fatal(err)
	}
	_, words, _ := strings.Cut(string(protocol), "**Words of a server.**")
	words, _, _ = strings.Cut(words, "\n")
	want := 1 + len(agreed) + len(systems) // and <browser> on <system>; loc and ua are said beside
	if got := strings.Count(words, "`")/2 - 2; got != want {
		t.Errorf("the protocol names %d words, the app knows %d", got, want)
	}
	for said := range agreed {
		if !strings.Contains(words, "`"+said+"`") {
			t.Errorf("the protocol does not know %q", said)
		}
	}
	for said := range systems {
		if !strings.Contains(words, "`"+said+"`") {
			t.Errorf("the protocol does not know %q", said)
		}
	}
}
